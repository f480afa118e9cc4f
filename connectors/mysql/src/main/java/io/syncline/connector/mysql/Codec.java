package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings values of one field into its column and back. What the column cannot hold exactly is found
 * here, before anything is sent: the server would round, cut or refuse the whole statement.
 * Immutable.
 */
final class Codec {
    private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private final String name;
    private final Column column;
    private final FieldType wanted;

    // What the column says of itself in words is read once, not for each value.
    private final Column.Kind kind;
    private final boolean unsigned;
    private final boolean padded;
    private final Holding holding;
    private final int bits;

    /**
     * A codec of one field.
     *
     * @param name the field's name, as its owner spells it
     * @param column where it is kept
     * @param wanted the type in which rows come and are given back
     */
    Codec(String name, Column column, FieldType wanted) {
        this.name = name;
        this.column = column;
        this.wanted = wanted;
        this.kind = column.kind();
        this.unsigned = column.unsigned();
        this.padded = column.padded();
        this.holding = new Holding(column);
        this.bits = column.bits();
    }

    /** Why a value cannot be held; a parameter that is one must not be sent. */
    record Unfit(String why) {}

    /** The field's name, as its owner spells it. */
    String name() {
        return name;
    }

    /** Where it is kept. */
    Column column() {
        return column;
    }

    /** The column's name, quoted. */
    String quoted() {
        return QuotedName.of(column.name(), '`');
    }

    /** The type in which rows come and are given back. */
    FieldType wanted() {
        return wanted;
    }

    /** Whether all values there are UUIDs. */
    boolean holdsUuids() {
        return kind == Column.Kind.UUID
                || kind == Column.Kind.CHARACTERS && wanted instanceof FieldType.Uuid;
    }

    /** How to select the column so that nothing is lost on the way back. */
    String selected() {
        return switch (kind) {
            // A float's text has six digits; widened first, it has all of them.
            case SINGLE -> quoted() + "+0e0";
            case DATE, TIME, DATETIME, TIMESTAMP, UUID -> "CAST(" + quoted() + " AS CHAR)";
            case WHOLE, EXACT, DOUBLE, CHARACTERS, JSON, BYTES -> quoted();
            case STRANGE ->
                    switch (column.type()) {
                        case "bit" -> "LPAD(BIN(" + quoted() + "+0)," + digits() + ",'0')";
                        case "enum", "set", "year", "inet4", "inet6" ->
                                "CAST(" + quoted() + " AS CHAR)";
                        // A shape with its reference system, in the server's own bytes.
                        default -> "HEX(" + quoted() + ")";
                    };
        };
    }

    /** How many bits a column of bits has. */
    int digits() {
        String full = column.fullType();
        int open = full.indexOf('(');
        return open < 0 ? 1 : Integer.parseInt(full.substring(open + 1, full.indexOf(')')));
    }

    /** The parameter for a value: null, a number, a text or bytes; or {@link Unfit}. */
    @Nullable Object parameter(Value value) {
        if (value instanceof Value.Null) {
            return null;
        }
        Object parameter =
                switch (kind) {
                    case WHOLE -> whole(value);
                    case EXACT -> exact(value);
                    case SINGLE, DOUBLE -> real(value);
                    case CHARACTERS, JSON -> characters(value);
                    case BYTES ->
                            value instanceof Value.Bytes(byte[] bytes)
                                    ? bytes(bytes)
                                    : foreign(value);
                    case DATE, TIME, DATETIME, TIMESTAMP -> Moments.parameter(column, value);
                    case UUID ->
                            value instanceof Value.Uuid(UUID uuid)
                                    ? uuid.toString()
                                    : foreign(value);
                    case STRANGE -> foreign(value);
                };
        return parameter;
    }

    private Object whole(Value value) {
        return switch (value) {
            case Value.Bool(boolean is) when wanted instanceof FieldType.Bool -> is ? 1L : 0L;
            case Value.Int(long number) ->
                    holds(number) ? (Object) number : exceeds(String.valueOf(number));
            case Value.Decimal(BigDecimal number) ->
                    number.scale() > 0
                            ? new Unfit(number + " is not a whole number")
                            : whole(number.toBigInteger());
            default -> foreign(value);
        };
    }

    /** Whether a number of 64 bits is in the column's range. */
    private boolean holds(long number) {
        return unsigned
                ? number >= 0 && (bits == 64 || number >> bits == 0)
                : number >> (bits - 1) == number >> 63;
    }

    /** One number is one parameter, whatever value it came as: parameters are compared. */
    private Object whole(BigInteger number) {
        if (number.bitLength() < 64) {
            return whole(new Value.Int(number.longValue()));
        }
        boolean fits =
                unsigned
                        && bits == 64
                        && number.signum() > 0
                        && number.compareTo(UNSIGNED_MAX) <= 0;
        return fits ? new BigDecimal(number) : exceeds(number.toString());
    }

    private Unfit exceeds(String number) {
        return new Unfit(number + " exceeds " + column.fullType());
    }

