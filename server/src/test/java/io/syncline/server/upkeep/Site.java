package io.syncline.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.wiring.House;
import io.syncline.testkit.services.FreshDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a data folder and a store's database of its own, asked over HTTP. */
final class Site implements AutoCloseable {
    final DataFolder data;
    final House house;
    final HttpClient http = HttpClient.newHttpClient();
    final String key;

    private Site(DataFolder data, House house, String key) {
        this.data = data;
        this.house = house;
        this.key = key;
    }

    /** Starts one; a key that is known already is used, else one is made. */
    static Site start(Path folder, FreshDatabase store, @Nullable String key) throws Exception {
        DataFolder data = DataFolder.open(folder);
        House house =
                House.start(
                        new ServeOptions(
                                0, "127.0.0.1", folder, store.uri(), folder.resolve("secrets")),
                        data);
        String first = house.firstKey();
        String used = key == null ? first : key;
        if (used == null) {
            throw new AssertionError("No key");
        }
        return new Site(data, house, used);
    }

    /** Asks; single quotes in the body stand for double ones. */
    JsonNode call(String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + house.port() + path))
                                .header("Authorization", "Bearer " + key)
                                .header("Content-Type", "application/json")
                                .method(
                                        method,
                                        body == null
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString(
                                                        body.replace('\'', '"')))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Waits until what stands at a path is as wished. */
    JsonNode await(String path, Predicate<JsonNode> wish) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (true) {
            JsonNode seen = call("GET", path, null);
            if (wish.test(seen)) {
                return seen;
            }
            assertThat(System.nanoTime()).as(seen.toString()).isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws Exception {
        house.close();
        data.close();
        http.close();
    }
}
