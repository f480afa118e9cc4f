package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** Reads values in PostgreSQL's binary form. Pure. */
final class PgBinary {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Days and seconds from 1970 to 2000, where PostgreSQL starts to count. */
    private static final long EPOCH_DAYS = 10_957;

    private static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

    /** The most that PostgreSQL allows an array. */
    static final int DIMENSIONS_MAX = 6;

    private PgBinary() {}

    static Value decode(PgType type, byte[] bytes, int at, int length) {
        return switch (type.form()) {
            case BOOL -> new Value.Bool(bytes[at] != 0);
            case INT2 -> new Value.Int(int2(bytes, at));
            case INT4 -> new Value.Int(int4(bytes, at));
            case INT8 -> new Value.Int(int8(bytes, at));
            case OID -> new Value.Int(Integer.toUnsignedLong(int4(bytes, at)));
            case FLOAT4 -> new Value.Real(Float.intBitsToFloat(int4(bytes, at)));
            case FLOAT8 -> new Value.Real(Double.longBitsToDouble(int8(bytes, at)));
            case NUMERIC -> numeric(bytes, at);
            case BYTEA -> new Value.Bytes(Arrays.copyOfRange(bytes, at, at + length));
            case DATE -> date(int4(bytes, at));
            case TIME -> time(int8(bytes, at));
            case TIMETZ -> new Value.Other("timetz", timetz(bytes, at));
            case TIMESTAMP -> timestamp(int8(bytes, at));
            case TIMESTAMPTZ -> instant(int8(bytes, at));
            case UUID -> new Value.Uuid(new UUID(int8(bytes, at), int8(bytes, at + 8)));
            // A version byte, 1, precedes the text.
            case JSONB -> PgText.decode(type, PgText.utf8(bytes, at + 1, length - 1));
            case BYTE -> new Value.Text(PgRare.character(bytes[at]));
            case TEXT, BPCHAR, JSON -> PgText.decode(type, PgText.utf8(bytes, at, length));
            case INTERVAL -> new Value.Other("interval", PgRare.interval(bytes, at));
            case BIT -> new Value.Other(PgType.VARBIT, PgRare.bits(bytes, at, length));
            case INET -> new Value.Other(type.name(), PgRare.address(bytes, at));
            case ARRAY -> array(type, bytes, at, length);
            case OPAQUE -> throw new IllegalArgumentException(type.name() + " in binary");
        };
    }

    static int int2(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    static int int4(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long int8(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Digits to the base of 10 000, the first of them worth 10 000 to the weight. */
    private static Value numeric(byte[] bytes, int at) {
        int count = int2(bytes, at);
        int weight = int2(bytes, at + 2);
        int sign = int2(bytes, at + 4) & 0xffff;
        if (sign != 0 && sign != 0x4000) {
            String text = sign == 0xc000 ? "NaN" : sign == 0xd000 ? "Infinity" : "-Infinity";
            return new Value.Other("numeric", text);
        }
        if (count <= 4) {
            long few = 0;
            for (int i = 0; i < count; i++) {
                few = few * 10_000 + int2(bytes, at + 8 + 2 * i);
            }
            return new Value.Decimal(
                    BigDecimal.valueOf(sign == 0 ? few : -few, 4 * (count - 1 - weight)));
        }
        BigInteger digits = BigInteger.ZERO;
        long part = 0;
        for (int i = 0; i < count; i++) {
            part = part * 10_000 + int2(bytes, at + 8 + 2 * i);
            if (i % 4 == 3) {
                digits = digits.multiply(TEN_THOUSAND.pow(4)).add(BigInteger.valueOf(part));
                part = 0;
            }
        }
        int rest = count % 4;
        if (rest > 0) {
            digits = digits.multiply(TEN_THOUSAND.pow(rest)).add(BigInteger.valueOf(part));
        }
        BigDecimal number = new BigDecimal(digits, 4 * (count - 1 - weight));
        return new Value.Decimal(sign == 0 ? number : number.negate());
    }

    private static Value date(int days) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            return new Value.Other("date", days > 0 ? "infinity" : "-infinity");
        }
        return new Value.Date(LocalDate.ofEpochDay(EPOCH_DAYS + days));
    }

    private static Value time(long micros) {
        // 24:00:00 is a time of day to PostgreSQL alone.
        return micros >= DAY_MICROS
                ? new Value.Other("time", "24:00:00")
                : new Value.Time(LocalTime.ofNanoOfDay(micros * 1000));
    }

    private static String timetz(byte[] bytes, int at) {
        long micros = int8(bytes, at);
        String time =
                micros >= DAY_MICROS
                        ? "24:00:00"
                        : PgLiteral.time(LocalTime.ofNanoOfDay(micros * 1000));
        // Seconds west of Greenwich.
        return time + PgLiteral.offset(-int4(bytes, at + 8));
    }

    private static Value timestamp(long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return new Value.Other("timestamp", micros > 0 ? "infinity" : "-infinity");
        }
        return new Value.Timestamp(
                LocalDateTime.ofEpochSecond(
                        EPOCH_SECONDS + Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC));
    }

    private static Value instant(long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return new Value.Other("timestamptz", micros > 0 ? "infinity" : "-infinity");
        }
        return new Value.Instant(
                Instant.ofEpochSecond(
                        EPOCH_SECONDS + Math.floorDiv(micros, 1_000_000L),
                        Math.floorMod(micros, 1_000_000L) * 1000L));
    }

    /** Dimensions, a flag, the element type, then length and first index of each dimension. */
    private static Value array(PgType type, byte[] bytes, int at, int size) {
        PgType element = type.element();
        int dimensions = int4(bytes, at);
        if (dimensions == 0) {
            return new Value.Items(List.of());
        }
        if (element == null) {
            throw new IllegalArgumentException(type.name() + " without an element type");
        }
        if (dimensions < 0 || dimensions > DIMENSIONS_MAX) {
            throw new IllegalArgumentException(type.name() + " of too many dimensions");
        }
        int[] lengths = new int[dimensions];
        int total = 1;
        boolean plain = true;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = int4(bytes, at + 12 + 8 * i);
            total = Math.multiplyExact(total, lengths[i]);
            plain &= int4(bytes, at + 16 + 8 * i) == 1;
        }
        if (total == 0) {
            // However long the other dimensions are.
            return new Value.Items(List.of());
        }
        if (total < 0 || total > size / 4) {
            // Each element has a length of four bytes at least.
            throw new IllegalArgumentException(type.name() + " of more than there is");
        }
        List<Value> values = new ArrayList<>(total);
        int next = at + 12 + 8 * dimensions;
        for (int i = 0; i < total; i++) {
            int length = int4(bytes, next);
            next += 4;
            values.add(length < 0 ? Value.nothing() : decode(element, bytes, next, length));
            next += Math.max(0, length);
        }
        return plain
                ? lists(values.iterator(), lengths, 0)
                : new Value.Other(type.name(), PgRare.nested(values, bytes, at));
    }

    private static Value.Items lists(Iterator<Value> values, int[] lengths, int depth) {
        List<Value> items = new ArrayList<>(lengths[depth]);
        for (int i = 0; i < lengths[depth]; i++) {
            boolean last = depth + 1 == lengths.length;
            items.add(last ? values.next() : lists(values, lengths, depth + 1));
        }
        return new Value.Items(items);
    }
}
