package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import java.util.ArrayList;
import java.util.List;

/** Gathers all that is wrong with one request. For one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem. */
    void add(Code code, String pointer, String message) {
        found.add(new Problem(code, pointer, message));
    }

    /** Whether there is none so far. */
    boolean none() {
        return found.isEmpty();
    }

    /** What was found, in the order it was found. */
    List<Problem> all() {
        return List.copyOf(found);
    }
}
