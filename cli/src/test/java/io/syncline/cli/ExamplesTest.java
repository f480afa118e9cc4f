package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every script of the examples, run as its page says, so that none can rot. */
class ExamplesTest {
    private static final Path EXAMPLES = Checkout.root().resolve("examples");
    private static final Pattern KEPT = Pattern.compile("The sync (\\S+) goes on");

    private static FreshDatabase source;
    private static FreshDatabase copy;
    private static FreshDatabase report;
    private static RunningServe server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        source = Services.postgres(18).freshDatabase();
        copy = Services.postgres(18).freshDatabase();
        report = Services.mariaDb().freshDatabase();
        Map<String, String> secrets =
                Map.of(
                        "SYNCLINE_SECRET_SOURCE", source.uri(),
                        "SYNCLINE_SECRET_COPY", copy.uri(),
                        "SYNCLINE_SECRET_REPORT", report.uri());
        server =
                RunningServe.start(
                        Services.folder("examples").resolve("d"), secrets, "--port", "0");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void threeTracksAndNoCopies() throws SQLException {
        sql(
                source,
                "DROP TABLE IF EXISTS track",
                "CREATE TABLE track (id int PRIMARY KEY, title text NOT NULL, released timestamp)",
                "INSERT INTO track VALUES (1, 'one', '2001-01-01'), (2, 'two', NULL),"
                        + " (3, 'three', '2003-03-03 03:03:03.333333')");
        sql(copy, "DROP TABLE IF EXISTS track");
        sql(report, "DROP TABLE IF EXISTS track");
    }

    private static void sql(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String titles(FreshDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT title FROM track ORDER BY id")) {
            StringBuilder titles = new StringBuilder();
            while (rows.next()) {
                titles.append(rows.getString(1)).append(' ');
            }
            return titles.toString().strip();
        }
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        String url = server.address();
        Path output = Services.folder("example").resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(EXAMPLES.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("SYNCLINE_URL", url);
        String key = Files.readString(server.data.resolve("api-key")).strip();
        builder.environment().put("SYNCLINE_API_KEY", key);
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static String kept(String script) throws IOException, InterruptedException {
        Matcher matcher = KEPT.matcher(run(Map.of("KEEP", "yes"), script));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static void forget(String sync) throws IOException, InterruptedException {
        run(Map.of(), "bash", "-c", ". ./calls.sh; finish " + sync);
    }

    @Test
    void oneCopy() throws Exception {
        String output = run(Map.of(), "./one-copy.sh");
        assertThat(output).contains("\"phase\":\"streaming\"", "\"status\":\"deleted\"");
        assertThat(titles(copy)).isEqualTo("one two three");
    }

    @Test
    void fanOut() throws Exception {
        assertThat(run(Map.of(), "./fan-out.sh")).contains("\"equal\":true,\"destinations\"");
        assertThat(titles(copy)).isEqualTo("one two three");
        assertThat(titles(report)).isEqualTo("one two three");
    }

    @Test
    void twoWay() throws Exception {
        sql(
                report,
                "CREATE TABLE track (id int PRIMARY KEY, title text NOT NULL, released datetime(6))",
                "INSERT INTO track VALUES (3, 'drei', '2003-03-03 03:03:03.333333'),"
                        + " (4, 'vier', NULL)");
        assertThat(run(Map.of(), "./two-way.sh")).contains("\"equal\":true,\"destinations\"");
        assertThat(titles(source)).isEqualTo("one two three vier");
        assertThat(titles(report)).isEqualTo("one two three vier");
    }

    @Test
    void scheduled() throws Exception {
        String output = run(Map.of(), "./scheduled.sh");
        assertThat(output).contains("\"status\":\"completed\"", "\"next_sync\":\"20");
        assertThat(titles(report)).isEqualTo("one two three");
    }

    @Test
    void verifyAndRepair() throws Exception {
        String sync = kept("./fan-out.sh");
        sql(
                report,
                "UPDATE track SET title = 'other' WHERE id = 2",
                "DELETE FROM track WHERE id = 3");
        String output = run(Map.of(), "./verify-and-repair.sh", sync);
        assertThat(output.lines().toList()).hasSize(2);
        assertThat(output.lines().toList().get(0))
                .contains("\"equal\":false", "different", "missing");
        assertThat(output.lines().toList().get(1)).contains("\"equal\":true,\"destinations\"");
        assertThat(titles(report)).isEqualTo("one two three");
        forget(sync);
    }

    @Test
    void parkedRows() throws Exception {
        // MariaDB has no infinite time.
        sql(source, "INSERT INTO track VALUES (4, 'four', 'infinity')");
        String sync = kept("./fan-out.sh");
        assertThat(titles(report)).isEqualTo("one two three");
        assertThat(run(Map.of(), "./parked-rows.sh", sync)).contains("\"settled\":0", "SYN-5");
        assertThat(run(Map.of("DISCARD", "yes"), "./parked-rows.sh", sync))
                .contains("\"discarded\":1");
        assertThat(run(Map.of(), "./parked-rows.sh", sync)).contains("\"parked\":[]");
        forget(sync);
    }

    @Test
    void everyScriptIsRunHereAndNamedOnThePage() throws IOException {
        String page = Files.readString(EXAMPLES.resolve("README.md"));
        String here =
                Files.readString(
                        Checkout.root()
                                .resolve("cli/src/test/java/io/syncline/cli/ExamplesTest.java"));
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".sh") && !name.equals("calls.sh"))
                    .hasSizeGreaterThan(4)
                    .allMatch(name -> here.contains("\"./" + name + "\"") && page.contains(name));
        }
    }
}
