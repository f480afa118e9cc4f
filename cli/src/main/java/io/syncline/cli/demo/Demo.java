package io.syncline.cli.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the demonstration, on databases and a server that are there: load the shop, configure
 * one sync with two destinations, watch the copy, keep the shop open, and verify.
 */
final class Demo {
    private static final long STEP_MILLIS = 250;
    private static final Duration OPEN_ONCE = Duration.ofSeconds(6);
    private static final Duration VERIFY_EVERY = Duration.ofSeconds(5);
    private static final Duration SNAPSHOT_PATIENCE = Duration.ofMinutes(10);

    private final Screen screen;
    private final Databases databases;
    private final Api api;
    private final Shop shop;
    private final LongSupplier nanos;
    private final BooleanSupplier stopping;

    /**
     * A run.
     *
     * @param nanos a clock that only goes forward
     * @param stopping whether the person has had enough
     */
    Demo(
            Screen screen,
            Databases databases,
            Api api,
            Shop shop,
            LongSupplier nanos,
            BooleanSupplier stopping) {
        this.screen = screen;
        this.databases = databases;
        this.api = api;
        this.shop = shop;
        this.nanos = nanos;
        this.stopping = stopping;
    }

    /**
     * Runs it.
     *
     * @param once whether it ends by itself
     * @return whether the destinations were equal to the shop whenever it was verified
     */
    boolean run(boolean once) throws SQLException, InterruptedException {
        String sync = configure();
        watchCopy(sync);
        boolean equal = true;
        if (!stopping.getAsBoolean()) {
            Connection connection = databases.connectToShop();
            try (Customers customers = Customers.start(connection, shop)) {
                screen.line("The shop is open: orders, payments, deletes, keys that change.");
                equal = once ? open(sync, customers, OPEN_ONCE) : openUntilStopped(sync, customers);
            }
        }
        if (once && !stopping.getAsBoolean()) {
            screen.line("The shop is closed. Comparing every row.");
            equal = verify(sync);
        }
        return equal;
    }

    private String configure() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "shop").put("type", "one_way").put("mode", "real_time");
        body.putObject("source")
                .put("type", "postgresql")
                .put("connection", databases.shop().uri(Databases.NAME));
        var destinations = body.putArray("destinations");
        destinations
                .addObject()
                .put("name", "copy")
                .put("type", "postgresql")
                .put("connection", databases.copy().uri(Databases.NAME));
        destinations
                .addObject()
                .put("name", "report")
                .put("type", "mariadb")
                .put("connection", databases.report().uri(Databases.NAME));
        JsonNode reply = api.post("/api/v1/sync/configure", body.toString());
        String sync = reply.path("sync_id").asString();
        screen.line("Configured " + sync + ": shop to copy (PostgreSQL) and report (MariaDB).");
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
                screen.line(
                        String.format(
                                Locale.ROOT,
                                "Copied in %.1f s; changes follow as they come.",
                                seconds));
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

    private boolean open(String sync, Customers customers, Duration howLong)
            throws InterruptedException {
        LiveView view = new LiveView(screen);
        long end = nanos.getAsLong() + howLong.toNanos();
        while (nanos.getAsLong() < end && !stopping.getAsBoolean()) {
            view.show(status(sync), customers.rows(), nanos.getAsLong());
            Thread.sleep(STEP_MILLIS);
        }
        screen.keep();
        return true;
    }

    private boolean openUntilStopped(String sync, Customers customers) throws InterruptedException {
        boolean equal = true;
        while (!stopping.getAsBoolean()) {
            open(sync, customers, VERIFY_EVERY);
            if (!stopping.getAsBoolean()) {
                equal &= verify(sync);
            }
        }
        return equal;
    }

    /** Verifies, and shows a line for each destination; a difference by its table and key. */
    private boolean verify(String sync) {
        JsonNode reply = api.post("/api/v1/sync/" + sync + "/verify", "");
        for (JsonNode one : reply.path("destinations")) {
            String destination = one.path("destination").asString();
            if (one.path("equal").asBoolean()) {
                screen.good(
                        String.format(
                                Locale.ROOT,
                                "%-8s equal at %s: %d tables, %,d rows",
                                destination,
                                one.path("position").asString(),
                                one.path("tables").asLong(),
                                one.path("rows").asLong()));
            }
            for (JsonNode difference : one.path("differences")) {
                screen.bad(
                        "%-8s differs: %s %s %s %s"
                                .formatted(
                                        destination,
                                        difference.path("table").asString(),
                                        difference.path("key").asString(),
                                        difference.path("kind").asString(),
                                        difference.path("fields")));
            }
        }
        return reply.path("equal").asBoolean();
    }
}
