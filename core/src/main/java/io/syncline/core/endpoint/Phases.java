package io.syncline.core.endpoint;

/**
 * Is told which phase work is in, so that a test can end the process in a chosen one. Called by
 * many threads at once, between steps that matter: must be cheap, and must never throw nor wait.
 */
public interface Phases {
    /** Where a sudden end tells most about a flow. */
    enum Phase {
        /** The rows of a flow are copied: from its first chunk until all are applied. */
        SNAPSHOT(0),
        /** A shard applies changes in a transaction of the target. */
        STREAM(1),
        /** A commit with a checkpoint in it is sent, and its answer has not come. */
        COMMIT(2),
        /** The source is being told what it may forget. */
        ACKNOWLEDGE(3),
        /** A backlog is read in large pieces. */
        CATCH_UP(4),
        /** The source's slot is copied, so that the copy can be read ahead of it. */
        AHEAD(5),
        /** The source's slot is brought to what is durable, while its copy is read. */
        FOLLOW(6),
        /** Reading goes over from pieces to the stream, or from the stream to pieces. */
        SWITCH(7);

        private final int number;

        Phase(int number) {
            this.number = number;
        }

        /** Its number where phases are published, counted from 0; never given to another. */
        public int number() {
            return number;
        }
    }

    /** Nobody is told. */
    Phases NONE =
            new Phases() {
                @Override
                public void enter(Phase phase) {}

                @Override
                public void leave(Phase phase) {}
            };

    /** Work enters a phase; others may be in it already. */
    void enter(Phase phase);

    /** The work that entered it leaves it, whether it went well or not. */
    void leave(Phase phase);
}
