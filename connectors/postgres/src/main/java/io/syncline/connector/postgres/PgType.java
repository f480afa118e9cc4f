package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * One type of a PostgreSQL server.
 *
 * @param oid its number at that server
 * @param name its name there, as {@code interval} or {@code citext}
 * @param form how its bytes are read; a domain has the form of the type under it
 * @param element the type of an array's elements; null for all others
 * @param enumerated whether it is an enum
 */
record PgType(int oid, String name, PgForm form, @Nullable PgType element, boolean enumerated) {
    /** Numbers below are the same at every server. */
    private static final int FIRST_OWN_OID = 10_000;

    /** What every bit string is called in the one vocabulary. */
    static final String VARBIT = "varbit";

    /** A type that is neither an array nor an enum. */
    static PgType of(int oid, String name, PgForm form) {
        return new PgType(oid, name, form, null, false);
    }

    /** Whether values in binary can be read here; if not, they have to be asked for as text. */
    boolean readsBinary() {
        return switch (form) {
            case OPAQUE -> false;
            case ARRAY -> element != null && element.readsBinary();
            default -> true;
        };
    }

    /**
     * Whether a binary value may be given as it is to a column of the type of the same name at
     * another server. An array's bytes hold the number of its element type, which must then be a
     * built-in one.
     */
    boolean portable() {
        return switch (form) {
            case OPAQUE -> false;
            case ARRAY -> element != null && element.oid < FIRST_OWN_OID && element.portable();
            default -> true;
        };
    }

    /** The same in the one vocabulary; typmod as in {@code pg_attribute}, -1 for none. */
    FieldType fieldType(int typmod) {
        return switch (form) {
            case BOOL -> new FieldType.Bool();
            case INT2 -> new FieldType.Int(16);
            case INT4 -> new FieldType.Int(32);
            case INT8, OID -> new FieldType.Int(64);
            case FLOAT4 -> new FieldType.Real(32);
            case FLOAT8 -> new FieldType.Real(64);
            case NUMERIC -> decimal(typmod);
            case BYTE -> new FieldType.Text(4);
            case TEXT, BPCHAR -> new FieldType.Text(lengthMax(typmod));
            case BYTEA -> new FieldType.Bytes();
            case DATE -> new FieldType.Date();
            case TIME -> new FieldType.Time();
            case TIMESTAMP -> new FieldType.Timestamp();
            case TIMESTAMPTZ -> new FieldType.Instant();
            case UUID -> new FieldType.Uuid();
            case JSON, JSONB -> new FieldType.Json();
            case ARRAY ->
                    element == null
                            ? new FieldType.Other(name)
                            : new FieldType.Items(element.fieldType(typmod));
            // A bit string of a fixed length is to others a bit string.
            case BIT -> new FieldType.Other(VARBIT);
            case TIMETZ, INTERVAL, INET, OPAQUE -> new FieldType.Other(name);
        };
    }

    private static FieldType decimal(int typmod) {
        if (typmod < 4) {
            return new FieldType.Decimal(null, null);
        }
        int packed = typmod - 4;
        // Eleven bits of scale, signed since PostgreSQL 15.
        int scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
        return new FieldType.Decimal((packed >> 16) & 0xffff, scale);
    }

    private @Nullable Integer lengthMax(int typmod) {
        boolean bounded = name.equals("varchar") || form == PgForm.BPCHAR;
        if (name.equals("name")) {
            return 63;
        }
        return bounded && typmod >= 4 ? (Integer) (typmod - 4) : null;
    }
}
