package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How all syncs are doing, as lines: one for each destination, and what somebody should do next.
 * Remembers what was applied when it was last asked, so that it can say how much a second that is.
 * For one thread.
 */
final class Board {
    private record Seen(long applied, long nanos) {}

    private final Map<String, Seen> before = new HashMap<>();

    /** Nothing is known of a rate at the first look. */
    private static final long UNKNOWN = -1;

    /**
     * One look.
     *
     * @param table a row for each destination
     * @param next what somebody should do, one sentence each
     * @param alarms how many syncs need somebody
     */
    record Look(Table table, List<String> next, int alarms) {}

    /** Makes the lines of the statuses of all syncs. */
    Look look(List<JsonNode> statuses, long nanos) {
        Table table =
                new Table(
                        Column.text("SYNC"),
                        Column.text("DESTINATION"),
                        Column.word("STATE"),
                        Column.number("LAG"),
                        Column.number("ROWS/S"),
                        Column.number("PARKED"),
                        Column.number("BEHIND"));
        List<String> next = new ArrayList<>();
        int alarms = 0;
        for (JsonNode status : statuses) {
            rows(table, status, nanos);
            List<String> acts = Advice.of(status);
            next.addAll(acts);
            alarms += acts.isEmpty() ? 0 : 1;
        }
        return new Look(table, next, alarms);
    }

    private void rows(Table table, JsonNode status, long nanos) {
        String name = Cells.of(status, "name");
        String state = Cells.of(status, "status");
        JsonNode flows = status.path("flows");
        if (flows.isEmpty()) {
            String none = Cells.NONE;
            table.row(name, none, state, none, none, none, none);
        }
        for (JsonNode flow : flows.values()) {
            String destination = Cells.leg(flow, flows);
            String phase = Cells.of(flow, "phase");
            long rate = rate(name + "\n" + destination, flow.path("applied").asLong(), nanos);
            boolean streams = phase.equals("streaming");
            table.row(
                    name,
                    destination,
                    phase.equals("idle") ? state : phase,
                    streams ? Cells.of(flow, "lag") : Cells.NONE,
                    rate == UNKNOWN ? Cells.NONE : Cells.number(rate),
                    Cells.number(flow.path("parked").asLong()),
                    streams ? bytes(flow.path("lag_bytes").asLong()) : Cells.NONE);
        }
    }

    private long rate(String flow, long applied, long nanos) {
        Seen last = before.put(flow, new Seen(applied, nanos));
        if (last == null || nanos <= last.nanos || applied < last.applied) {
            return UNKNOWN;
        }
        return Math.round((applied - last.applied) * 1e9 / (nanos - last.nanos));
    }

    /** A size in three digits. */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(
                        java.util.Locale.ROOT,
                        size < 10 ? "%.1f %s" : "%.0f %s",
                        size,
                        units[unit]);
    }
}
