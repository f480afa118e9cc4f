package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's types are in the one vocabulary, and their values with them: numbers of types
 * to types, bytes to values, values to literals. Pure.
 */
final class PostgresTypes {
    private static final Map<Integer, PgType> BUILT_IN = new HashMap<>();

    static {
        type(16, 1000, "bool", PgForm.BOOL);
        type(17, 1001, "bytea", PgForm.BYTEA);
        type(18, 1002, "char", PgForm.BYTE);
        type(19, 1003, "name", PgForm.TEXT);
        type(20, 1016, "int8", PgForm.INT8);
        type(21, 1005, "int2", PgForm.INT2);
        type(23, 1007, "int4", PgForm.INT4);
        type(25, 1009, "text", PgForm.TEXT);
        type(26, 1028, "oid", PgForm.OID);
        type(114, 199, "json", PgForm.JSON);
        type(142, 143, "xml", PgForm.TEXT);
        type(700, 1021, "float4", PgForm.FLOAT4);
        type(701, 1022, "float8", PgForm.FLOAT8);
        type(650, 651, "cidr", PgForm.INET);
        type(869, 1041, "inet", PgForm.INET);
        type(1042, 1014, "bpchar", PgForm.BPCHAR);
        type(1043, 1015, "varchar", PgForm.TEXT);
        type(1082, 1182, "date", PgForm.DATE);
        type(1083, 1183, "time", PgForm.TIME);
        type(1114, 1115, "timestamp", PgForm.TIMESTAMP);
        type(1184, 1185, "timestamptz", PgForm.TIMESTAMPTZ);
        type(1186, 1187, "interval", PgForm.INTERVAL);
        type(1266, 1270, "timetz", PgForm.TIMETZ);
        type(1560, 1561, "bit", PgForm.BIT);
        type(1562, 1563, "varbit", PgForm.BIT);
        type(1700, 1231, "numeric", PgForm.NUMERIC);
        type(2950, 2951, "uuid", PgForm.UUID);
        type(3802, 3807, "jsonb", PgForm.JSONB);
        type(790, 791, "money", PgForm.OPAQUE);
        type(829, 1040, "macaddr", PgForm.OPAQUE);
        type(774, 775, "macaddr8", PgForm.OPAQUE);
        type(600, 1017, "point", PgForm.OPAQUE);
        type(3614, 3643, "tsvector", PgForm.OPAQUE);
        type(3904, 3905, "int4range", PgForm.OPAQUE);
        type(3926, 3927, "int8range", PgForm.OPAQUE);
        type(3906, 3907, "numrange", PgForm.OPAQUE);
        type(3908, 3909, "tsrange", PgForm.OPAQUE);
        type(3910, 3911, "tstzrange", PgForm.OPAQUE);
        type(3912, 3913, "daterange", PgForm.OPAQUE);
    }

    private PostgresTypes() {}

    private static void type(int oid, int array, String name, PgForm form) {
        PgType type = PgType.of(oid, name, form);
        BUILT_IN.put(oid, type);
        BUILT_IN.put(array, new PgType(array, "_" + name, PgForm.ARRAY, type, false));
    }

    /** The built-in type of this number, or null if it is another one. */
    static @Nullable PgType builtIn(int oid) {
        return BUILT_IN.get(oid);
    }

    /** What a column of this built-in type can hold; an unknown number is an opaque type. */
    static FieldType fieldType(int oid, int typmod) {
        PgType type = builtIn(oid);
        return type == null ? new FieldType.Other("oid " + oid) : type.fieldType(typmod);
    }

    /**
     * The value in these bytes.
     *
     * @param binary whether they are in the type's binary form; its text in UTF-8 if not
     * @param length how many bytes; not negative
     * @throws IllegalArgumentException if the bytes are not of this type
     */
    static Value decode(PgType type, boolean binary, byte[] bytes, int start, int length) {
        try {
            return binary
                    ? PgBinary.decode(type, bytes, start, length)
                    : PgText.decode(type, PgText.utf8(bytes, start, length));
        } catch (IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | DateTimeException e) {
            throw new IllegalArgumentException("Not a " + type.name(), e);
        }
    }

    /**
     * A value as PostgreSQL reads it from text, for a parameter or a COPY in text; null for NULL. A
     * target column of the value's own type takes it without loss.
     */
    static @Nullable String literal(Value value) {
        return PgLiteral.of(value);
    }
}
