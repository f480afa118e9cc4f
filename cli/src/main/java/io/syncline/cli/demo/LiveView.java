package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How late each destination is and how much it takes, while the shop is open. */
final class LiveView {
    private final Rates rates = new Rates();
    private final Screen screen;

    LiveView(Screen screen) {
        this.screen = screen;
    }

    /**
     * Shows a reply of the status call.
     *
     * @param written how many rows the shop has changed so far
     * @param verified what the last comparison said and when the next one comes
     * @param nowNanos the time of the reply, on any clock that only goes forward
     */
    void show(JsonNode status, long written, String verified, long nowNanos) {
        List<String> block = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (JsonNode flow : status.path("flows")) {
            String destination = flow.path("destination").asString();
            String lag = flow.path("lag").asString();
            double rate = rates.perSecond(destination, flow.path("applied").asLong(), nowNanos);
            long parked = flow.path("parked").asLong();
            String text =
                    String.format(
                            Locale.ROOT,
                            "  %-7s%-11s lag %-7s %,6.0f changes/s   ",
                            destination,
                            flow.path("phase").asString(),
                            lag,
                            rate);
            String waiting = String.format(Locale.ROOT, "%,d parked", parked);
            String problem = flow.path("problem").isNull() ? "" : flow.path("problem").asString("");
            block.add(
                    text
                            + (parked > 0 ? screen.loud(waiting) : waiting)
                            + (problem.isEmpty() ? "" : "  " + screen.loud(problem)));
            plain.add(
                    String.format(
                            Locale.ROOT, "%s lag %s, %,.0f changes/s", destination, lag, rate));
        }
        String shop = String.format(Locale.ROOT, "the shop has changed %,d rows", written);
        block.add(screen.quiet("  " + shop + "; " + verified + "; Ctrl-C ends"));
        screen.show(block, shop + "; " + String.join("; ", plain));
    }
}
