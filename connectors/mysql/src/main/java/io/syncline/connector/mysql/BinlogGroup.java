package io.syncline.connector.mysql;

/**
 * A transaction, or a statement that is one, as its first event names it.
 *
 * @param domain of its GTID
 * @param server who wrote it first
 * @param sequence its number in the domain; 0 for none
 * @param ordinal the place where it begins
 * @param flags as the log has them
 */
record BinlogGroup(long domain, long server, long sequence, long ordinal, int flags) {
    /** Between two transactions. */
    static final BinlogGroup NONE = new BinlogGroup(0, 0, 0, 0, 0);

    private static final int ALONE = 1;
    private static final int PREPARED = 64;

    boolean open() {
        return sequence != 0;
    }

    /** Whether it is one statement, which no commit follows. */
    boolean alone() {
        return (flags & ALONE) != 0;
    }

    /** Whether it is the first half of a two-phase transaction. */
    boolean prepared() {
        return (flags & PREPARED) != 0;
    }
}
