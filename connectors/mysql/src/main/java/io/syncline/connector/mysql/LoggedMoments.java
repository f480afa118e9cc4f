package io.syncline.connector.mysql;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Dates and times as the server keeps them in its rows. What no calendar knows, such as the day
 * 0000-00-00, goes the way of the server's own text.
 */
final class LoggedMoments {
    private static final int NANOS_OF_MICRO = 1000;

    private LoggedMoments() {}

    static Value date(Codec codec, byte[] bytes, int start) {
        int packed = (int) EventBytes.little(bytes, start, 3);
        int year = packed >> 9;
        int month = packed >> 5 & 15;
        int day = packed & 31;
        try {
            if (year > 0) {
                return new Value.Date(LocalDate.of(year, month, day));
            }
        } catch (DateTimeException _) {
            // Left to the text.
        }
        return codec.read(String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day));
    }

    static Value datetime(Codec codec, byte[] bytes, int start, int digits) {
        long packed = EventBytes.big(bytes, start, 5) - 0x8000000000L;
        long day = packed >> 17;
        int yearAndMonth = (int) (day >> 5);
        int year = yearAndMonth / 13;
        int month = yearAndMonth % 13;
        int hour = (int) (packed >> 12 & 31);
        int minute = (int) (packed >> 6 & 63);
        int second = (int) (packed & 63);
        int micros = fraction(bytes, start + 5, digits);
        try {
            if (year > 0) {
                return value(
                        codec,
                        LocalDateTime.of(
                                year,
                                month,
                                (int) (day & 31),
                                hour,
                                minute,
                                second,
                                micros * NANOS_OF_MICRO));
            }
        } catch (DateTimeException _) {
            // Left to the text.
        }
        return codec.read(
                String.format(
                                Locale.ROOT,
                                "%04d-%02d-%02d %02d:%02d:%02d",
                                year,
                                month,
                                day & 31,
                                hour,
                                minute,
                                second)
                        + fraction(micros, digits));
    }

    static Value timestamp(Codec codec, byte[] bytes, int start, int digits) {
        long seconds = EventBytes.big(bytes, start, 4);
        int micros = fraction(bytes, start + 4, digits);
        if (seconds == 0 && micros == 0) {
            return codec.read("0000-00-00 00:00:00" + fraction(0, digits));
        }
        Instant instant = Instant.ofEpochSecond(seconds, (long) micros * NANOS_OF_MICRO);
        return value(codec, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static Value value(Codec codec, LocalDateTime moment) {
        return codec.wanted() instanceof FieldType.Instant
                ? new Value.Instant(moment.toInstant(ZoneOffset.UTC))
                : new Value.Timestamp(moment);
    }

    /** A time as the server's text: it may be negative, or of many hours. */
    static String time(byte[] bytes, int start, int digits) {
        int extra = (digits + 1) / 2;
        int size = 3 + extra;
        // The fraction is part of one number, of which a negative one is the complement.
        long number = EventBytes.big(bytes, start, size) - (0x800000L << 8 * extra);
        boolean negative = number < 0;
        long packed = Math.abs(number);
        long whole = packed >> 8 * extra;
        int micros = micros((int) (packed & (1L << 8 * extra) - 1), extra);
        return (negative ? "-" : "")
                + String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        whole >> 12 & 0x3ff,
                        whole >> 6 & 63,
                        whole & 63)
                + fraction(micros, digits);
    }

    private static int fraction(byte[] bytes, int start, int digits) {
        int extra = (digits + 1) / 2;
        return micros((int) EventBytes.big(bytes, start, extra), extra);
    }

    private static int micros(int raw, int extra) {
        return switch (extra) {
            case 1 -> raw * 10_000;
            case 2 -> raw * 100;
            default -> raw;
        };
    }

    private static String fraction(int micros, int digits) {
        return digits == 0
                ? ""
                : "." + String.format(Locale.ROOT, "%06d", micros).substring(0, digits);
    }
}
