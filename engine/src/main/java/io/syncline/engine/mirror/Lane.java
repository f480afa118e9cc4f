package io.syncline.engine.mirror;

import java.time.Duration;

/**
 * A piece of work that goes on by steps. A step does one bounded act (read, apply or checkpoint)
 * and says what it waits for, so that the same lane runs on a thread of its own or, step by step,
 * in a simulated world.
 */
@FunctionalInterface
public interface Lane {
    /** Does one act. Called by one thread at a time. */
    Next step();

    /** What a step says. */
    sealed interface Next {
        /** There may be more to do at once. */
        enum Again implements Next {
            /** The only one there is. */
            AGAIN
        }

        /** Nothing to do until something changes; look again after this time at the latest. */
        record Wait(Duration atMost) implements Next {}

        /** Never call again. */
        enum Done implements Next {
            /** The only one there is. */
            DONE
        }
    }
}
