package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the two-way demonstration: both ends meet, are written at once, quarrel, and are
 * compared.
 */
final class TwoWayDemo {
    private static final String CONFIGURE = "/api/v1/sync/configure";
    private static final long STEP_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is still on its way has moved by then. */
    private static final Duration STILL = Duration.ofSeconds(12);

    private static final double CLERK_PER_SECOND = 30;
    private static final double QUARRELS_PER_SECOND = 1.5;

    /** Enough to try the command on. */
    private static final int WAITING = 3;

    private static final int WRONG_SHOWN = 8;
    private static final long SHOP_SEED = 20_260_101;
    private static final long TILL_SEED = 20_260_103;

    private static final String RULES =
            """
            {
              "default_strategy": "last_write_wins",
              "custom_rules": {"on_hand": "sum", "email": "manual_review"},
              "rules": {
                "address": {"fields": ["street", "zip", "town"], "strategy": "last_write_wins", "together": true}
              }
            }
            """;

    private final Stage stage;
    private final Screen screen;
    private final Api api;
    private final Goods goods;
    private final Connection shop;
    private final Connection till;
    private final LongSupplier nanos;
    private final TwoWayView view;
    private long soldBefore;
    private long rungBefore;

    /**
     * A run.
     *
     * @param shop for looking at the one end
     * @param till for looking at the other
     * @param nanos a clock that only goes forward
     */
    TwoWayDemo(Stage stage, Goods goods, Connection shop, Connection till, LongSupplier nanos) {
        this.stage = stage;
        this.screen = stage.screen();
        this.api = stage.api();
        this.goods = goods;
        this.shop = shop;
        this.till = till;
        this.nanos = nanos;
        this.view = new TwoWayView(screen, shop, till);
    }

    /**
     * Runs it.
     *
     * @param open how long both are open before they are compared
     * @param once whether it ends then, or goes on until the person has had enough
     * @return whether both were equal whenever they were compared, but for what waits
     */
    boolean run(Duration open, boolean once) throws SQLException, InterruptedException {
        String sync = meet();
        Undecided undecided = new Undecided(api, sync);
        boolean even = true;
        try (Connection seller = stage.databases().connect(Goods.SHOP);
                Connection cashier = stage.databases().connect(Goods.TILL);
                Connection ours = stage.databases().connect(Goods.SHOP);
                Connection theirs = stage.databases().connect(Goods.TILL)) {
            ours.setAutoCommit(false);
            theirs.setAutoCommit(false);
            Clerk here = new Clerk(seller, goods, Goods.CUSTOMERS, SHOP_SEED);
            Clerk there = new Clerk(cashier, goods, 2L * Goods.TILL_CUSTOMERS_FROM, TILL_SEED);
            Quarrel quarrel = new Quarrel(ours, theirs, goods, () -> undecided.count() >= WAITING);
            screen.title("Live: both are open (sales, prices, moves, new and removed customers)");
            do {
                try (Shift selling = Shift.start("shop", CLERK_PER_SECOND, here::once);
                        Shift ringing = Shift.start("till", CLERK_PER_SECOND, there::once);
                        Shift quarrels =
                                Shift.start("quarrels", QUARRELS_PER_SECOND, quarrel::once)) {
                    watch(sync, undecided, new Written(selling, ringing, quarrels), open);
                }
                if (!stage.stopping().getAsBoolean()) {
                    even &= compare(sync, undecided);
                }
            } while (!once && !stage.stopping().getAsBoolean());
        }
        return even;
    }

