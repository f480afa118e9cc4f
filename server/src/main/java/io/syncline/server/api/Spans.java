package io.syncline.server.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time in every spelling the interface knows, and the one it writes. */
final class Spans {
    private static final Pattern PART =
            Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-zµ]*)");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Spans() {}

    /**
     * Reads {@code 2m30s}, {@code 30s}, {@code 90days}, {@code 1 hour}, {@code 1year}, {@code PT5M}
     * and bare milliseconds.
     *
     * @return null if it cannot be read, is negative, or is longer than a hundred years
     */
    static @Nullable Duration parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.startsWith("p")) {
            return iso(word);
        }
        Matcher part = PART.matcher(word);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < word.length()) {
            if (!part.find(at) || part.start() != at) {
                return null;
            }
            long unit = unitNanos(part.group(2), at == 0 && part.end() == word.length());
            if (unit == 0) {
                return null;
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            at = part.end();
        }
        boolean good = at > 0 && nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
        return good ? bounded(Duration.ofNanos(nanos.longValue())) : null;
    }

    private static @Nullable Duration iso(String word) {
        try {
            return bounded(Duration.parse(word));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Duration bounded(Duration duration) {
        return duration.isNegative() || duration.compareTo(LONGEST) > 0 ? null : duration;
    }

    private static long unitNanos(String unit, boolean alone) {
        return switch (unit) {
            case "" -> alone ? 1_000_000L : 0;
            case "ns", "nano", "nanos" -> 1L;
            case "us", "µs", "micros" -> 1_000L;
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000L;
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(1).toNanos();
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(1).toNanos();
            case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(1).toNanos();
            case "d", "day", "days" -> Duration.ofDays(1).toNanos();
            case "w", "week", "weeks" -> Duration.ofDays(7).toNanos();
            case "month", "months" -> Duration.ofDays(30).toNanos();
            case "y", "year", "years" -> Duration.ofDays(365).toNanos();
            default -> 0;
        };
    }

    /** Writes {@code 2m30s}; less than a second as {@code 340ms}, nothing as {@code 0s}. */
    static String text(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1000) {
            return millis + "ms";
        }
        Duration whole = Duration.ofSeconds(millis / 1000);
        StringBuilder out = new StringBuilder();
        append(out, whole.toDaysPart(), "d");
        append(out, whole.toHoursPart(), "h");
        append(out, whole.toMinutesPart(), "m");
        append(out, whole.toSecondsPart(), "s");
        return out.toString();
    }

    private static void append(StringBuilder out, long amount, String unit) {
        if (amount > 0) {
            out.append(amount).append(unit);
        }
    }
}
