package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LauncherTest {
    private Launcher launcher;

    @BeforeEach
    void ownTree() throws IOException {
        launcher = Launcher.inItsOwnTree();
    }

    @Test
    void itTakesTheJdkThatIsNamed() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.set("SYNCLINE_JAVA_HOME", launcher.jdk("named", "26.0.1"));
        assertThat(launcher.run("jdk").out().strip()).endsWith("/named");
    }

    @Test
    void itSaysSoWhenTheNamedOneIsTooOld() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.set("SYNCLINE_JAVA_HOME", launcher.jdk("named", "24.0.2"));
        Launcher.Ended ended = launcher.run("jdk");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement().asString().contains("SYNCLINE_JAVA_HOME");
    }

    @Test
    void itTakesTheDefaultWhenThatIsNewEnough() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.set("JAVA_HOME", launcher.jdk("default", "27"));
        assertThat(launcher.run("jdk").out().strip()).endsWith("/default");
    }

    @Test
    void itTakesTheOneInThePath() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        String home = launcher.jdk("in path", "26.0.2");
        Files.createSymbolicLink(
                launcher.folder.resolve("tools/javac"), java.nio.file.Path.of(home, "bin/javac"));
        assertThat(launcher.run("jdk").out().strip()).isEqualTo(home);
    }

    @Test
    void itFindsTheNearestOfThoseThatAreInstalledWhenTheDefaultIsOld() throws Exception {
        launcher.set("JAVA_HOME", launcher.jdk("default", "17.0.9"));
        launcher.jdk("jdks/a", "21.0.2");
        launcher.jdk("jdks/b", "27");
        launcher.jdk("jdks/c with space", "25.0.3");
        launcher.jdk("jdks/d", "1.8.0_401");
        launcher.file("jdks/e/release", "JAVA_VERSION=\"25\"\n");
        assertThat(launcher.run("jdk").out().strip()).endsWith("/jdks/c with space");
    }

    @Test
    void itSaysInOneSentenceThatThereIsNone() throws Exception {
        launcher.jdk("jdks/a", "21.0.2");
        Launcher.Ended ended = launcher.run("serve");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("JDK 25 or later is needed and none was found");
    }

    @Test
    void itSaysInOneSentenceThatThereIsNoMaven() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        Launcher.Ended ended = launcher.run("build");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("Maven 3.8.7 or later is needed and mvn is not in the PATH");
    }

    @Test
    void mavenGetsTheJdkAndItsOptions() throws Exception {
        String home = launcher.jdk("jdks/a", "25.0.1");
        launcher.set("JAVA_HOME", launcher.jdk("default", "17.0.9"));
        launcher.set("MAVEN_OPTS", "-Dmaven.repo.local=/some/where else");
        launcher.maven("printf '%s\\n' \"$JAVA_HOME\" \"$MAVEN_OPTS\" \"$PWD\" > \"$HOME.told\"");
        assertThat(launcher.run("build").code()).isZero();
        assertThat(Files.readAllLines(launcher.folder.resolve("home.told")))
                .containsExactly(
                        home,
                        "-Dmaven.repo.local=/some/where else",
                        launcher.folder.resolve("clone").toString());
    }

    @Test
    void aBuildThatFailsIsToldWithItsError() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.maven(
                "echo '[INFO] chatter'; echo '[ERROR] Shop.java:[3,1] no such shop'; exit 1");
        Launcher.Ended ended = launcher.run("serve");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("no such shop").doesNotContain("chatter");
    }

    @Test
    void itReplacesItselfByTheProgramAndBuildsOnlyOnce() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.set("SYNCLINE_JAVA_OPTS", "-Done=1 -Dtwo=2");
        launcher.maven(
                "echo built >> \"$HOME.builds\"; mkdir -p cli/target; echo /tmp > cli/target/class-path");
        Launcher.Ended first = launcher.run("serve", "--data", "a b");
        Launcher.Ended second = launcher.run("serve");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.outLines())
                .startsWith("pid " + first.pid())
                .endsWith("io.syncline.cli.Main", "serve", "--data", "a b")
                .contains("-Done=1", "-Dtwo=2");
        assertThat(second.outLines()).startsWith("pid " + second.pid());
        assertThat(Files.readAllLines(launcher.folder.resolve("home.builds"))).hasSize(1);

        Thread.sleep(10);
        launcher.file("clone/core/src/main/New.java", "class New {}");
        launcher.file("clone/core/pom.xml", "<project/>");
        assertThat(launcher.run("serve").code()).isZero();
        assertThat(Files.readAllLines(launcher.folder.resolve("home.builds"))).hasSize(2);
    }

    private void mavenReports(String... cases) throws IOException {
        launcher.jdk("jdks/a", "25.0.1");
        String report = String.join("\n", cases);
        launcher.file("report.xml", report + "\n");
        launcher.maven(
                "mkdir -p core/target/surefire-reports;"
                        + " cat \"${HOME%/*}/report.xml\" > core/target/surefire-reports/TEST-a.xml");
    }

    private static final String SKIPPED =
            "  <testcase name=\"needsATool\" classname=\"a.BTest\" time=\"0\">\n"
                    + "    <skipped message=\"no &quot;psql&quot; here\"/>\n"
                    + "  </testcase>";

    @Test
    void theTestCommandEndsWithCountsAndNamesWhatWasSkipped() throws Exception {
        mavenReports(
                "<testsuite name=\"a.BTest\" tests=\"3\" errors=\"0\" skipped=\"1\" failures=\"0\">",
                SKIPPED);
        Launcher.Ended ended = launcher.run("test");
        assertThat(ended.code()).isZero();
        assertThat(ended.outLines())
                .containsExactly(
                        "SKIPPED a.BTest.needsATool: no \"psql\" here",
                        "2 passed, 0 failed, 1 skipped");
    }

    @Test
    void whereContinuousIntegrationRunsASkippedTestIsAFailure() throws Exception {
        mavenReports(
                "<testsuite name=\"a.BTest\" tests=\"3\" errors=\"0\" skipped=\"1\" failures=\"0\">",
                SKIPPED);
        launcher.set("CI", "true");
        Launcher.Ended ended = launcher.run("test");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.outLines()).endsWith("2 passed, 0 failed, 1 skipped");
        assertThat(ended.err()).contains("CI=true");
    }

    @Test
    void aTestThatFailsIsNamedAndFailsTheCommand() throws Exception {
        mavenReports(
                "<testsuite name=\"a.BTest\" tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"1\">",
                "  <testcase name=\"adds\" classname=\"a.BTest\" time=\"0\">",
                "    <failure message=\"1 is not 2&#10;as it should\" type=\"x\"/>",
                "  </testcase>");
        Launcher.Ended ended = launcher.run("test");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.outLines())
                .containsExactly(
                        "FAILED  a.BTest.adds: 1 is not 2",
                        "        as it should",
                        "1 passed, 1 failed, 0 skipped");
    }

    @Test
    void noTestAtAllIsAFailure() throws Exception {
        launcher.jdk("jdks/a", "25.0.1");
        launcher.maven("exit 0");
        Launcher.Ended ended = launcher.run("test");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.outLines()).endsWith("0 passed, 0 failed, 0 skipped");
    }

    @Test
    void helpNeedsNoJdk() throws Exception {
        Launcher.Ended ended = launcher.run("--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("./syncline demo", "./syncline serve", "./syncline test");
    }
}
