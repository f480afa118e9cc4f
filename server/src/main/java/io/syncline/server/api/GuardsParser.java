package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.guard.Windows;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the member {@code guards} of a body that configures. Pure. */
final class GuardsParser {
    private static final String DELETES = "max_deletes";
    private static final String PARKED = "parked_max";

    private GuardsParser() {}

    /**
     * The guards; the standard ones where nothing else is said.
     *
     * @param tolerance how late destinations may be, by their names
     */
    static Guards parse(Fields body, Problems problems, Map<String, Duration> tolerance) {
        Guards standard = Guards.standard();
        if (!body.has("guards")) {
            body.node("guards");
            return new Guards(
                    standard.deletes(),
                    standard.log(),
                    standard.reading(),
                    standard.health(),
                    standard.parking(),
                    tolerance);
        }
        Fields fields = body.object("guards");
        Guards guards =
                new Guards(
                        deletes(fields, problems),
                        log(fields, problems),
                        reading(fields, problems),
                        vitals(fields),
                        parking(fields, problems),
                        tolerance);
        fields.finish(Set.of());
        return guards;
    }

    private static Guards.Deletes deletes(Fields fields, Problems problems) {
        Guards.Deletes standard = Guards.Deletes.standard();
        String word = fields.word("truncate", List.of("as_deletes", "stop", "allow"));
        Guards.Deletes.Truncate truncate =
                word == null
                        ? standard.truncate()
                        : Guards.Deletes.Truncate.valueOf(word.toUpperCase(Locale.ROOT));
        JsonNode node = fields.node(DELETES);
        if (node == null || !node.isObject()) {
            Limits.Rows rows = Limits.rows(fields, DELETES, problems);
            return rows == null
                    ? new Guards.Deletes(
                            standard.rowsMax(),
                            standard.shareMax(),
                            standard.rowsMin(),
                            standard.window(),
                            truncate)
                    : new Guards.Deletes(
                            rows.rows(),
                            rows.share(),
                            standard.rowsMin(),
                            standard.window(),
                            truncate);
        }
        Fields inner = fields.object(DELETES);
        Limits.Rows rows = Limits.rows(inner, "rows", problems);
        Limits.Rows share = Limits.rows(inner, "share", problems);
        Integer least = inner.whole("at_least", 0, Integer.MAX_VALUE);
        Duration window = inner.span("window", standard.window());
        inner.finish(Set.of());
        return new Guards.Deletes(
                rows == null ? standard.rowsMax() : rows.rows(),
                share == null ? standard.shareMax() : share.share(),
                least == null ? standard.rowsMin() : least,
                window,
                truncate);
    }

    private static Guards.Log log(Fields fields, Problems problems) {
        Guards.Log standard = Guards.Log.standard();
        return new Guards.Log(
                Limits.bytes(fields, "source_log_budget", standard.budgetBytes(), problems),
                maybe(fields, "detach_after", standard.detachAfter()));
    }

    private static Guards.Reading reading(Fields fields, Problems problems) {
        Integer rows = fields.whole("source_rows_per_second", 1, Integer.MAX_VALUE);
        return new Guards.Reading(
                rows == null ? Long.MAX_VALUE : rows,
                Limits.bytes(fields, "source_bytes_per_second", Long.MAX_VALUE, problems),
                new Windows(
                        windows(fields, "copy_windows", problems),
                        windows(fields, "no_copy_windows", problems),
                        zone(fields, problems)));
    }

    private static List<String> windows(Fields fields, String name, Problems problems) {
        List<String> texts = fields.texts(name);
        if (texts == null) {
            return List.of();
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!Windows.isWindow(texts.get(i))) {
                problems.add(
                        Code.BAD_WINDOW,
                        fields.pointer(name) + "/" + i,
                        Words.quoted(texts.get(i))
                                + " is no time of the week: write mon-fri 22:00-06:00.");
            }
        }
        return texts.stream().filter(Windows::isWindow).toList();
    }

    private static ZoneId zone(Fields fields, Problems problems) {
        String name = fields.text("timezone");
        try {
            return ZoneId.of(name == null ? "UTC" : name);
        } catch (DateTimeException e) {
            problems.add(
                    Code.BAD_TIME_ZONE,
                    fields.pointer("timezone"),
                    "Nobody knows the time zone " + Words.quoted(String.valueOf(name)) + ".");
            return ZoneId.of("UTC");
        }
    }

    private static Guards.Vitals vitals(Fields fields) {
        Guards.Vitals standard = Guards.Vitals.standard();
        Integer crashes = fields.whole("crashes_max", 1, 1000);
        return new Guards.Vitals(
                crashes == null ? standard.crashesMax() : crashes,
                fields.span("crashes_within", standard.crashesWithin()),
                fields.span("progress_deadline", standard.progressDeadline()),
                maybe(fields, "canary_every", standard.canaryEvery()),
                fields.span("canary_overdue", standard.canaryOverdue()));
    }

    private static Guards.Parking parking(Fields fields, Problems problems) {
        Guards.Parking standard = Guards.Parking.standard();
        Limits.Rows rows = Limits.rows(fields, PARKED, problems);
        return new Guards.Parking(
                rows == null ? standard.rowsMax() : (int) Math.min(Integer.MAX_VALUE, rows.rows()),
                rows == null ? standard.shareMax() : rows.share(),
                fields.span("parked_retry", standard.retryEvery()));
    }

    private static @Nullable Duration maybe(
            Fields fields, String name, @Nullable Duration standard) {
        if (Limits.off(fields.node(name))) {
            return null;
        }
        return fields.has(name) ? fields.span(name, Duration.ZERO) : standard;
    }
}
