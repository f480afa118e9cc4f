package io.syncline.engine.guard;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of the week. Written as {@code mon-fri 22:00-06:00}, {@code sat,sun 00:00-24:00} or {@code
 * 01:30-05:00} for every day; one that ends before it begins goes on into the next day. Pure.
 *
 * @param open when something may be done, as written; empty: always
 * @param closed when it may not, in spite of that
 * @param zone by whose clocks
 */
public record Windows(List<String> open, List<String> closed, ZoneId zone) {
    private static final Pattern WINDOW =
            Pattern.compile("(?:([a-z,-]+)\\s+)?(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})");
    private static final long MINUTE = 60_000;

    /** A week, and a day for clocks that are put forward or back. */
    private static final int MINUTES_LOOKED_AT = 8 * 24 * 60;

    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** Copies and checks. */
    public Windows {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
        open.forEach(Span::of);
        closed.forEach(Span::of);
    }

    /** At any time. */
    public static Windows always() {
        return new Windows(List.of(), List.of(), ZoneId.of("UTC"));
    }

    /** Whether a text is a window. */
    public static boolean isWindow(String text) {
        try {
            Span.of(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether it may be done now.
     *
     * @param wallMillis now, since 1970 UTC
     */
    public boolean isOpen(long wallMillis) {
        if (open.isEmpty() && closed.isEmpty()) {
            return true;
        }
        ZonedDateTime now = Instant.ofEpochMilli(wallMillis).atZone(zone);
        return (open.isEmpty() || open.stream().anyMatch(each -> Span.of(each).holds(now)))
                && closed.stream().noneMatch(each -> Span.of(each).holds(now));
    }

    /**
     * When it may be done again, if it may not now.
     *
     * @param wallMillis now, since 1970 UTC
     * @return the first full minute at which it may, since 1970 UTC; -1 if there is none within
     *     eight days
     */
    public long opens(long wallMillis) {
        for (int minutes = 1; minutes <= MINUTES_LOOKED_AT; minutes++) {
            long then = (wallMillis / MINUTE + minutes) * MINUTE;
            if (isOpen(then)) {
                return then;
            }
        }
        return -1;
    }

    /** Minutes of the day; an end of 24:00 is 1440. */
    private record Span(Set<DayOfWeek> days, int from, int to) {
        static Span of(String text) {
            Matcher parts = WINDOW.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new IllegalArgumentException("Not a window: " + text);
            }
            Set<DayOfWeek> days =
                    parts.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(parts.group(1));
            return new Span(
                    days,
                    minutes(parts.group(2), parts.group(3)),
                    minutes(parts.group(4), parts.group(5)));
        }

        private static Set<DayOfWeek> days(String text) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (String part : text.split(",", -1)) {
                List<Integer> ends = new ArrayList<>();
                for (String name : part.split("-", -1)) {
                    int day = DAYS.indexOf(name);
                    if (day < 0) {
                        throw new IllegalArgumentException("Not a day: " + name);
                    }
                    ends.add(day);
                }
                if (ends.size() > 2) {
                    throw new IllegalArgumentException("Not days: " + part);
                }
                for (int day = ends.getFirst(); ; day = (day + 1) % DAYS.size()) {
                    days.add(DayOfWeek.of(day + 1));
                    if (day == ends.getLast()) {
                        break;
                    }
                }
            }
            return days;
        }

        private static int minutes(String hours, String minutes) {
            int of = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
            if (of > 24 * 60 || Integer.parseInt(minutes) > 59) {
                throw new IllegalArgumentException("Not a time: " + hours + ":" + minutes);
            }
            return of;
        }

        boolean holds(ZonedDateTime now) {
            LocalTime time = now.toLocalTime();
            int minute = time.getHour() * 60 + time.getMinute();
            if (from < to) {
                return days.contains(now.getDayOfWeek()) && minute >= from && minute < to;
            }
            return days.contains(now.getDayOfWeek()) && minute >= from
                    || days.contains(now.getDayOfWeek().minus(1)) && minute < to;
        }
    }
}
