package io.syncline.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who may import whom. Think hard before changing this file. */
class ArchitectureTest {
    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.syncline");

    @Test
    void coreImportsTheJdkAndJspecify() {
        classes()
                .that()
                .resideInAPackage("io.syncline.core..")
                .and()
                .resideOutsideOfPackage("io.syncline.core.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.syncline.core..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void changeImportsNoOtherPackageOfCore() {
        noClasses()
                .that()
                .resideInAPackage("io.syncline.core.change")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.syncline.core.endpoint..", "io.syncline.core.wire..")
                .check(ALL);
    }

    @Test
    void aConnectorImportsCoreAndTheSqlToolkitButNeitherEngineNorServer() {
        noClasses()
                .that()
                .resideInAPackage("io.syncline.connector..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.syncline.engine..",
                        "io.syncline.hub..",
                        "io.syncline.server..",
                        "io.syncline.store..",
                        "io.syncline.embedded..")
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void noConnectorImportsAnother() {
        slices().matching("io.syncline.connector.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        resideInAPackage("io.syncline.connector.jdbc.."))
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void engineImportsOnlyCore() {
        noClasses()
                .that()
                .resideInAPackage("io.syncline.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.syncline.connector..",
                        "io.syncline.hub..",
                        "io.syncline.server..",
                        "io.syncline.store..",
                        "io.syncline.embedded..")
                .check(ALL);
    }

    @Test
    void storeImportsEngineAndCore() {
        noClasses()
                .that()
                .resideInAPackage("io.syncline.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.syncline.connector..", "io.syncline.server..", "io.syncline.embedded..")
                .check(ALL);
    }

    @Test
    void theHttpFrameworkStaysAtTheEdgeOfTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.syncline.server.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta.servlet..")
                .check(ALL);
    }

    @Test
    void noPackageImportsItselfInACircle() {
        slices().matching("io.syncline.server.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void clocksChanceAndThreadsComeInByConstructor() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.syncline.core..", "io.syncline.engine..", "io.syncline.connector..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .check(ALL);
    }
}
