package io.syncline.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The server's public interface, as any program would call it. */
final class Api implements AutoCloseable {
    /** A verification reads both sides whole. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI server;
    private final String key;

    /**
     * An interface.
     *
     * @param server its address
     * @param key an API key, a secret
     */
    Api(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /** Asks. */
    JsonNode get(String path) {
        return send(request(path).GET());
    }

    /** Tells; an empty body is no body. */
    JsonNode post(String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        return send(request(path).header("Content-Type", "application/json").POST(publisher));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() >= 300) {
                throw new DemoException(
                        "%s %s: %d %s"
                                .formatted(
                                        request.method(),
                                        request.uri().getPath(),
                                        reply.statusCode(),
                                        reply.body()));
            }
            return mapper.readTree(reply.body());
        } catch (JacksonException e) {
            throw new DemoException("The server's answer is not JSON.", e);
        } catch (IOException e) {
            throw new DemoException(
                    "The server has ended or does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted.", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
