package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How far the copy of each table is, as bars. Rates come from what was seen so far. */
final class SnapshotView {
    private static final double NANOS = 1e9;

    private record Seen(long nanos, long rows) {}

    private final Map<String, Seen> first = new HashMap<>();
    private final Screen screen;

    SnapshotView(Screen screen) {
        this.screen = screen;
    }

    /**
     * Shows a reply of the progress call.
     *
     * @param nowNanos the time of the reply, on any clock that only goes forward
     */
    void show(JsonNode progress, long nowNanos) {
        List<String> block = new ArrayList<>();
        long rows = 0;
        long wanted = 0;
        int done = 0;
        for (JsonNode table : progress.path("tables")) {
            long copied = table.path("rows").asLong();
            long estimate = Math.max(copied, table.path("rows_estimate").asLong());
            boolean whole = table.path("done").asBoolean();
            rows += copied;
            wanted += whole ? copied : estimate;
            done += whole ? 1 : 0;
            block.add(line(table, copied, estimate, whole, nowNanos));
        }
        int tables = progress.path("tables").size();
        if (tables > 0) {
            screen.show(
                    block,
                    String.format(
                            Locale.ROOT,
                            "%d of %d tables done, %,d of about %,d rows",
                            done,
                            tables,
                            rows,
                            wanted));
        }
    }

    private String line(JsonNode table, long rows, long estimate, boolean done, long nowNanos) {
        String name = table.path("table").asString();
        String destination = table.path("destination").asString();
        Seen start =
                first.computeIfAbsent(destination + " " + name, unseen -> new Seen(nowNanos, rows));
        double seconds = (nowNanos - start.nanos()) / NANOS;
        double rate = seconds > 0 ? (rows - start.rows()) / seconds : 0;
        double share = done ? 1 : estimate > 0 ? (double) rows / estimate : 0;
        String rest;
        if (done) {
            rest = screen.quiet("done in " + table.path("duration").asString());
        } else if (rate > 0) {
            rest =
                    String.format(
                            Locale.ROOT,
                            "%,.0f rows/s, %.0f s left",
                            rate,
                            Math.ceil((estimate - rows) / rate));
        } else {
            rest = screen.quiet("waits");
        }
        String shown = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : name;
        return String.format(
                Locale.ROOT,
                "  %-7s%-12s %s %,9d  %s",
                destination,
                shown,
                screen.bar(share),
                rows,
                rest);
    }
}
