package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Reads an event's bytes from the front to the back. What is not there is an error of the stream,
 * never of the program. Used by one thread.
 */
final class EventBytes {
    private final byte[] bytes;
    private final int end;
    private int at;

    /**
     * The bytes between two places of an array.
     *
     * @param end one past the last
     */
    EventBytes(byte[] bytes, int start, int end) {
        if (start < 0 || end > bytes.length || start > end) {
            throw cut();
        }
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int at() {
        return at;
    }

    int left() {
        return end - at;
    }

    byte[] array() {
        return bytes;
    }

    /** Passes over so many bytes; the place where they began. */
    int skip(long count) {
        if (count < 0 || count > end - at) {
            throw cut();
        }
        int start = at;
        at += (int) count;
        return start;
    }

    /** A whole number without a sign, lowest byte first; with 8 bytes it may come out negative. */
    long whole(int count) {
        return little(bytes, skip(count), count);
    }

    /** A length as the protocol packs it. */
    int length() {
        long first = whole(1);
        long length =
                switch ((int) first) {
                    case 252 -> whole(2);
                    case 253 -> whole(3);
                    case 254 -> whole(8);
                    case 251, 255 -> -1;
                    default -> first;
                };
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw cut();
        }
        return (int) length;
    }

    /** A text in UTF-8 of so many bytes. */
    String text(int count) {
        return new String(bytes, skip(count), count, StandardCharsets.UTF_8);
    }

    /** A copy of so many bytes. */
    byte[] copy(int count) {
        int start = skip(count);
        return java.util.Arrays.copyOfRange(bytes, start, start + count);
    }

    /** The same bytes as a reader of their own. */
    EventBytes part(int count) {
        int start = skip(count);
        return new EventBytes(bytes, start, start + count);
    }

    static long little(byte[] bytes, int start, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = number << 8 | bytes[start + i] & 0xff;
        }
        return number;
    }

    static long big(byte[] bytes, int start, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | bytes[start + i] & 0xff;
        }
        return number;
    }

    /** Whether a bit of a bitmap is set, counted from the lowest of its first byte. */
    static boolean bit(byte[] bytes, int start, int index) {
        return (bytes[start + (index >> 3)] >> (index & 7) & 1) != 0;
    }

    static EndpointException cut() {
        return bad("An event of the binary log is shorter than it says");
    }

    static EndpointException bad(String message) {
        return new EndpointException(Kind.BUG, Code.BAD_STREAM, message);
    }
}
