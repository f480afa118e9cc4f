package io.syncline.cli.remote;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A server's public interface, as any program would call it. For one thread. */
final class Server implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /** A verification reads both sides whole. */
    private static final Duration ANSWER_MAX = Duration.ofHours(12);

    private static final int ERROR = 400;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
    private final ServerPlace place;

    Server(ServerPlace place) {
        this.place = place;
    }

    /** Where it is. */
    URI uri() {
        return place.uri();
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode post(String path, @Nullable JsonNode body) {
        return send("POST", path, body);
    }

    JsonNode put(String path, JsonNode body) {
        return send("PUT", path, body);
    }

    JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    /**
     * Asks.
     *
     * @throws Failure if the server does not answer, or says no
     */
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(place.uri().resolve(path))
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + place.key())
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return answer(request.build());
    }

    private JsonNode answer(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body =
                    answer.body().isBlank()
                            ? JsonNodeFactory.instance.objectNode()
                            : JsonMapper.shared().readTree(answer.body());
            if (answer.statusCode() >= ERROR) {
                throw Failure.answered(answer.statusCode(), body);
            }
            return body;
        } catch (JacksonException e) {
            throw unreachable("What answers is no Syncline: it does not speak JSON");
        } catch (HttpTimeoutException e) {
            throw unreachable("It does not answer in time");
        } catch (IOException e) {
            throw unreachable("Nobody answers");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Exit.FAILED, "Interrupted");
        }
    }

    private Failure unreachable(String why) {
        return Failure.of(
                Exit.UNREACHABLE,
                why
                        + " at "
                        + place.uri()
                        + " ("
                        + place.told()
                        + ").\nStart a server with: syncline serve; or say where it is: --url,"
                        + " SYNCLINE_URL.");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
