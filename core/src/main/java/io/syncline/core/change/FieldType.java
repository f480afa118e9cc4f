package io.syncline.core.change;

import org.jspecify.annotations.Nullable;

/**
 * What a field can hold, in the one vocabulary: enough to create the field in another system and to
 * know what would not fit there.
 */
public sealed interface FieldType {

    /** True or false. */
    record Bool() implements FieldType {}

    /** A signed whole number of 16, 32 or 64 bits (8 to 64 are allowed). */
    record Int(int bits) implements FieldType {
        /** Checks the size. */
        public Int {
            if (bits < 8 || bits > 64) {
                throw new IllegalArgumentException("An integer has 8 to 64 bits, not " + bits);
            }
        }
    }

    /**
     * An exact number; precision (digits in all) and scale (digits after the point) are null when
     * unbounded.
     */
    record Decimal(@Nullable Integer precision, @Nullable Integer scale) implements FieldType {}

    /** Binary floating point of 32 or 64 bits. */
    record Real(int bits) implements FieldType {}

    /** Characters, at most {@code lengthMax} code points; null is unbounded. */
    record Text(@Nullable Integer lengthMax) implements FieldType {}

    /** Bytes without a bound. */
    record Bytes() implements FieldType {}

    /** A calendar day. */
    record Date() implements FieldType {}

    /** A time of day, to the microsecond. */
    record Time() implements FieldType {}

    /** A date and time without a zone, to the microsecond. */
    record Timestamp() implements FieldType {}

    /** A point in time, to the microsecond. */
    record Instant() implements FieldType {}

    /** A 128-bit identifier. */
    record Uuid() implements FieldType {}

    /** A JSON document. */
    record Json() implements FieldType {}

    /** A list of one type. */
    record Items(FieldType of) implements FieldType {}

    /**
     * A type only its own system knows, by that system's name; its values travel as {@link
     * Value.Other} or text.
     */
    record Other(String name) implements FieldType {}
}
