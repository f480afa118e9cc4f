package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of fields, as functions, masks and validators tell them apart. */
public enum Kind {
    /** True or false. */
    BOOLEAN(new FieldType.Bool()),
    /** A whole number. */
    INTEGER(new FieldType.Int(64)),
    /** An exact number. */
    DECIMAL(new FieldType.Decimal(20, 6)),
    /** A floating point number. */
    REAL(new FieldType.Real(64)),
    /** Characters. */
    TEXT(new FieldType.Text(null)),
    /** Bytes. */
    BYTES(new FieldType.Bytes()),
    /** A day. */
    DATE(new FieldType.Date()),
    /** A time of day. */
    TIME(new FieldType.Time()),
    /** A date and time without a zone. */
    TIMESTAMP(new FieldType.Timestamp()),
    /** A point in time. */
    INSTANT(new FieldType.Instant()),
    /** A 128-bit identifier. */
    UUID(new FieldType.Uuid()),
    /** A JSON document. */
    JSON(new FieldType.Json()),
    /** A list. */
    ITEMS(new FieldType.Items(new FieldType.Text(null))),
    /** A type of its own system. */
    OTHER(new FieldType.Other("interval"));

    /** Numbers. */
    static final Set<Kind> NUMBERS = EnumSet.of(INTEGER, DECIMAL, REAL);

    /** Points in time and days. */
    static final Set<Kind> MOMENTS = EnumSet.of(DATE, TIMESTAMP, INSTANT);

    /** What has one plain text. */
    static final Set<Kind> SCALARS =
            EnumSet.of(BOOLEAN, INTEGER, DECIMAL, REAL, TEXT, DATE, TIME, TIMESTAMP, INSTANT, UUID);

    /** All of them. */
    static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    private final FieldType sample;

    Kind(FieldType sample) {
        this.sample = sample;
    }

    /** A type of this kind. */
    public FieldType sample() {
        return sample;
    }

    /** The kind of a type. */
    public static Kind of(FieldType type) {
        return switch (type) {
            case FieldType.Bool _ -> BOOLEAN;
            case FieldType.Int _ -> INTEGER;
            case FieldType.Decimal _ -> DECIMAL;
            case FieldType.Real _ -> REAL;
            case FieldType.Text _ -> TEXT;
            case FieldType.Bytes _ -> BYTES;
            case FieldType.Date _ -> DATE;
            case FieldType.Time _ -> TIME;
            case FieldType.Timestamp _ -> TIMESTAMP;
            case FieldType.Instant _ -> INSTANT;
            case FieldType.Uuid _ -> UUID;
            case FieldType.Json _ -> JSON;
            case FieldType.Items _ -> ITEMS;
            case FieldType.Other _ -> OTHER;
        };
    }

    /** As it is told. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String told(Set<Kind> kinds) {
        List<String> words =
                EnumSet.allOf(Kind.class).stream().filter(kinds::contains).map(Kind::word).toList();
        return kinds.size() == ALL.size() ? "any" : String.join(", ", words);
    }
}
