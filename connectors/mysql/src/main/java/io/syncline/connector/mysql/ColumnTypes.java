package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import org.jspecify.annotations.Nullable;

/** Which column holds which type of field, both ways. Pure. */
final class ColumnTypes {
    /** 3072 bytes of an index, four for each character. */
    static final int KEY_CHARACTERS_MAX = 768;

    static final int DIGITS_MAX = 65;
    static final int SCALE_MAX = 38;

    private ColumnTypes() {}

    /**
     * The type of a new column.
     *
     * @param bounded the characters or bytes to bound a text or bytes by, or null for no bound
     */
    static String declared(FieldType type, @Nullable Integer bounded, Server server) {
        String exact = " CHARACTER SET utf8mb4 COLLATE " + server.exactCollation();
        return switch (type) {
            case FieldType.Bool _ -> "boolean";
            case FieldType.Int(int bits) -> whole(bits);
            case FieldType.Decimal decimal -> {
                FieldType.Decimal fit = fit(decimal);
                yield "decimal(" + fit.precision() + "," + fit.scale() + ")";
            }
            case FieldType.Real _ -> "double";
            case FieldType.Text _, FieldType.Other _ ->
                    (bounded == null ? "longtext" : "varchar(" + bounded + ")") + exact;
            case FieldType.Bytes _ -> bounded == null ? "longblob" : "varbinary(" + bounded + ")";
            case FieldType.Date _ -> "date";
            case FieldType.Time _ -> "time(6)";
            case FieldType.Timestamp _, FieldType.Instant _ -> "datetime(6)";
            case FieldType.Uuid _ ->
                    server.hasUuid() ? "uuid" : "char(36) CHARACTER SET ascii COLLATE ascii_bin";
            case FieldType.Json _, FieldType.Items _ -> "json";
        };
    }

    /** The nearest decimal that a column can be; digits before the point win over those after. */
    static FieldType.Decimal fit(FieldType.Decimal wanted) {
        Integer precision = wanted.precision();
        if (precision == null) {
            return new FieldType.Decimal(DIGITS_MAX, SCALE_MAX);
        }
        int scale = wanted.scale() == null ? 0 : wanted.scale();
        // PostgreSQL knows scales below zero and above the precision.
        int before = Math.min(DIGITS_MAX, Math.max(0, precision - scale));
        int after = Math.min(Math.max(0, scale), Math.min(SCALE_MAX, DIGITS_MAX - before));
        return new FieldType.Decimal(Math.max(1, before + after), after);
    }

    /** Whether every finite number of the type fits in the column that we make for it. */
    static boolean holdsAll(FieldType.Decimal wanted) {
        Integer precision = wanted.precision();
        if (precision == null) {
            return false;
        }
        int scale = wanted.scale() == null ? 0 : wanted.scale();
        return scale <= SCALE_MAX
                && Math.max(0, precision - scale) + Math.max(0, scale) <= DIGITS_MAX;
    }

    private static String whole(int bits) {
        if (bits <= 8) {
            return "tinyint";
        }
        if (bits <= 16) {
            return "smallint";
        }
        return bits <= 32 ? "int" : "bigint";
    }

    /** What a column holds, in the one vocabulary. */
    static FieldType described(Column column) {
        return switch (column.kind()) {
            case WHOLE -> described(column.bits(), column);
            case EXACT -> new FieldType.Decimal(column.precision(), column.scale());
            case SINGLE -> new FieldType.Real(32);
            case DOUBLE -> new FieldType.Real(64);
            case CHARACTERS -> {
                boolean counted = column.countsCharacters();
                yield new FieldType.Text(counted ? (Integer) (int) column.length() : null);
            }
            case JSON -> new FieldType.Json();
            case BYTES -> new FieldType.Bytes();
            case DATE -> new FieldType.Date();
            case TIME -> new FieldType.Time();
            case DATETIME -> new FieldType.Timestamp();
            case TIMESTAMP -> new FieldType.Instant();
            case UUID -> new FieldType.Uuid();
            case STRANGE -> new FieldType.Other(column.type());
        };
    }

    private static FieldType described(int bits, Column column) {
        if (column.fullType().startsWith("tinyint(1)")) {
            return new FieldType.Bool();
        }
        if (!column.unsigned()) {
            return new FieldType.Int(bits == 24 ? 32 : bits);
        }
        return switch (bits) {
            case 8 -> new FieldType.Int(16);
            case 16, 24 -> new FieldType.Int(32);
            case 32 -> new FieldType.Int(64);
            default -> new FieldType.Decimal(20, 0);
        };
    }

    /**
     * Whether a column takes fields of this type; single values may still not fit. Null if it does,
     * else what is wrong.
     */
    static @Nullable String mismatch(Column column, FieldType wanted) {
        Column.Kind kind = column.kind();
        boolean characters = kind == Column.Kind.CHARACTERS;
        boolean takes =
                switch (wanted) {
                    case FieldType.Bool _ -> kind == Column.Kind.WHOLE;
                    case FieldType.Int _ -> kind == Column.Kind.WHOLE || kind == Column.Kind.EXACT;
                    case FieldType.Decimal _ ->
                            kind == Column.Kind.EXACT || kind == Column.Kind.WHOLE;
                    case FieldType.Real _ ->
                            kind == Column.Kind.DOUBLE || kind == Column.Kind.SINGLE;
                    case FieldType.Text _, FieldType.Other _ -> characters;
                    case FieldType.Bytes _ -> kind == Column.Kind.BYTES;
                    case FieldType.Date _ -> kind == Column.Kind.DATE;
                    case FieldType.Time _ -> kind == Column.Kind.TIME;
                    case FieldType.Timestamp _, FieldType.Instant _ ->
                            kind == Column.Kind.DATETIME || kind == Column.Kind.TIMESTAMP;
                    case FieldType.Uuid _ -> kind == Column.Kind.UUID || characters;
                    case FieldType.Json _, FieldType.Items _ ->
                            kind == Column.Kind.JSON || characters;
                };
        return takes ? null : column.fullType() + " does not take " + wanted;
    }
}
