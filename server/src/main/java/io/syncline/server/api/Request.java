package io.syncline.server.api;

import io.syncline.server.security.Caller;
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
 * @param caller who asks
 */
public record Request(
        Map<String, String> path,
        Map<String, String> query,
        @Nullable JsonNode body,
        Caller caller) {
    /** Copies the maps. */
    public Request {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** Who asks, as the name of an API key: what is noted beside what a person has done. */
    public String who() {
        return caller.name();
    }

    /** The value of a variable that the path has. */
    String variable(String name) {
        return Objects.requireNonNull(path.get(name), name);
    }
}
