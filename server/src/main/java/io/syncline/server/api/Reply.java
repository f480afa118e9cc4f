package io.syncline.server.api;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The answer to a call.
 *
 * @param status the HTTP status
 * @param body what is sent; an error's is problem+json
 * @param headers further headers
 */
public record Reply(int status, JsonNode body, Map<String, String> headers) {
    /** The first status that says that something is wrong. */
    private static final int ERROR = 400;

    /** Copies the map. */
    public Reply {
        headers = Map.copyOf(headers);
    }

    /** An answer without further headers. */
    public static Reply of(int status, JsonNode body) {
        return new Reply(status, body, Map.of());
    }

    /** Its media type. */
    public String contentType() {
        return status >= ERROR ? "application/problem+json" : "application/json";
    }
}
