package io.syncline.server.api;

import io.syncline.engine.guard.Guards;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes guards in the words in which they are configured. Pure. */
final class GuardsView {
    private static final String OFF = "off";

    private GuardsView() {}

    static void write(ObjectNode into, Guards guards) {
        Guards.Deletes deletes = guards.deletes();
        into.putObject("max_deletes")
                .put("rows", count(deletes.rowsMax()))
                .put("share", share(deletes.shareMax()))
                .put("at_least", deletes.rowsMin())
                .put("window", Spans.text(deletes.window()));
        into.put("truncate", Views.word(deletes.truncate()));
        into.put("source_log_budget", count(guards.log().budgetBytes()));
        into.put("detach_after", span(guards.log().detachAfter()));
        into.put("source_rows_per_second", count(guards.reading().rowsPerSecond()));
        into.put("source_bytes_per_second", count(guards.reading().bytesPerSecond()));
        Views.texts(into.putArray("copy_windows"), guards.reading().windows().open());
        Views.texts(into.putArray("no_copy_windows"), guards.reading().windows().closed());
        into.put("timezone", guards.reading().windows().zone().getId());
        Guards.Vitals health = guards.health();
        into.put("crashes_max", health.crashesMax());
        into.put("crashes_within", Spans.text(health.crashesWithin()));
        into.put("progress_deadline", Spans.text(health.progressDeadline()));
        into.put("canary_every", span(health.canaryEvery()));
        into.put("canary_overdue", Spans.text(health.canaryOverdue()));
        into.putObject("parked_max")
                .put("rows", count(guards.parking().rowsMax()))
                .put("share", share(guards.parking().shareMax()));
        into.put("parked_retry", Spans.text(guards.parking().retryEvery()));
        ObjectNode tolerance = into.putObject("lag_tolerance");
        new TreeMap<>(guards.lagTolerance())
                .forEach((name, span) -> tolerance.put(name, Spans.text(span)));
    }

    private static String count(long number) {
        return number == Long.MAX_VALUE || number == Integer.MAX_VALUE
                ? OFF
                : Long.toString(number);
    }

    private static String share(double share) {
        return share > 1 ? OFF : Math.round(share * 10_000) / 100.0 + "%";
    }

    private static String span(@Nullable Duration span) {
        return span == null ? OFF : Spans.text(span);
    }
}
