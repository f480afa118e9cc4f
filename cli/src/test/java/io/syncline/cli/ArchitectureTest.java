package io.syncline.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom. Think hard before changing this file. */
class ArchitectureTest {
    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.syncline");

    private static final String[] JDK_AND_NULL = {"java..", "javax..", "org.jspecify.."};

    private static GivenClassesConjunction in(String... rooms) {
        return classes().that().resideInAnyPackage(rooms);
    }

    /** Nothing of the house but these rooms. */
    private static void seesOf(String room, String... rooms) {
        String[] seen = Stream.concat(Stream.of(room), Stream.of(rooms)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.syncline..")
                                .and(
                                        DescribedPredicate.not(
                                                JavaClass.Predicates.resideInAnyPackage(seen))))
                .check(ALL);
    }

    @Test
    void everyRoomIsLookedAt() {
        for (String room :
                List.of(
                        "core",
                        "engine",
                        "connector.jdbc",
                        "connector.postgres",
                        "connector.mysql",
                        "connector.mongodb",
                        "rules.cel",
                        "store",
                        "embedded",
                        "testkit",
                        "server",
                        "cli")) {
            assertThat(ALL.that(resideInAPackage("io.syncline." + room + ".."))).isNotEmpty();
        }
    }

    @Test
    void coreImportsTheJdkAndJspecifyAndOnlyTheWireAJsonLibrary() {
        in("io.syncline.core.change..", "io.syncline.core.filter..", "io.syncline.core.endpoint..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.core.."))
                .check(ALL);
        in("io.syncline.core.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.core..", "tools.jackson.core.."))
                .check(ALL);
    }

    @Test
    void changeImportsNoOtherPackageOfCore() {
        in("io.syncline.core.change..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.core.change.."))
                .check(ALL);
    }

    @Test
    void filterImportsOfCoreTheCurrencyAlone() {
        in("io.syncline.core.filter..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.core.filter..", "io.syncline.core.change.."))
                .check(ALL);
    }

    @Test
    void mergeImportsOfCoreTheCurrencyAlone() {
        in("io.syncline.core.merge..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.core.merge..", "io.syncline.core.change.."))
                .check(ALL);
    }

    @Test
    void engineImportsOnlyCoreAndTheNameOfALog() {
        in("io.syncline.engine..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and("io.syncline.engine..", "io.syncline.core..", "org.slf4j"))
                .check(ALL);
    }

    @Test
    void aConnectorImportsCoreAndTheSqlToolkit() {
        seesOf("io.syncline.connector..", "io.syncline.core..");
        slices().matching("io.syncline.connector.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage("io.syncline.connector.jdbc.."))
                .check(ALL);
        seesOf("io.syncline.connector.jdbc..", "io.syncline.core..");
    }

    @Test
    void rulesImportCoreAlone() {
        seesOf("io.syncline.rules..", "io.syncline.core..");
    }

    @Test
    void storeEmbeddedAndTestkitImportWhatTheirRoomsMay() {
        seesOf("io.syncline.store..", "io.syncline.engine..", "io.syncline.core..");
        seesOf("io.syncline.embedded..");
        seesOf(
                "io.syncline.testkit..",
                "io.syncline.core..",
                "io.syncline.engine..",
                "io.syncline.embedded..");
    }

    @Test
    void whatShipsImportsNoTestkitAndNoBench() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.syncline.testkit..", "io.syncline.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.syncline.testkit..", "io.syncline.bench..", "org.junit..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.syncline.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.syncline.cli..")
                .check(ALL);
    }

    @Test
    void driversStayInTheirConnectorAndTheStore() {
        onlyIn("org.postgresql..", "io.syncline.connector.postgres..", "io.syncline.store..");
        onlyIn("org.mariadb..", "io.syncline.connector.mysql..");
        onlyIn("com.mongodb..", "io.syncline.connector.mongodb..");
        onlyIn("org.bson..", "io.syncline.connector.mongodb..");
        onlyIn("dev.cel..", "io.syncline.rules.cel..");
        onlyIn("org.flywaydb..", "io.syncline.store..");
        onlyIn("org.springframework..", "io.syncline.server.web..");
        onlyIn("jakarta.servlet..", "io.syncline.server.web..");
    }

    private static void onlyIn(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(ALL);
    }

    @Test
    void noPackageImportsItselfInACircle() {
        for (String room :
                List.of(
                        "io.syncline.(*)..",
                        "io.syncline.core.(**)",
                        "io.syncline.connector.(**)",
                        "io.syncline.testkit.(**)",
                        "io.syncline.server.(**)",
                        "io.syncline.cli.(**)")) {
            slices().matching(room).should().beFreeOfCycles().check(ALL);
        }
        // The engine's data lie beside the life of syncs, so the rest of it imports them there.
        slices().matching("io.syncline.engine.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(alwaysTrue(), DATA_OF_SYNCS)
                .check(ALL);
    }

    /** May shrink, and never grow: it is what keeps the engine from being free of circles. */
    private static final DescribedPredicate<JavaClass> DATA_OF_SYNCS =
            DescribedPredicate.describe(
                    "data of syncs",
                    type ->
                            type.getPackageName().equals("io.syncline.engine.sync")
                                    && Set.of(
                                                    "Execution",
                                                    "FlowStatus",
                                                    "Parked",
                                                    "RetryPolicy",
                                                    "Route",
                                                    "SyncDefinition",
                                                    "SyncEvent",
                                                    "SyncState",
                                                    "Verification")
                                            .contains(outermost(type).getSimpleName()));

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    @Test
    void clocksChanceAndThreadsComeInByConstructor() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.syncline.core..",
                        "io.syncline.engine..",
                        "io.syncline.connector..",
                        "io.syncline.rules..",
                        "io.syncline.store..")
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "it is a clock, chance or a new thread",
                                ArchitectureTest::isEffect))
                .check(ALL);
    }

    private static boolean isEffect(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        boolean made = name.equals("<init>");
        return switch (owner.getName()) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math" -> name.equals("random");
            case "java.lang.Thread" ->
                    made || name.startsWith("of") || name.equals("startVirtualThread");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Date" -> made && access.getTarget().getFullName().endsWith("<init>()");
            case "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom" ->
                    made;
            default ->
                    owner.isEquivalentTo(ThreadLocalRandom.class)
                            || owner.isEquivalentTo(Executors.class)
                            || owner.getPackageName().equals("java.time")
                                    && (name.equals("now") || name.startsWith("system"));
        };
    }

    private static String[] and(String... packages) {
        return Stream.concat(Stream.of(JDK_AND_NULL), Stream.of(packages)).toArray(String[]::new);
    }
}
