package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Position;
import java.nio.charset.StandardCharsets;

/**
 * Places in the write-ahead log and their text, as {@code 0/16B3748}. Compared unsigned. Pure.
 *
 * <p>The position of a commit also names its transaction, as {@code 0/16B3748:759}: a look-up has
 * to see it. One without is just a place.
 */
final class PgLsn {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.ISO_8859_1);

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

    /** In the server's spelling. One is made for each transaction read, so it is made by hand. */
    static String text(long lsn) {
        byte[] text = new byte[17];
        int at = text.length;
        for (long low = lsn & 0xffff_ffffL; at == text.length || low != 0; low >>>= 4) {
            text[--at] = DIGITS[(int) (low & 15)];
        }
        text[--at] = '/';
        int slash = at;
        for (long high = lsn >>> 32; at == slash || high != 0; high >>>= 4) {
            text[--at] = DIGITS[(int) (high & 15)];
        }
        return new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
    }

    static Position position(long lsn) {
        return new Position(text(lsn));
    }

    /** The position of a transaction's commit. */
    static Position position(long lsn, long transaction) {
        return new Position(text(lsn) + ":" + transaction);
    }
}
