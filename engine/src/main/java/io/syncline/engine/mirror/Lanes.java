package io.syncline.engine.mirror;

/** Runs lanes: on virtual threads in the real process, in a drawn order in the simulated world. */
public interface Lanes {
    /** Starts a lane. */
    Handle start(String name, Lane lane);

    /** A started lane. */
    interface Handle {
        /** Something changed: a waiting lane looks again. Cheap; from any thread. */
        void wake();

        /**
         * No step begins after this returns, and none is under way; must not be called from the
         * lane itself.
         */
        void stop();
    }
}
