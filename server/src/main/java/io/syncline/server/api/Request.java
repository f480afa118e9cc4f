package io.syncline.server.api;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of the interface.
 *
 * @param path the values of the path's variables, by name
 * @param query the values of the query, by name
 * @param body the body, or null if there is none
 * @param caller the name of the API key it came with
 */
public record Request(
        Map<String, String> path,
        Map<String, String> query,
        @Nullable JsonNode body,
        String caller) {
    /** Copies the maps. */
    public Request {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** The value of a variable that the path has. */
    String variable(String name) {
        return Objects.requireNonNull(path.get(name), name);
    }
}
