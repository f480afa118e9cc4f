package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what is said of replicas beside the ends themselves: a mirror follows, and no more. */
final class Replication {
    private static final String MODE = "replication_mode";
    private static final String TOLERANCE = "lag_tolerance";
    private static final String FAILOVER = "failover";
    private static final Set<String> FOLLOWS = Set.of("async", "asynchronous");
    private static final Set<String> WAITS = Set.of("sync", "synchronous", "semi_sync");

    private Replication() {}

    /** Notes what cannot be done. */
    static void parse(Fields body, Problems problems) {
        String written = body.text(MODE);
        String word = written == null ? "async" : Words.snake(written);
        if (WAITS.contains(word)) {
            problems.add(
                    Code.NOT_BUILT,
                    body.pointer(MODE),
                    "The source's commits do not wait for replicas: only async is built.");
        } else if (!FOLLOWS.contains(word)) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    body.pointer(MODE),
                    Words.quoted(word)
                            + " is none of async, sync."
                            + Words.didYouMean(word, WAITS));
        }
        JsonNode failover = body.node(FAILOVER);
        if (failover != null && wanted(failover)) {
            problems.add(
                    Code.NOT_BUILT,
                    body.pointer(FAILOVER),
                    "Replicas are kept equal and are not promoted: failing over is not built yet.");
        }
    }

    /** How late a destination may be, if that is said here. */
    static @Nullable Duration tolerance(Fields fields) {
        Duration late = fields.has(TOLERANCE) ? fields.span(TOLERANCE, Duration.ZERO) : null;
        // Asked for in any case, so that nobody calls it unknown.
        fields.node(TOLERANCE);
        return late;
    }

    private static boolean wanted(JsonNode node) {
        return node.isObject()
                ? node.properties().stream().anyMatch(each -> wanted(each.getValue()))
                : !node.isNull() && !(node.isBoolean() && !node.booleanValue());
    }
}
