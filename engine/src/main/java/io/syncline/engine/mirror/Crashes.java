package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.guard.Guards;
import java.util.ArrayDeque;
import java.util.stream.Collectors;

/**
 * The errors inside Syncline that ended a flow's mirror lately. Such an error may pass, so the flow
 * tries again; one that does not pass ends it. Used by the flow's lane only.
 */
public final class Crashes {
    private record Crash(long nanos, String message) {}

    private final Guards.Vitals limit;
    private final Context context;
    private final ArrayDeque<Crash> lately = new ArrayDeque<>();

    /** None yet. */
    public Crashes(Guards.Vitals limit, Context context) {
        this.limit = limit;
        this.context = context;
    }

    /** Takes note of one; whether to try again. */
    public boolean again(EndpointException error) {
        long now = context.nanos();
        while (!lately.isEmpty()
                && now - lately.getFirst().nanos() > limit.crashesWithin().toNanos()) {
            lately.removeFirst();
        }
        lately.addLast(new Crash(now, String.valueOf(error.getMessage())));
        return lately.size() < limit.crashesMax();
    }

    /** What to say at the end: the errors that brought it. */
    public EndpointException last(EndpointException error) {
        if (lately.size() < 2) {
            return error;
        }
        String messages =
                lately.stream().map(Crash::message).distinct().collect(Collectors.joining("; "));
        return new EndpointException(
                EndpointException.Kind.BUG,
                Code.CRASH_LOOP,
                "%d errors inside Syncline within %d s: %s"
                        .formatted(lately.size(), limit.crashesWithin().toSeconds(), messages),
                error);
    }
}
