package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Turns the binary form of rarer types into the text PostgreSQL itself would print, so that a value
 * is the same value in whichever form it came. Pure.
 */
final class PgRare {
    private PgRare() {}

    /** The style {@code postgres}: {@code 1 year 2 mons -3 days +04:05:06.7}. */
    static String interval(byte[] bytes, int at) {
        long micros = PgBinary.int8(bytes, at);
        int days = PgBinary.int4(bytes, at + 8);
        int months = PgBinary.int4(bytes, at + 12);
        if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE) {
            return "infinity";
        }
        if (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE) {
            return "-infinity";
        }
        StringBuilder text = new StringBuilder();
        boolean minus = part(text, months / 12, "year", false);
        minus = part(text, months % 12, "mon", minus);
        minus = part(text, days, "day", minus);
        if (micros != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(micros < 0 ? "-" : minus ? "+" : "");
            clock(text, micros);
        }
        return text.toString();
    }

    /** Appends one unit; a positive one after a negative one needs its sign. */
    private static boolean part(StringBuilder text, int count, String unit, boolean minus) {
        if (count == 0) {
            return minus;
        }
        text.append(text.isEmpty() ? "" : " ").append(minus && count > 0 ? "+" : "");
        text.append(count).append(' ').append(unit).append(count == 1 ? "" : "s");
        return count < 0;
    }

    private static void clock(StringBuilder text, long signed) {
        // Long.MIN_VALUE has no positive: work on the negative side.
        long micros = signed > 0 ? -signed : signed;
        two(text, -(micros / 3_600_000_000L)).append(':');
        two(text, -(micros / 60_000_000L % 60)).append(':');
        two(text, -(micros / 1_000_000L % 60));
        PgLiteral.fraction(text, (int) -(micros % 1_000_000L) * 1000);
    }

    private static StringBuilder two(StringBuilder text, long number) {
        return text.append(number < 10 ? "0" : "").append(number);
    }

    /** The type {@code "char"}: nothing for 0, and an octal for what is no character of ASCII. */
    static String character(byte one) {
        return one == 0
                ? ""
                : one > 0 ? String.valueOf((char) one) : String.format("\\%03o", one & 0xff);
    }

    /** A count of bits, then the bits from the left. */
    static String bits(byte[] bytes, int at, int length) {
        int count = PgBinary.int4(bytes, at);
        if (count < 0 || count > 8L * (length - 4)) {
            throw new IllegalArgumentException("More bits than there are");
        }
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((bytes[at + 4 + i / 8] >> (7 - i % 8) & 1) == 0 ? '0' : '1');
        }
        return text.toString();
    }

    /** Family, bits of the mask, whether a cidr, bytes of the address, the address. */
    static String address(byte[] bytes, int at) {
        int mask = bytes[at + 1] & 0xff;
        boolean network = bytes[at + 2] != 0;
        int length = bytes[at + 3];
        byte[] raw = Arrays.copyOfRange(bytes, at + 4, at + 4 + length);
        String host = length == 4 ? four(raw) : six(raw);
        return network || mask != length * 8 ? host + "/" + mask : host;
    }

    private static String four(byte[] raw) {
        try {
            return InetAddress.getByAddress(raw).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Not an address", e);
        }
    }

    /** The longest run of zero words is {@code ::}; the last four bytes of an embedded IPv4 dot. */
    private static String six(byte[] raw) {
        int[] words = new int[8];
        for (int i = 0; i < 8; i++) {
            words[i] = PgBinary.int2(raw, 2 * i) & 0xffff;
        }
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && words[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                best = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else if (i == 6
                    && best == 0
                    && (bestLength == 6 || bestLength == 5 && words[5] == 0xffff)) {
                return text.append(i == best + bestLength ? "" : ":")
                        .append(four(Arrays.copyOfRange(raw, 12, 16)))
                        .toString();
            } else {
                text.append(text.isEmpty() || i == best + bestLength ? "" : ":")
                        .append(Integer.toHexString(words[i]));
            }
        }
        return text.toString();
    }

    /** An array that does not start at 1, as PostgreSQL prints it. */
    static String nested(List<Value> values, byte[] bytes, int at) {
        int dimensions = PgBinary.int4(bytes, at);
        int[] lengths = new int[dimensions];
        StringBuilder bounds = new StringBuilder();
        boolean shifted = false;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = PgBinary.int4(bytes, at + 12 + 8 * i);
            int first = PgBinary.int4(bytes, at + 16 + 8 * i);
            shifted |= first != 1;
            bounds.append('[').append(first).append(':').append(first + lengths[i] - 1).append(']');
        }
        StringBuilder text = new StringBuilder(shifted ? bounds.append('=') : "");
        dimension(text, values.iterator(), lengths, 0);
        return text.toString();
    }

    private static void dimension(
            StringBuilder text, Iterator<Value> values, int[] lengths, int depth) {
        text.append('{');
        for (int i = 0; i < lengths[depth]; i++) {
            text.append(i == 0 ? "" : ",");
            if (depth + 1 < lengths.length) {
                dimension(text, values, lengths, depth + 1);
            } else {
                PgLiteral.element(text, values.next());
            }
        }
        text.append('}');
    }
}
