package io.syncline.server.api;

import io.syncline.engine.mirror.Stop;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes signs of a destination's life and of what endangers it. Pure. */
final class VitalsView {
    private VitalsView() {}

    static void write(ObjectNode into, Vitals vitals) {
        into.putObject("live")
                .put("canary_age", span(vitals.canaryMillis()))
                .put("canary_delay", span(vitals.canaryDelayMillis()))
                .put("healthy", vitals.alive() && !vitals.stalled())
                .put("stalled", vitals.stalled());
        boolean bounded = vitals.budgetBytes() != Long.MAX_VALUE;
        into.putObject("source_log")
                .put("kept_bytes", vitals.keptBytes() < 0 ? null : Long.valueOf(vitals.keptBytes()))
                .put("budget_bytes", bounded ? Long.valueOf(vitals.budgetBytes()) : null);
        into.put("healing", vitals.healing());
        long window = vitals.window();
        into.put(
                "waits_for_window_until",
                window < 0 || window == Long.MAX_VALUE
                        ? null
                        : Instant.ofEpochMilli(window).toString());
        into.put("lag_tolerance", span(vitals.toleranceMillis()));
        into.put("within_tolerance", vitals.tolerated());
        Stop stop = vitals.stop();
        if (stop == null) {
            into.putNull("brake");
        } else {
            stop(into.putObject("brake").putArray("would_go"), stop);
        }
    }

    private static void stop(ArrayNode into, Stop stop) {
        for (Stop.Going going : stop.tables()) {
            ObjectNode node = into.addObject();
            node.put("table", going.table());
            node.put("deletes", going.deletes());
            node.put("rows_estimate", going.rows());
            node.put("emptied", going.emptied());
            Views.texts(node.putArray("keys"), going.keys());
        }
    }

    private static @Nullable String span(long millis) {
        return millis < 0 ? null : Spans.text(Duration.ofMillis(millis));
    }

    /** Whether what is written at the source comes through to every destination. */
    static String stream(List<FlowStatus> flows) {
        if (flows.isEmpty() || flows.stream().allMatch(flow -> flow.vitals().canaryMillis() < 0)) {
            return "unknown";
        }
        return flows.stream().allMatch(flow -> flow.vitals().alive() && !flow.vitals().stalled())
                ? "healthy"
                : "unhealthy";
    }
}
