package io.syncline.core.endpoint;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a source notices changes, and what that costs in delay and in sight.
 *
 * @param method the way
 * @param delay about how long a committed change waits at most before it is noticed; zero if the
 *     source tells at once
 * @param blind what it cannot see, one sentence for a person each; empty if it sees everything
 * @param asTheyAre whether a change shows its row as it is when it is told, and not as it was when
 *     it was changed: then nothing has to be told again for a chunk's sake
 * @param goneEvery how often whoever mirrors has to look for rows that are gone, because this does
 *     not tell of them all; null if it does
 */
public record Capture(
        Method method,
        Duration delay,
        List<String> blind,
        boolean asTheyAre,
        @Nullable Duration goneEvery) {
    /** The ways there are. */
    public enum Method {
        /** The source's own log tells every change. */
        LOG,
        /** Triggers note the keys of what is written, in a table that is read. */
        OUTBOX,
        /** The tables are asked for what has changed. */
        POLLING
    }

    /** Copies the list. */
    public Capture {
        blind = List.copyOf(blind);
    }

    /** The source's log, which sees everything and waits for nothing. */
    public static Capture log() {
        return new Capture(Method.LOG, Duration.ZERO, List.of(), false, null);
    }
}
