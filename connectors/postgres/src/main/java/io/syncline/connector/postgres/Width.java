package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import org.jspecify.annotations.Nullable;

/** How a column's type at the target compares with the type of the values it is to hold. */
enum Width {
    /** Holds every value. */
    AS_WIDE,
    /** Holds every value, as text. */
    TEXT,
    /** Holds most values. */
    NARROWER,
    /** Holds none, or cannot give back what it was given. */
    ANOTHER;

    /** Compares. */
    static Width of(FieldType wanted, FieldType there) {
        return switch (there) {
            case FieldType.Text(Integer lengthMax) -> text(wanted, lengthMax);
            case FieldType.Int(int bits) ->
                    switch (wanted) {
                        case FieldType.Int(int sent) -> sent <= bits ? AS_WIDE : NARROWER;
                        case FieldType.Decimal _ -> NARROWER;
                        case FieldType _ -> ANOTHER;
                    };
            case FieldType.Decimal(Integer precision, Integer scale) ->
                    decimal(wanted, precision, scale);
            case FieldType.Real(int bits) ->
                    switch (wanted) {
                        case FieldType.Real(int sent) -> sent <= bits ? AS_WIDE : NARROWER;
                        case FieldType.Int _, FieldType.Decimal _ -> NARROWER;
                        case FieldType _ -> ANOTHER;
                    };
            case FieldType.Items(FieldType of) ->
                    wanted instanceof FieldType.Items(FieldType sent) ? of(sent, of) : ANOTHER;
            case FieldType.Other _ -> wanted instanceof FieldType.Text ? NARROWER : ANOTHER;
            case FieldType.Bool _,
                    FieldType.Bytes _,
                    FieldType.Date _,
                    FieldType.Time _,
                    FieldType.Timestamp _,
                    FieldType.Instant _,
                    FieldType.Uuid _,
                    FieldType.Json _ ->
                    wanted.equals(there) ? AS_WIDE : ANOTHER;
        };
    }

    private static Width text(FieldType wanted, @Nullable Integer lengthMax) {
        return switch (wanted) {
            case FieldType.Text(Integer sent) ->
                    lengthMax == null || sent != null && sent <= lengthMax ? AS_WIDE : NARROWER;
            // Read back in the agreed type.
            case FieldType.Other _, FieldType.Uuid _, FieldType.Json _ ->
                    lengthMax == null ? TEXT : NARROWER;
            case FieldType _ -> ANOTHER;
        };
    }

    private static Width decimal(
            FieldType wanted, @Nullable Integer precision, @Nullable Integer scale) {
        if (precision == null) {
            return wanted instanceof FieldType.Int || wanted instanceof FieldType.Decimal
                    ? AS_WIDE
                    : ANOTHER;
        }
        int digits = scale == null ? 0 : scale;
        return switch (wanted) {
            case FieldType.Int(int bits) ->
                    precision - digits >= (bits <= 16 ? 5 : bits <= 32 ? 10 : 19)
                            ? AS_WIDE
                            : NARROWER;
            case FieldType.Decimal(Integer sent, Integer sentScale) -> {
                int sentDigits = sentScale == null ? 0 : sentScale;
                yield sent != null
                                && sentDigits <= digits
                                && sent - sentDigits <= precision - digits
                        ? AS_WIDE
                        : NARROWER;
            }
            case FieldType _ -> ANOTHER;
        };
    }
}
