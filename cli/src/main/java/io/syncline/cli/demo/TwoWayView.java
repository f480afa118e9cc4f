package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Both ends, what rules settled and what waits, while both are written. */
final class TwoWayView {
    private final Rates rates = new Rates();
    private final Screen screen;
    private final Connection shop;
    private final Connection till;

    TwoWayView(Screen screen, Connection shop, Connection till) {
        this.screen = screen;
        this.shop = shop;
        this.till = till;
    }

    /**
     * Shows a reply of the status call.
     *
     * @param sold how many rows were changed at the shop so far
     * @param rung how many at the till
     * @param waiting how many rows wait for a person
     * @param next what comes next, in words
     * @param nowNanos the time of the reply, on any clock that only goes forward
     */
    void show(JsonNode status, long sold, long rung, int waiting, String next, long nowNanos)
            throws SQLException {
        JsonNode flow = status.path("flows").path(0);
        String lag = flow.path("lag").asString();
        double applied = rates.perSecond("sync", flow.path("applied").asLong(), nowNanos);
        String settled = settled(flow);
        String waits = waiting == 0 ? "nothing" : waiting + (waiting == 1 ? " row" : " rows");
        String problem = flow.path("problem").isNull() ? "" : flow.path("problem").asString("");
        List<String> block = new ArrayList<>();
        block.add(end("shop", shop, sold, nowNanos));
        block.add(end("till", till, rung, nowNanos));
        block.add(
                String.format(
                                Locale.ROOT,
                                "  sync  %-10s lag %-7s %,5.0f rows/s taken across",
                                flow.path("phase").asString(),
                                lag,
                                applied)
                        + (problem.isEmpty() ? "" : "  " + screen.loud(problem)));
        block.add("  settled by rule     " + screen.fine(settled));
        block.add("  waits for you       " + (waiting == 0 ? waits : screen.loud(waits)));
        block.add(screen.quiet("  " + next + "; Ctrl-C ends"));
        screen.show(
                block,
                String.format(
                        Locale.ROOT,
                        "shop %,d, till %,d rows written; lag %s; settled by rule: %s; waits: %s",
                        sold,
                        rung,
                        lag,
                        settled,
                        waits));
    }

    private String end(String name, Connection connection, long written, long nowNanos)
            throws SQLException {
        StringBuilder line = new StringBuilder("  " + name + "  ");
        for (String table : Goods.TABLES.keySet()) {
            line.append(
                    String.format(Locale.ROOT, "%s %,d  ", table, Goods.count(connection, table)));
        }
        return line
                + String.format(
                        Locale.ROOT,
                        "%,4.0f writes/s  %,d so far",
                        rates.perSecond(name, written, nowNanos),
                        written);
    }

    /** How many conflicts each rule has settled. */
    static String settled(JsonNode flow) {
        List<String> rules = new ArrayList<>();
        flow.path("conflicts_ruled")
                .properties()
                .forEach(rule -> rules.add(rule.getKey() + " " + rule.getValue().asLong()));
        return rules.isEmpty() ? "nothing yet" : String.join(", ", rules);
    }
}
