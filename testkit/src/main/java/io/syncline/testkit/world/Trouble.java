package io.syncline.testkit.world;

/**
 * What can befall a flow in a world: faults of its surroundings, and changes that are hard to copy.
 */
public enum Trouble {
    /** The process ends between two steps. */
    CRASH(true),
    /** The process ends in the middle of a step, before or after a call has taken effect. */
    CRASH_IN_A_CALL(true),
    /** A call of an endpoint fails and has not taken effect. */
    CALL_LOST(true),
    /** A call of an endpoint fails and has taken effect. */
    ANSWER_LOST(true),
    /** A call of the store fails, with effect or without. */
    STORE_AWAY(true),
    /** A transaction is in the log and not visible to reads for a while. */
    LATE_COMMIT(true),
    /** A second process takes the flow over while the first still runs. */
    RIVAL(true),
    /** The other process goes on while this one is in the middle of a step. */
    RIVAL_IN_A_CALL(true),
    /** The source lets go of log that was not read. */
    LOST_LOG(true),
    /** The source is made to let go of a flow's log, on purpose. */
    DETACH(true),
    /** The brake is pulled, and a person releases it at some time. */
    BRAKE(false),
    /** The source's tables are altered. */
    ALTERATION(false),
    /** The sync waits for a person's word about the source's tables, and gets it. */
    TABLES_HELD(false),
    /** A person has the sync copy other tables. */
    OTHER_TABLES(false),
    /** A person lets a table be copied again. */
    COPIED_AGAIN(false),
    /** A person wants some rows looked at again. */
    LOOKED_AT_AGAIN(false),
    /** A process begins with another number of shards. */
    OTHER_SHARDS(true),
    /** The source's log is read in pieces from a copy of its slot. */
    READ_IN_BULK(false),
    /** Reading goes over from pieces to the stream, or from the stream to pieces. */
    TURN(false),
    /** The source's slot is brought to what is durable while its copy is read. */
    LATE_FOLLOW(false),
    /** The target refuses a row. */
    REFUSAL(false),
    /** A row changes its key. */
    KEY_CHANGE(false),
    /** A table is emptied. */
    TRUNCATION(false);

    private final boolean fault;

    Trouble(boolean fault) {
        this.fault = fault;
    }

    /** Whether it is a fault, rather than a change that is hard to copy. */
    public boolean fault() {
        return fault;
    }
}
