package io.syncline.core.filter;

import io.syncline.core.change.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What LIKE asks of a text, read once: runs of characters, {@code _} for any one code point and
 * {@code %} for any number of them. Immutable.
 */
public final class LikePattern {
    private static final int ONE = -1;
    private static final int MANY = -2;

    private final int[] parts;

    private LikePattern(int[] parts) {
        this.parts = parts;
    }

    /**
     * Reads a pattern.
     *
     * @param escape the code point before a character that stands for itself; null for none
     * @throws IllegalArgumentException if the pattern ends with a lone escape
     */
    public static LikePattern of(String pattern, @Nullable Integer escape) {
        int[] points = pattern.codePoints().toArray();
        int[] parts = new int[points.length];
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (escape != null && point == escape) {
                i++;
                if (i == points.length) {
                    throw new IllegalArgumentException("The pattern ends with its escape");
                }
                point = points[i];
            } else if (point == '_') {
                point = ONE;
            } else if (point == '%') {
                point = MANY;
            }
            parts[count++] = point;
        }
        return new LikePattern(Arrays.copyOf(parts, count));
    }

    /** The same as a pattern with this escape, which is ASCII and neither of the two signs. */
    public String text(char escape) {
        StringBuilder text = new StringBuilder();
        for (int part : parts) {
            switch (part) {
                case ONE -> text.append('_');
                case MANY -> text.append('%');
                default -> {
                    if (part == '_' || part == '%' || part == escape) {
                        text.append(escape);
                    }
                    text.appendCodePoint(part);
                }
            }
        }
        return text.toString();
    }

    Truth matches(Value stored) {
        return stored instanceof Value.Text(String text)
                ? Truth.of(matches(text))
                : stored instanceof Value.Other(String _, String other)
                        ? Truth.of(matches(other))
                        : Truth.UNKNOWN;
    }

    /** Whether the whole text is like this. Takes at most the product of both lengths. */
    boolean matches(String text) {
        int part = 0;
        int at = 0;
        int manyPart = -1;
        int manyAt = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (part < parts.length && (parts[part] == ONE || parts[part] == point)) {
                part++;
                at += Character.charCount(point);
            } else if (part < parts.length && parts[part] == MANY) {
                manyPart = part++;
                manyAt = at;
            } else if (manyPart >= 0) {
                // The last % takes one more; those before it need never be tried again.
                manyAt += Character.charCount(text.codePointAt(manyAt));
                at = manyAt;
                part = manyPart + 1;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == MANY) {
            part++;
        }
        return part == parts.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LikePattern pattern && Arrays.equals(parts, pattern.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }

    @Override
    public String toString() {
        return text('\\');
    }
}