    /** Makes the sync, and waits until both ends have met. */
    private String meet() throws InterruptedException {
        ObjectNode body = body();
        screen.title("Meeting: what the sync would do, asked before");
        body.put("dry_run", true);
        JsonNode would = api.post(CONFIGURE, body.toString()).path("would");
        would.path("actions").forEach(action -> screen.line("  " + action.asString()));
        body.put("dry_run", false);
        String sync = api.post(CONFIGURE, body.toString()).path("sync_id").asString();
        long until = nanos.getAsLong() + PATIENCE.toNanos();
        Waiting.until(
                screen,
                "Both ends meet",
                () -> {
                    while (!streaming(status(sync)) && nanos.getAsLong() < until) {
                        Thread.sleep(STEP_MILLIS);
                    }
                    return sync;
                });
        if (!streaming(status(sync))) {
            throw new DemoException("Both ends have not met: " + status(sync));
        }
        screen.line("  All rows of both were looked at: what only one had, both have.");
        return sync;
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "counter").put("type", "bi_directional").put("mode", "real_time");
        body.putObject("source")
                .put("name", Goods.SHOP)
                .put("type", "postgresql")
                .put("connection", stage.databases().uri(Goods.SHOP));
        body.putObject("destination")
                .put("name", Goods.TILL)
                .put("type", "mariadb")
                .put("connection", stage.databases().uri(Goods.TILL));
        body.put("initial_load", "a_wins");
        body.set("conflict_resolution", JsonMapper.shared().readTree(RULES));
        return body;
    }

    private JsonNode status(String sync) {
        JsonNode status = api.get("/api/v1/sync/status/" + sync);
        if (status.path("status").asString().equals("failed")) {
            throw new DemoException("The sync has failed: " + status);
        }
        return status;
    }

    private static boolean streaming(JsonNode status) {
        return status.path("flows").path(0).path("phase").asString("").equals("streaming");
    }

    private void watch(String sync, Undecided undecided, Written written, Duration howLong)
            throws SQLException, InterruptedException {
        long end = nanos.getAsLong() + howLong.toNanos();
        while (nanos.getAsLong() < end && !stage.stopping().getAsBoolean()) {
            tell(undecided.news());
            long left = (end - nanos.getAsLong() + 999_999_999L) / 1_000_000_000L;
            JsonNode status = status(sync);
            view.show(
                    status,
                    soldBefore + written.sold(),
                    rungBefore + written.rung(),
                    undecided.count(),
                    "both are closed and compared in " + left + " s",
                    nanos.getAsLong());
            Thread.sleep(STEP_MILLIS);
        }
        soldBefore += written.sold();
        rungBefore += written.rung();
        screen.clear();
    }

    /** What begins to wait, with the words that settle it. */
    private void tell(List<Undecided.Row> begun) {
        for (Undecided.Row row : begun) {
            screen.line("  " + screen.loud("? ") + row.words() + " waits for you; to settle it:");
            screen.line(
                    "    ./syncline conflicts resolve %s --take ours --data %s"
                            .formatted(row.id(), stage.server().data()));
        }
    }

    /** Waits until both are equal but for what waits, and says so; or what is not. */
    private boolean compare(String sync, Undecided undecided)
            throws SQLException, InterruptedException {
        long until = nanos.getAsLong() + PATIENCE.toNanos();
        long still = until;
        List<String> wrong = List.of();
        Balance balance;
        while (true) {
            tell(undecided.news());
            balance = Balance.of(shop, till, goods, undecided.rows());
            long now = nanos.getAsLong();
            if (!balance.wrong().equals(wrong)) {
                wrong = balance.wrong();
                still = now + STILL.toNanos();
            }
            if (balance.even() || now > Math.min(until, still) || stage.stopping().getAsBoolean()) {
                break;
            }
            Thread.sleep(STEP_MILLIS);
        }
        tell(balance, status(sync), undecided.count());
        return balance.even();
    }

    private void tell(Balance balance, JsonNode status, int rows) {
        screen.line(
                String.format(
                        Locale.ROOT,
                        "  Both are closed: the shop has written %,d rows, the till %,d.",
                        soldBefore,
                        rungBefore));
        screen.line("  Settled by rule: " + TwoWayView.settled(status.path("flows").path(0)));
        if (balance.even()) {
            screen.good(
                    String.format(
                            Locale.ROOT,
                            "equal: %,d rows compared, every stock is what was booked",
                            balance.rows()));
        } else {
            screen.bad("NOT equal: " + balance.wrong().size() + " values differ");
            balance.wrong().stream().limit(WRONG_SHOWN).forEach(screen::bad);
        }
        if (balance.excused() > 0) {
            screen.line(
                    "  %d values differ and wait for you, in %d rows"
                            .formatted(balance.excused(), rows));
        }
    }

    /** Who writes at either end. A quarrel writes a row at each. */
    private record Written(Shift selling, Shift ringing, Shift quarrels) {
        private long sold() {
            return selling.rows() + quarrels.rows() / 2;
        }

        private long rung() {
            return ringing.rows() + quarrels.rows() / 2;
        }
    }
}
