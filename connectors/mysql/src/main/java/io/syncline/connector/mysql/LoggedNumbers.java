package io.syncline.connector.mysql;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.StringJoiner;
import java.util.UUID;

/** Numbers and addresses as the server keeps them in its rows. Pure. */
final class LoggedNumbers {
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    private LoggedNumbers() {}

    /** A decimal: nine digits in four bytes, the sign in the first bit, a negative one inverted. */
    static BigDecimal decimal(byte[] bytes, int start, int precision, int scale) {
        boolean negative = (bytes[start] & 0x80) == 0;
        int mask = negative ? 0xff : 0;
        int before = precision - scale;
        StringBuilder digits = new StringBuilder(precision + 2);
        int at = start;
        boolean first = true;
        int odd = before % 9;
        int[] groups = new int[(before + 8) / 9 + (scale + 8) / 9];
        int count = 0;
        if (odd > 0) {
            groups[count++] = odd;
        }
        for (int i = 0; i < before / 9; i++) {
            groups[count++] = 9;
        }
        int whole = count;
        for (int i = 0; i < scale / 9; i++) {
            groups[count++] = 9;
        }
        if (scale % 9 > 0) {
            groups[count++] = scale % 9;
        }
        for (int i = 0; i < count; i++) {
            if (i == whole) {
                digits.append(digits.isEmpty() ? "0." : ".");
            }
            long group = 0;
            for (int each = 0; each < BYTES_OF_DIGITS[groups[i]]; each++) {
                int one = (bytes[at++] ^ mask ^ (first ? 0x80 : 0)) & 0xff;
                first = false;
                group = group << 8 | one;
            }
            String text = Long.toString(group);
            digits.repeat('0', Math.max(0, groups[i] - text.length())).append(text);
        }
        try {
            BigDecimal number = new BigDecimal(digits.toString());
            return negative ? number.negate() : number;
        } catch (NumberFormatException e) {
            throw EventBytes.bad("The binary log has a decimal that is none");
        }
    }

    /**
     * An identifier. The server keeps those of the versions 1 to 5 with their parts in reverse, so
     * that they sort by time.
     */
    static Value uuid(byte[] kept) {
        byte[] plain = kept;
        if ((kept[6] & -kept[8] & 0x80) != 0) {
            plain = new byte[16];
            System.arraycopy(kept, 12, plain, 0, 4);
            System.arraycopy(kept, 10, plain, 4, 2);
            System.arraycopy(kept, 8, plain, 6, 2);
            System.arraycopy(kept, 6, plain, 8, 2);
            System.arraycopy(kept, 0, plain, 10, 6);
        }
        return new Value.Uuid(new UUID(EventBytes.big(plain, 0, 8), EventBytes.big(plain, 8, 8)));
    }

    static String inet4(byte[] bytes) {
        return (bytes[0] & 0xff)
                + "."
                + (bytes[1] & 0xff)
                + "."
                + (bytes[2] & 0xff)
                + "."
                + (bytes[3] & 0xff);
    }

    /** As the server prints it: the longest run of zeros left out, embedded ones in decimal. */
    static String inet6(byte[] bytes) {
        int from = -1;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && EventBytes.big(bytes, 2 * (i + run), 2) == 0) {
                run++;
            }
            if (run > length && run > 1) {
                from = i;
                length = run;
            }
        }
        boolean mapped = from == 0 && length == 5 && EventBytes.big(bytes, 10, 2) == 0xffff;
        if (from == 0 && length == 6 || mapped) {
            String last = inet4(java.util.Arrays.copyOfRange(bytes, 12, 16));
            return mapped ? "::ffff:" + last : "::" + last;
        }
        StringJoiner text = new StringJoiner(":");
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.add(i == 0 ? ":" : "");
                i += length - 1;
                if (i == 7) {
                    text.add("");
                }
                continue;
            }
            text.add(Long.toHexString(EventBytes.big(bytes, 2 * i, 2)));
        }
        return text.toString();
    }
}
