package io.syncline.core.change;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One field's content, lossless and canonical: equal data from two systems are equal values,
 * whatever system they came from. Immutable and safe to share between threads.
 *
 * <p>Unknown is not a value: a field that is not known is absent from its {@link Row}.
 */
public sealed interface Value {

    /** The database's NULL. */
    enum Null implements Value {
        /** The only null there is. */
        NULL
    }

    /** True or false. */
    record Bool(boolean value) implements Value {}

    /** A whole number of at most 64 bits, signed. Larger ones are {@link Decimal}s. */
    record Int(long value) implements Value {}

    /**
     * An exact number. The constructor strips trailing zeros (1.50 equals 1.5), because the scale
     * belongs to the column.
     */
    record Decimal(BigDecimal value) implements Value {
        /** Canonicalises the scale: no trailing zeros after the point, never a negative scale. */
        public Decimal {
            BigDecimal stripped =
                    value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        /** The same number from an integer of any size. */
        public static Decimal of(BigInteger number) {
            return new Decimal(new BigDecimal(number));
        }
    }

    /**
     * A binary floating point number. All NaNs are equal, and minus zero equals zero, as in SQL.
     */
    record Real(double value) implements Value {
        /** Canonicalises minus zero. */
        public Real {
            if (value == 0.0d) {
                value = 0.0d;
            }
        }
    }

    /** Characters, compared code point by code point: never by a collation. */
    record Text(String value) implements Value {}

    /** Bytes. The array is owned by the value after construction and must not be changed. */
    record Bytes(byte[] value) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] theirs) && Arrays.equals(value, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes["
                    + HexFormat.of().formatHex(value, 0, Math.min(32, value.length))
                    + (value.length > 32 ? "… " + value.length + " bytes]" : "]");
        }
    }

    /** A calendar day without a zone. */
    record Date(LocalDate value) implements Value {}

    /** A time of day without a zone, to the nanosecond at most. */
    record Time(LocalTime value) implements Value {}

    /** A date and time without a zone: what a wall shows, not a point in time. */
    record Timestamp(LocalDateTime value) implements Value {}

    /** A point in time. */
    record Instant(java.time.Instant value) implements Value {}

    /** A 128-bit identifier. */
    record Uuid(UUID value) implements Value {}

    /** A JSON document, held as its canonical text: equal documents are equal values. */
    record Json(String canonical) implements Value {
        /**
         * Reads any JSON text.
         *
         * @throws IllegalArgumentException if the text is not one JSON value
         */
        public static Json parse(String text) {
            return new Json(CanonicalJson.of(text));
        }

        /** An object of these members. */
        public static Json object(Map<String, Json> members) {
            return new Json(JsonParts.object(members));
        }

        /** An array of these items. */
        public static Json array(List<Json> items) {
            return new Json(JsonParts.array(items));
        }

        /** A string. */
        public static Json text(String text) {
            return new Json(JsonParts.quoted(text));
        }

        /** An object's members by name; null if it is no object. */
        public @Nullable Map<String, Json> members() {
            return JsonParts.members(canonical);
        }

        /** An array's items; null if it is no array. */
        public @Nullable List<Json> items() {
            return JsonParts.items(canonical);
        }

        /**
         * The text, number, truth or null it is; null if it is an object, an array, or a number so
         * large or small that it can only be held as it is written.
         */
        public @Nullable Value scalar() {
            return JsonParts.scalar(canonical);
        }
    }

    /** A list of values; an array of a database, with its elements in order. */
    record Items(List<Value> values) implements Value {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Named values without an order. */
    record Struct(Map<String, Value> fields) implements Value {
        /** Copies the map, ordered by name. */
        public Struct {
            fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
        }
    }

    /**
     * What the vocabulary has no word for: an interval, a range, a network address, the timestamp
     * {@code infinity}. A target of the same kind takes the text back; any other refuses it rather
     * than change it.
     *
     * @param type the owning system's name of the type, such as {@code interval}
     * @param text the owning system's canonical text
     */
    record Other(String type, String text) implements Value {}

    /** The only null there is. */
    static Value nothing() {
        return Null.NULL;
    }
}
