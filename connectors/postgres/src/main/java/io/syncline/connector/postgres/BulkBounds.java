package io.syncline.connector.postgres;

/**
 * From when on and until when log is read in bulk.
 *
 * @param backlogBytes with so much log to read it begins; 0 for never
 * @param pinnedBytes more than this decoded again with each piece, because a transaction is open
 *     for so long, and it ends
 */
record BulkBounds(long backlogBytes, long pinnedBytes) {
    /** With so much log to read the pieces are worth their beginning. */
    static final long BACKLOG_BYTES = 16L << 20;

    private static final long PINNED_BYTES = 512L << 20;

    /** One that begins early or late, or never. */
    static BulkBounds from(long backlogBytes) {
        return new BulkBounds(backlogBytes, PINNED_BYTES);
    }
}