    private Object exact(Value value) {
        BigDecimal number =
                switch (value) {
                    case Value.Int(long whole) -> BigDecimal.valueOf(whole);
                    case Value.Decimal(BigDecimal decimal) -> decimal;
                    default -> null;
                };
        if (number == null) {
            return foreign(value);
        }
        int before = Math.max(0, number.precision() - number.scale());
        boolean fits =
                number.scale() <= column.scale()
                        && (number.signum() == 0 || before <= column.precision() - column.scale())
                        && (number.signum() >= 0 || !unsigned);
        return fits ? number : new Unfit("the number exceeds " + column.fullType());
    }

    private Object real(Value value) {
        if (!(value instanceof Value.Real(double number))) {
            return foreign(value);
        }
        if (!Double.isFinite(number)) {
            return new Unfit(number + " is no number for " + column.fullType());
        }
        if (number < 0 && unsigned) {
            return new Unfit(number + " exceeds " + column.fullType());
        }
        boolean single = kind == Column.Kind.SINGLE;
        return single && (float) number != number
                ? new Unfit(number + " has more digits than " + column.fullType())
                : (Object) number;
    }

    private Object characters(Value value) {
        String text =
                switch (value) {
                    case Value.Text(String each) when wanted instanceof FieldType.Text -> each;
                    case Value.Uuid(UUID each) when wanted instanceof FieldType.Uuid ->
                            each.toString();
                    case Value.Json(String each) when wanted instanceof FieldType.Json -> each;
                    case Value.Items items when wanted instanceof FieldType.Items(FieldType of) ->
                            ArrayText.write(items, of);
                    case Value.Other(String type, String each)
                            when wanted instanceof FieldType.Other(String name)
                                    && name.equals(type) ->
                            each;
                    default -> null;
                };
        if (text == null) {
            return foreign(value);
        }
        String why = holding.refuses(text);
        return why == null ? text : new Unfit(why);
    }

    private Object bytes(byte[] bytes) {
        boolean fits = padded ? bytes.length == column.length() : bytes.length <= column.length();
        return fits ? bytes : new Unfit(bytes.length + " bytes do not fit " + column.fullType());
    }

    private Unfit foreign(Value value) {
        String what =
                value instanceof Value.Other(String type, String text)
                        ? type + " '" + text.substring(0, Math.min(40, text.length())) + "'"
                        : value.getClass().getSimpleName();
        return new Unfit(column.fullType() + " cannot hold " + what);
    }

    /** The value at a place of a result whose column was {@link #selected()}. */
    Value value(ResultSet row, int index) throws SQLException {
        if (kind == Column.Kind.BYTES) {
            byte[] bytes = row.getBytes(index);
            return bytes == null ? Value.nothing() : new Value.Bytes(bytes);
        }
        if (kind == Column.Kind.SINGLE || kind == Column.Kind.DOUBLE) {
            double number = row.getDouble(index);
            return row.wasNull() ? Value.nothing() : new Value.Real(number);
        }
        String text = row.getString(index);
        return text == null ? Value.nothing() : read(text);
    }

    /** The value of the text that a column {@link #selected()} gives. */
    Value read(String text) {
        return switch (kind) {
            case WHOLE, EXACT -> number(new BigDecimal(text));
            case CHARACTERS, JSON -> read(text, wanted);
            case DATE, TIME, DATETIME, TIMESTAMP -> Moments.read(text, column, wanted);
            case UUID -> new Value.Uuid(UUID.fromString(text));
            case SINGLE, DOUBLE, BYTES, STRANGE -> new Value.Other(column.type(), text);
        };
    }

    /** The value of a number in a column of numbers. */
    Value number(BigDecimal number) {
        if (wanted instanceof FieldType.Bool
                && (number.signum() == 0 || number.compareTo(BigDecimal.ONE) == 0)) {
            return new Value.Bool(number.signum() != 0);
        }
        boolean small = number.scale() <= 0 && number.toBigInteger().bitLength() < 64;
        if (wanted instanceof FieldType.Decimal || !small) {
            boolean counted =
                    wanted instanceof FieldType.Int && number.stripTrailingZeros().scale() <= 0;
            return counted && number.toBigInteger().bitLength() < 64
                    ? new Value.Int(number.longValue())
                    : new Value.Decimal(number);
        }
        return new Value.Int(number.longValue());
    }

    /** What somebody else wrote may be anything; then it is shown as it is. */
    private static Value read(String text, FieldType wanted) {
        try {
            return switch (wanted) {
                case FieldType.Uuid _ -> new Value.Uuid(UUID.fromString(text));
                case FieldType.Json _ -> Value.Json.parse(text);
                case FieldType.Items(FieldType of) -> ArrayText.read(text, of);
                case FieldType.Other(String name) -> new Value.Other(name, text);
                default -> new Value.Text(text);
            };
        } catch (RuntimeException _) {
            return new Value.Text(text);
        }
    }
}
