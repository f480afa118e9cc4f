package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.store.MasterKey;
import io.syncline.store.PostgresStore;
import io.syncline.store.StoreSettings;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Program;
import io.syncline.testkit.services.Services;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code serve} as a process of its own, on an external store. */
class ServeTest {
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Pattern ADDRESS = Pattern.compile("listening {2}(http://\\S+)");

    private final FreshDatabase store = Services.postgres(18).freshDatabase();

    @Test
    void theFirstKeyIsInAFileForItsOwnerAndASecondServerOnTheStoreIsRefused(@TempDir Path folder)
            throws Exception {
        Path data = folder.resolve("first");
        Process first = server(data);
        try {
            String said = untilReady(first);
            Path file = data.resolve("api-key");
            String key = Files.readString(file).strip();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(key).matches("syn_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}");
            assertThat(said).contains(file.toString()).doesNotContain(key);
            String address = address(said);
            assertThat(status(address, key)).isEqualTo(200);
            assertThat(status(address, key.substring(0, key.length() - 1))).isEqualTo(401);
            assertThat(everything(data.resolve("logs")))
                    .doesNotContain(key.substring(key.lastIndexOf('_') + 1))
                    .doesNotContain(store.password());

            Process second = server(folder.resolve("second"));
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(text(second))
                    .contains("SYN-6006", "Another Syncline server uses this store")
                    .doesNotContain(store.password());
        } finally {
            first.destroyForcibly().waitFor();
        }
        // It was ended hard, and could not clear up.
        try (Stream<Path> left = Files.list(temporary(data))) {
            assertThat(left.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("tomcat"));
        }
        // The dead one's session lets go by itself.
        PostgresStore.open(
                        StoreSettings.of(
                                store.jdbcUrl(), store.user(), Secret.of(store.password())),
                        MasterKey.of(MASTER_KEY),
                        new SecureRandom())
                .close();
    }

    private static Path temporary(Path data) {
        return data.resolveSibling(data.getFileName() + "-temporary");
    }

    private Process server(Path data) throws IOException {
        Files.createDirectory(temporary(data));
        List<String> command =
                Program.java(
                        Main.class.getName(), "-Xmx256m", "-Djava.io.tmpdir=" + temporary(data));
        command.addAll(List.of("serve", "--port", "0", "--data"));
        command.addAll(List.of(data.toString(), "--store", "${env:STORE}"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("STORE", store.uri());
        builder.environment().put(MasterKey.VARIABLE, MASTER_KEY);
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        return builder.start();
    }

    private static String untilReady(Process server) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("Ctrl-C ends")) {
                return said.toString();
            }
        }
        throw new AssertionError("The server ended: " + said);
    }

    private static String address(String said) {
        Matcher matcher = ADDRESS.matcher(said);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static int status(String address, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address + "/api/v1/sync"))
                                    .header("Authorization", "Bearer " + key)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String everything(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
