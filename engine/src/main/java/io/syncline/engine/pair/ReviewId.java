package io.syncline.engine.pair;

import io.syncline.core.change.RowId;
import io.syncline.core.wire.Wire;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What a row that waits for a person is called, within its flow: the same for as long as it waits.
 * In the order in which rows began to wait.
 *
 * @param sinceMillis when it began to wait, UTC; not negative
 * @param row the first half of the SHA-256 of the row id's wire text, as 32 hexadecimal digits
 */
public record ReviewId(long sinceMillis, String row) implements Comparable<ReviewId> {
    private static final Pattern ROW = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{1,15}-[0-9a-f]{32}");
    private static final Comparator<ReviewId> ORDER =
            Comparator.comparingLong(ReviewId::sinceMillis).thenComparing(ReviewId::row);

    /** Checks both. */
    public ReviewId {
        if (sinceMillis < 0 || !ROW.matcher(row).matches()) {
            throw new IllegalArgumentException("Not the name of a row that waits");
        }
    }

    /** The name of a row that has waited since then. */
    public static ReviewId of(RowId id, long sinceMillis) {
        return new ReviewId(sinceMillis, Digest.of(Wire.text(id)));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException of anything else
     */
    public static ReviewId parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("Not the name of a row that waits");
        }
        String[] parts = text.split("-", 2);
        return new ReviewId(Long.parseLong(parts[0], 16), parts[1]);
    }

    /** As it stands in addresses: letters, digits and one hyphen. */
    public String text() {
        return Long.toHexString(sinceMillis) + "-" + row;
    }

    @Override
    public int compareTo(ReviewId other) {
        return ORDER.compare(this, other);
    }
}
