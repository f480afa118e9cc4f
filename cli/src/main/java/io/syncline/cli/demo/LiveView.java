package io.syncline.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How late each destination is and how much it takes, while the shop is open. */
final class LiveView {
    private static final double NANOS = 1e9;

    private record Seen(long nanos, long applied) {}

    private final Map<String, Seen> last = new HashMap<>();
    private final Screen screen;

    LiveView(Screen screen) {
        this.screen = screen;
    }

    /**
     * Shows a reply of the status call.
     *
     * @param written how many rows the shop has changed so far
     * @param nowNanos the time of the reply, on any clock that only goes forward
     */
    void show(JsonNode status, long written, long nowNanos) {
        List<String> block = new ArrayList<>();
        block.add("  the shop has changed %,d rows; Ctrl-C ends the demo".formatted(written));
        List<String> plain = new ArrayList<>();
        for (JsonNode flow : status.path("flows")) {
            String destination = flow.path("destination").asString();
            long applied = flow.path("applied").asLong();
            Seen before = last.put(destination, new Seen(nowNanos, applied));
            double seconds = before == null ? 0 : (nowNanos - before.nanos()) / NANOS;
            double rate =
                    before == null || seconds <= 0 ? 0 : (applied - before.applied()) / seconds;
            String lag = flow.path("lag").asString();
            String text =
                    String.format(
                            Locale.ROOT,
                            "%-8s %-10s lag %-6s %,6.0f changes/s  %,d parked",
                            destination,
                            flow.path("phase").asString(),
                            lag,
                            rate,
                            flow.path("parked").asLong());
            String problem = flow.path("problem").isNull() ? "" : flow.path("problem").asString("");
            block.add("  " + text + (problem.isEmpty() ? "" : "  " + problem));
            plain.add(destination + " lag " + lag);
        }
        screen.show(
                block, "live: %,d rows changed, ".formatted(written) + String.join(", ", plain));
    }
}
