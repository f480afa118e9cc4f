package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.security.Tickets;
import io.syncline.server.web.Api;
import io.syncline.server.web.Routes;
import io.syncline.server.wiring.House;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server as {@code serve} starts it, with its store in a real PostgreSQL. All tests of this JVM
 * share it, since a start takes seconds; it ends with the JVM. Every answer is held against the
 * contract.
 */
final class LiveServer {
    private static @Nullable LiveServer shared;

    final HttpClient http = HttpClient.newHttpClient();
    final Contract contract = new Contract();
    final Routes routes = Api.routes(() -> null, new Tickets(() -> 0), () -> 0);
    final FreshDatabase store;
    final Path data;
    final String key;
    private final House house;

    private LiveServer() throws Exception {
        store = Services.postgres(18).freshDatabase();
        data = Services.folder("server");
        ServeOptions options =
                new ServeOptions(0, "127.0.0.1", data, store.uri(), data.resolve("secrets"));
        house = House.start(options, DataFolder.open(data));
        key = Objects.requireNonNull(house.firstKey());
    }

    static synchronized LiveServer shared() throws Exception {
        LiveServer server = shared;
        if (server == null) {
            server = new LiveServer();
            shared = server;
        }
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + house.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key);
    }

    /**
     * Asks, and fails unless this status comes; single quotes in the body stand for double ones.
     */
    JsonNode call(String method, String path, @Nullable String body, int status) {
        HttpResponse<String> answer = answer(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Asks; the answer is as the contract promises. */
    HttpResponse<String> answer(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String media = answer.headers().firstValue("Content-Type").orElse("");
            String plain = path.replaceAll("\\?.*", "");
            contract.hold(routes, method, plain, answer.statusCode(), media, answer.body());
            return answer;
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** Configures a sync and returns its id. */
    String configure(String body) {
        return call("POST", "/api/v1/sync/configure", body, 201).get("sync_id").stringValue();
    }

    JsonNode status(String id) {
        return call("GET", "/api/v1/sync/status/" + id, null, 200);
    }

    JsonNode one(String method, String id, String more, int status) {
        return call(method, "/api/v1/sync/" + id + more, null, status);
    }

    JsonNode trigger(String id, String body, int status) {
        return call("POST", "/api/v1/sync/trigger/" + id, body, status);
    }

    /** Waits until the status of a sync is as wished. */
    JsonNode await(String id, Predicate<JsonNode> wish) {
        return await("/api/v1/sync/status/" + id, wish, Duration.ofSeconds(60));
    }

    /** Waits until what stands at a path is as wished. */
    JsonNode await(String path, Predicate<JsonNode> wish, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        JsonNode seen = call("GET", path, null, 200);
        while (!wish.test(seen)) {
            assertThat(System.nanoTime()).as(seen.toString()).isLessThan(until);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            seen = call("GET", path, null, 200);
        }
        return seen;
    }

    /** Waits until the last run of a sync has ended, and streams where it should. */
    JsonNode awaitRun(String id) {
        return await(id, status -> status.at("/last_sync/completed_at").isString());
    }
}
