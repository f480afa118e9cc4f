package io.syncline.store;

import io.syncline.engine.guard.Guards;
import io.syncline.engine.guard.Windows;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a sync's guards rest, as a part of its definition. Pure. */
final class GuardsText {
    private static final String DELETES = "deletes";
    private static final String LOG = "log";
    private static final String READING = "reading";
    private static final String HEALTH = "health";
    private static final String PARKING = "parking";
    private static final String TOLERANCE = "lagTolerance";

    private GuardsText() {}

    static Map<String, @Nullable Object> write(Guards guards) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Guards.Deletes deletes = guards.deletes();
        json.put(
                DELETES,
                List.of(
                        deletes.rowsMax(),
                        Double.toString(deletes.shareMax()),
                        deletes.rowsMin(),
                        deletes.window().toString(),
                        deletes.truncate().name()));
        Duration detach = guards.log().detachAfter();
        json.put(LOG, List.of(guards.log().budgetBytes(), detach == null ? "" : detach.toString()));
        Windows windows = guards.reading().windows();
        json.put(
                READING,
                List.of(
                        guards.reading().rowsPerSecond(),
                        guards.reading().bytesPerSecond(),
                        windows.open(),
                        windows.closed(),
                        windows.zone().getId()));
        Guards.Vitals health = guards.health();
        Duration canary = health.canaryEvery();
        json.put(
                HEALTH,
                List.of(
                        (long) health.crashesMax(),
                        health.crashesWithin().toString(),
                        health.progressDeadline().toString(),
                        canary == null ? "" : canary.toString(),
                        health.canaryOverdue().toString()));
        json.put(
                PARKING,
                List.of(
                        (long) guards.parking().rowsMax(),
                        Double.toString(guards.parking().shareMax()),
                        guards.parking().retryEvery().toString()));
        Map<String, String> tolerance = new TreeMap<>();
        guards.lagTolerance().forEach((name, span) -> tolerance.put(name, span.toString()));
        json.put(TOLERANCE, tolerance);
        return json;
    }

    /** Definitions made before there were guards have the standard ones. */
    static Guards read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> parts)) {
            return Guards.standard();
        }
        Part deletes = Part.of(parts, DELETES);
        Part log = Part.of(parts, LOG);
        Part reading = Part.of(parts, READING);
        Part health = Part.of(parts, HEALTH);
        Part parking = Part.of(parts, PARKING);
        Map<String, Duration> tolerance = new TreeMap<>();
        if (parts.get(TOLERANCE) instanceof Map<?, ?> kept) {
            kept.forEach(
                    (name, span) -> tolerance.put((String) name, Duration.parse((String) span)));
        }
        return new Guards(
                new Guards.Deletes(
                        deletes.number(0),
                        deletes.share(1),
                        deletes.number(2),
                        deletes.span(3),
                        Guards.Deletes.Truncate.valueOf(deletes.text(4))),
                new Guards.Log(log.number(0), log.maybe(1)),
                new Guards.Reading(
                        reading.number(0),
                        reading.number(1),
                        new Windows(
                                reading.texts(2), reading.texts(3), ZoneId.of(reading.text(4)))),
                new Guards.Vitals(
                        Math.toIntExact(health.number(0)),
                        health.span(1),
                        health.span(2),
                        health.maybe(3),
                        health.span(4)),
                new Guards.Parking(
                        Math.toIntExact(parking.number(0)), parking.share(1), parking.span(2)),
                tolerance);
    }

    /** The values of one guard, in the order in which they were written. */
    private record Part(List<?> values) {
        static Part of(Map<?, ?> parts, String name) {
            if (parts.get(name) instanceof List<?> values) {
                return new Part(values);
            }
            throw new IllegalArgumentException("A sync's guards without " + name);
        }

        long number(int at) {
            return (Long) values.get(at);
        }

        String text(int at) {
            return (String) values.get(at);
        }

        double share(int at) {
            return Double.parseDouble(text(at));
        }

        Duration span(int at) {
            return Duration.parse(text(at));
        }

        @Nullable Duration maybe(int at) {
            return text(at).isEmpty() ? null : span(at);
        }

        List<String> texts(int at) {
            return ((List<?>) values.get(at)).stream().map(String.class::cast).toList();
        }
    }
}
