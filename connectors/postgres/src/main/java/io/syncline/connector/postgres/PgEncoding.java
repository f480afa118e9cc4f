package io.syncline.connector.postgres;

import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in PostgreSQL's binary form, as far as that is worth it: what it does not write is
 * written as text, and judged there. Pure.
 */
final class PgEncoding {
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400;
    private static final long MICROS = 1_000_000L;
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

    /** PostgreSQL's first and last day, with a margin: those beside them are text's to judge. */
    private static final long SECONDS_LEAST = -200_000_000_000L;

    private static final long SECONDS_MOST = 9_000_000_000_000L;

    private PgEncoding() {}

    /** Whether some values of a column are written so. */
    static boolean writes(PgColumn column) {
        return switch (column.type().form()) {
            case BOOL, INT2, INT4, INT8, FLOAT8, BYTEA, DATE, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB ->
                    true;
            case NUMERIC -> column.typmod() < 0;
            case TEXT -> column.oid() == 25 || column.oid() == 1043;
            default -> false;
        };
    }

    /** The bytes of a value that is not NULL; null if it is not written so. */
    @SuppressWarnings("JavaLocalDateTimeGetNano") // beside the seconds since 1970
    static byte @Nullable [] bytes(Value value, PgColumn column) {
        PgForm form = column.type().form();
        return switch (value) {
            case Value.Bool(boolean truth) when form == PgForm.BOOL ->
                    new byte[] {(byte) (truth ? 1 : 0)};
            case Value.Int(long number) -> whole(number, form);
            case Value.Decimal(BigDecimal number) when form == PgForm.NUMERIC -> numeric(number);
            case Value.Real(double number) when form == PgForm.FLOAT8 ->
                    int8(Double.doubleToLongBits(number));
            case Value.Text(String text) when form == PgForm.TEXT -> text(text, column.typmod());
            case Value.Bytes(byte[] bytes) when form == PgForm.BYTEA -> bytes;
            case Value.Date(LocalDate day) when form == PgForm.DATE -> day(day);
            case Value.Timestamp(LocalDateTime time) when form == PgForm.TIMESTAMP ->
                    moment(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
            case Value.Instant(Instant instant) when form == PgForm.TIMESTAMPTZ ->
                    moment(instant.getEpochSecond(), instant.getNano());
            case Value.Uuid(UUID uuid) when form == PgForm.UUID ->
                    ByteBuffer.allocate(16)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array();
            case Value.Json(String canonical) when form == PgForm.JSONB -> jsonb(canonical);
            default -> null;
        };
    }

    private static byte @Nullable [] whole(long number, PgForm form) {
        return switch (form) {
            case INT2 ->
                    number == (short) number
                            ? new byte[] {(byte) (number >> 8), (byte) number}
                            : null;
            case INT4 -> number == (int) number ? int4((int) number) : null;
            case INT8 -> int8(number);
            case NUMERIC -> numeric(BigDecimal.valueOf(number));
            default -> null;
        };
    }

    private static byte[] int4(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] int8(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static byte @Nullable [] text(String text, int typmod) {
        boolean tooLong = typmod >= 4 && text.codePointCount(0, text.length()) > typmod - 4;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0
                    || Character.isSurrogate(c) && !Character.isSurrogatePair(c, next(text, i++))) {
                return null;
            }
        }
        return tooLong ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static char next(String text, int index) {
        return index + 1 < text.length() ? text.charAt(index + 1) : 0;
    }

    private static byte @Nullable [] jsonb(String canonical) {
        byte[] text = text(canonical, -1);
        return text == null || canonical.contains("\\u")
                ? null
                : ByteBuffer.allocate(text.length + 1).put((byte) 1).put(text).array();
    }

    private static byte @Nullable [] day(LocalDate day) {
        long days = day.toEpochDay();
        boolean fits = days > SECONDS_LEAST / 86_400 && days < SECONDS_MOST / 86_400;
        return fits ? int4((int) (days - EPOCH_DAYS)) : null;
    }

    private static byte @Nullable [] moment(long seconds, int nanos) {
        boolean fits = seconds > SECONDS_LEAST && seconds < SECONDS_MOST && nanos % 1000 == 0;
        return fits ? int8((seconds - EPOCH_SECONDS) * MICROS + nanos / 1000) : null;
    }

    /** Digits to the base of 10 000 around the point, without empty ones at either end. */
    private static byte @Nullable [] numeric(BigDecimal number) {
        if (number.scale() > 1000 || number.precision() > 1000) {
            return null;
        }
        int scale = Math.max(0, number.scale());
        int groups = (scale + 3) / 4;
        BigInteger rest = number.abs().movePointRight(4 * groups).toBigIntegerExact();
        short[] digits = new short[number.precision() / 4 + groups + 4];
        int count = 0;
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(TEN_THOUSAND);
            digits[count++] = parts[1].shortValue();
            rest = parts[0];
        }
        int first = 0;
        while (first < count && digits[first] == 0) {
            first++;
        }
        ByteBuffer out = ByteBuffer.allocate(8 + 2 * (count - first));
        out.putShort((short) (count - first));
        out.putShort((short) (count == 0 ? 0 : count - 1 - groups));
        out.putShort((short) (number.signum() < 0 ? 0x4000 : 0));
        out.putShort((short) scale);
        for (int i = count - 1; i >= first; i--) {
            out.putShort(digits[i]);
        }
        return out.array();
    }
}
