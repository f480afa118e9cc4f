package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the demonstration, on databases and a server that are there: load the shop, configure
 * one sync with two destinations, watch the copy, keep the shop open, and verify.
 */
final class Demo {
    private static final long STEP_MILLIS = 250;
    private static final Duration VERIFY_EVERY = Duration.ofSeconds(5);

    /** More differences than this tell nobody more. */
    private static final int DIFFERENCES_SHOWN = 8;

    private static final Duration SNAPSHOT_PATIENCE = Duration.ofMinutes(10);

    private final Screen screen;
    private final Databases databases;
    private final Api api;
    private final Shop shop;
    private final LongSupplier nanos;
    private final BooleanSupplier stopping;
    private final LiveView live;
    private int comparisons;
    private int equalOnes;
    private String verified = "not compared yet";

    /**
     * A run.
     *
     * @param nanos a clock that only goes forward
     */
    Demo(Stage stage, Shop shop, LongSupplier nanos) {
        this.screen = stage.screen();
        this.live = new LiveView(screen);
        this.databases = stage.databases();
        this.api = stage.api();
        this.shop = shop;
        this.nanos = nanos;
        this.stopping = stage.stopping();
    }

    /**
     * Runs it.
     *
     * @param open how long the shop stays open; null until the person has had enough
     * @return whether the destinations were equal to the shop whenever it was verified
     */
    boolean run(@Nullable Duration open) throws SQLException, InterruptedException {
        String sync = configure();
        watchCopy(sync);
        if (!stopping.getAsBoolean()) {
            Connection connection = databases.connect("shop");
            try (Customers customers = Customers.start(connection, shop)) {
                screen.title(
                        "Live: the shop is open (orders, payments, deletes, keys that change)");
                if (open != null) {
                    watchLive(sync, customers, open);
                    long rows = customers.rows();
                    screen.line(String.format(Locale.ROOT, "  It has changed %,d rows.", rows));
                } else {
                    openUntilStopped(sync, customers);
                }
            }
        }
        if (open != null && !stopping.getAsBoolean()) {
            screen.title("The shop is closed: every row is compared");
            verify(sync);
        }
        sayHowItWas();
        return equalOnes == comparisons;
    }

    private void sayHowItWas() {
        if (comparisons > 0) {
            screen.line("");
            String times = comparisons == 1 ? "once" : comparisons + " times";
            String result =
                    equalOnes == comparisons
                            ? "all were equal"
                            : "they differed in %d of them".formatted(comparisons - equalOnes);
            screen.line("All rows were compared " + times + ": " + result + ".");
        }
    }

    private String configure() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "shop").put("type", "one_way").put("mode", "real_time");
        body.putObject("source").put("type", "postgresql").put("connection", databases.uri("shop"));
        var destinations = body.putArray("destinations");
        destinations
                .addObject()
                .put("name", "copy")
                .put("type", "postgresql")
                .put("connection", databases.uri("copy"));
        destinations
                .addObject()
                .put("name", "report")
                .put("type", "mariadb")
                .put("connection", databases.uri("report"));
        JsonNode reply = api.post("/api/v1/sync/configure", body.toString());
        String sync = reply.path("sync_id").asString();
        screen.line("  %-11s%s".formatted("sync", sync));
        screen.title("Copying: shop to copy (PostgreSQL) and report (MariaDB)");
        return sync;
    }

    private void watchCopy(String sync) throws InterruptedException {
        SnapshotView view = new SnapshotView(screen);
        long began = nanos.getAsLong();
        while (!stopping.getAsBoolean()) {
            JsonNode status = status(sync);
            String execution = status.path("last_sync").path("execution_id").asString("");
            if (!execution.isEmpty()) {
                view.show(api.get("/api/v1/sync/progress/" + execution), nanos.getAsLong());
            }
            if (streaming(status)) {
                screen.keep();
                double seconds = (nanos.getAsLong() - began) / 1e9;
                screen.line(String.format(Locale.ROOT, "  Copied in %.1f s.", seconds));
                return;
            }
            if (nanos.getAsLong() - began > SNAPSHOT_PATIENCE.toNanos()) {
                throw new DemoException("The copy has not ended: " + status);
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    private JsonNode status(String sync) {
        JsonNode status = api.get("/api/v1/sync/status/" + sync);
        if (status.path("status").asString().equals("failed")) {
            throw new DemoException("The sync has failed: " + status);
        }
        return status;
    }

    private static boolean streaming(JsonNode status) {
        for (JsonNode flow : status.path("flows")) {
            if (!flow.path("phase").asString().equals("streaming")) {
                return false;
            }
        }
        return !status.path("flows").isEmpty();
    }

    private void watchLive(String sync, Customers customers, Duration howLong)
            throws InterruptedException {
        long end = nanos.getAsLong() + howLong.toNanos();
        while (nanos.getAsLong() < end && !stopping.getAsBoolean()) {
            long left = (end - nanos.getAsLong() + 999_999_999L) / 1_000_000_000L;
            live.show(
                    status(sync),
                    customers.rows(),
                    verified + ", again in " + left + " s",
                    nanos.getAsLong());
            Thread.sleep(STEP_MILLIS);
        }
        screen.clear();
    }

    private void openUntilStopped(String sync, Customers customers) throws InterruptedException {
        while (!stopping.getAsBoolean()) {
            watchLive(sync, customers, VERIFY_EVERY);
            if (!stopping.getAsBoolean()) {
                verify(sync);
            }
        }
    }

    /** Verifies, and shows a line for each destination; a difference by its table and key. */
    private void verify(String sync) {
        JsonNode reply = api.post("/api/v1/sync/" + sync + "/verify", "");
        comparisons++;
        boolean equal = reply.path("equal").asBoolean();
        equalOnes += equal ? 1 : 0;
        verified = equal ? "all equal when compared" : "NOT equal when compared";
        for (JsonNode one : reply.path("destinations")) {
            String destination = one.path("destination").asString();
            String place =
                    String.format(
                            Locale.ROOT,
                            "at %s: %d tables, %,d rows",
                            one.path("position").asString(),
                            one.path("tables").asLong(),
                            one.path("rows").asLong());
            if (one.path("equal").asBoolean()) {
                screen.good("%-7sequal %s".formatted(destination, place));
            } else {
                screen.bad("%-7snot equal %s".formatted(destination, place));
                tellDifferences(destination, one.path("differences"));
            }
        }
    }

    private void tellDifferences(String destination, JsonNode differences) {
        int told = 0;
        for (JsonNode difference : differences) {
            if (told++ == DIFFERENCES_SHOWN) {
                screen.bad(
                        "%-7s… and %d more"
                                .formatted(destination, differences.size() - DIFFERENCES_SHOWN));
                return;
            }
            List<String> fields = new ArrayList<>();
            difference.path("fields").forEach(field -> fields.add(field.asString()));
            screen.bad(
                    "%-7s%s %s is %s%s"
                            .formatted(
                                    destination,
                                    difference.path("table").asString(),
                                    difference.path("key").asString(),
                                    difference.path("kind").asString(),
                                    fields.isEmpty() ? "" : ": " + String.join(", ", fields)));
        }
    }
}
