package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Position;

/**
 * The end of a transaction in a binary log: by name of the transactions, which every server of a
 * replication knows, and by file and offset, which only this one does.
 *
 * @param gtids what lies before
 * @param server the number of the server whose file it is
 * @param file the log's file
 * @param offset in bytes from its beginning
 */
record BinlogPlace(Gtids gtids, long server, String file, long offset) {
    private static final String FORM = "maria1";

    /** Room for files far larger than any limit of the server's. */
    private static final int OFFSET_BITS = 38;

    /**
     * Reads a durable place: {@code maria1;7-1-15;1;mysql-bin.000002;4711}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static BinlogPlace of(Position position) {
        String[] parts = position.token().split(";", -1);
        if (parts.length != 5 || !parts[0].equals(FORM)) {
            throw new IllegalArgumentException("Not a place of a binary log: " + position.token());
        }
        return new BinlogPlace(
                Gtids.parse(parts[1]),
                Long.parseLong(parts[2]),
                parts[3],
                Long.parseLong(parts[4]));
    }

    Position position() {
        return new Position(
                String.join(
                        ";",
                        FORM,
                        gtids.text(),
                        Long.toString(server),
                        file,
                        Long.toString(offset)));
    }

    /**
     * A number that grows along the log of one server. A transaction's is that of its beginning, a
     * snapshot's that of the place it shows: so a snapshot shows a transaction whose is smaller.
     */
    static long ordinal(String file, long offset) {
        return number(file) << OFFSET_BITS | offset;
    }

    /** The number at the end of a file's name. */
    static long number(String file) {
        int dot = file.lastIndexOf('.');
        try {
            return Long.parseLong(file.substring(dot + 1));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
