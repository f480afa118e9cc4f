package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Position;

/**
 * Places in the write-ahead log and their text, as {@code 0/16B3748}. Compared unsigned. Pure.
 *
 * <p>The position of a commit also names its transaction, as {@code 0/16B3748:759}: a look-up has
 * to see it. One without is just a place.
 */
final class PgLsn {
    private PgLsn() {}

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static long parse(String text) {
        return parse(text, text.length());
    }

    private static long parse(String text, int end) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Not a place in the log: " + text);
        }
        return Long.parseLong(text, 0, slash, 16) << 32 | Long.parseLong(text, slash + 1, end, 16);
    }

    static long of(Position position) {
        String token = position.token();
        int colon = token.indexOf(':');
        return parse(token, colon < 0 ? token.length() : colon);
    }

    /** The transaction that a position is the commit of, or 0 if it is just a place. */
    static long transaction(Position position) {
        String token = position.token();
        int colon = token.indexOf(':');
        return colon < 0 ? 0 : Long.parseLong(token, colon + 1, token.length(), 10);
    }

    static String text(long lsn) {
        return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(lsn & 0xffff_ffffL).toUpperCase(java.util.Locale.ROOT);
    }

    static Position position(long lsn) {
        return new Position(text(lsn));
    }

    /** The position of a transaction's commit. */
    static Position position(long lsn, long transaction) {
        return new Position(text(lsn) + ":" + transaction);
    }
}
