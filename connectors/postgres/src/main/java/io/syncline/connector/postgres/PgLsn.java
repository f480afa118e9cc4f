package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Position;

/** Places in the write-ahead log and their text, as {@code 0/16B3748}. Compared unsigned. Pure. */
final class PgLsn {
    private PgLsn() {}

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static long parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Not a place in the log: " + text);
        }
        return Long.parseLong(text, 0, slash, 16) << 32
                | Long.parseLong(text, slash + 1, text.length(), 16);
    }

    static long of(Position position) {
        return parse(position.token());
    }

    static String text(long lsn) {
        return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(lsn & 0xffff_ffffL).toUpperCase(java.util.Locale.ROOT);
    }

    static Position position(long lsn) {
        return new Position(text(lsn));
    }
}
