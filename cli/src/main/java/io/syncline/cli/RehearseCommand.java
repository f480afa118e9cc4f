package io.syncline.cli;

import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.wiring.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts a server, asks it a few things and ends it, so that a JVM that watches can write down what
 * a start loads. The launcher does this once after a build; later starts take a third of the time.
 */
@Command(name = "rehearse", hidden = true, description = "Starts and ends a server, to be watched.")
final class RehearseCommand implements Callable<Integer> {
    /** Endpoints where nobody listens: drivers are loaded, and nothing is configured. */
    private static final String NOWHERE =
            """
            {"name": "rehearsal", "type": "one_way", "mode": "real_time", "dry_run": true,
             "source": {"type": "postgresql", "connection": "postgresql://a:b@127.0.0.1:1/none"},
             "destinations": [
               {"name": "m", "type": "mariadb", "connection": "mariadb://a:b@127.0.0.1:1/none"}]}
            """;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("syncline-rehearsal-");
        // Databases that root starts run as somebody else, who has to pass through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
            ServeOptions options =
                    ServeOptions.parse(List.of("--port", "0", "--data", data.path().toString()));
            try (House house = House.start(options, data)) {
                ask(house);
            }
        } finally {
            remove(folder);
        }
        return 0;
    }

    private static void ask(House house) throws IOException, InterruptedException {
        String key = Objects.requireNonNull(house.firstKey());
        URI server = URI.create("http://127.0.0.1:" + house.port());
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/openapi.json", "/health/ready", "/api/v1/sync")) {
                send(client, request(server, path, key).GET());
            }
            send(
                    client,
                    request(server, "/api/v1/sync/configure", key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(NOWHERE)));
        }
    }

    private static HttpRequest.Builder request(URI server, String path, String key) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + key);
    }

    private static void send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
