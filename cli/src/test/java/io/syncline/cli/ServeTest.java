package io.syncline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server as a person starts it: a first start, and what can be wrong about a second one. */
class ServeTest {
    /** Generous: the work below is what says whether a start has become slower. */
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /** What the JVM itself works for that; other work on the machine does not count. */
    private static final Duration WORK_MAX = Duration.ofSeconds(14);

    private static final long RESIDENT_KILOBYTES_MAX = 300 * 1024;

    private static RunningServe server;
    private static HttpResponse<String> reply;
    private static Duration took;
    private static Duration work;

    @BeforeAll
    static void startAndConfigure() throws Exception {
        // Before the clock runs: the databases are not what is measured.
        String body = dryRun();
        Path data = Services.folder("a server's").resolve("data of mine");
        long began = System.nanoTime();
        server = RunningServe.start(data, "--port", "0");
        URI configure = URI.create(server.address() + "/api/v1/sync/configure");
        String key = Files.readString(server.data.resolve("api-key")).strip();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(configure)
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        took = Duration.ofNanos(System.nanoTime() - began);
        work = server.process.info().totalCpuDuration().orElseThrow();
    }

    private static String dryRun() throws Exception {
        FreshDatabase from = Services.postgres(18).freshDatabase();
        FreshDatabase to = Services.postgres(18).freshDatabase();
        try (Connection connection = from.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE shop (id bigint PRIMARY KEY, name text)");
        }
        return """
        {"name": "first", "type": "one_way", "mode": "real_time", "dry_run": true,
         "source": {"type": "postgresql", "connection": "%s"},
         "destinations": [{"name": "copy", "type": "postgresql", "connection": "%s"}]}
        """
                .formatted(from.uri(), to.uri());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void itAnswersAConfigureSoonAfterItsFirstStartAndStaysSmall() throws Exception {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(took).isLessThan(START_MAX);
        assertThat(work).isLessThan(WORK_MAX);
        assertThat(residentKilobytes()).isBetween(30_000L, RESIDENT_KILOBYTES_MAX);
    }

    private static long residentKilobytes() throws Exception {
        Path status = Path.of("/proc", Long.toString(server.process.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findAny()
                .orElseThrow();
    }

    @Test
    void theKeyLiesInAFileThatNobodyElseReadsAndInNoOutput() throws Exception {
        Path file = server.data.resolve("api-key");
        String key = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(server.output()).contains("API key    in " + file).doesNotContain(key);
    }

    @Test
    void theNextCommandWorksWhenItIsPasted() throws Exception {
        String pasted =
                String.join(
                        "\n",
                        server.output()
                                .lines()
                                .filter(line -> line.matches("  (export|curl) .*"))
                                .toList());
        Process shell =
                new ProcessBuilder("/bin/sh", "-c", pasted.replace("curl ", "curl -sS "))
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(answer).isZero();
        assertThat(answer).contains("\"syncs\"");
    }

    @Test
    void aSecondServerOnTheSameFolderIsToldSo() throws Exception {
        try (RunningServe second = RunningServe.start(server.data, "--port", "0")) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output().lines())
                    .singleElement()
                    .asString()
                    .contains("Another Syncline runs on " + server.data, "--data");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        int port = URI.create(server.address()).getPort();
        Path data = Services.folder("other").resolve("data");
        try (RunningServe second = RunningServe.start(data, "--port", Integer.toString(port))) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output().lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + port, "in use", "--port");
        }
    }

    @Test
    void wrongOptionsAreAllNamedAtOnce() throws Exception {
        Path data = Services.folder("none");
        try (RunningServe wrong = RunningServe.start(data, "--port", "x", "--colour", "red")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.output())
                    .contains("--port is a number", "--colour", "serve [--port 7400]");
        }
    }

    @Test
    void aRehearsalOfAStartEndsWellAndLeavesNothingBehind() throws Exception {
        Path folder = Services.folder("rehearsal");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + folder,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "rehearse")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(folder.toFile().list((_, name) -> name.startsWith("syncline"))).isEmpty();
    }
}
