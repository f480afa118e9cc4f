package io.syncline.cli.demo;

import io.syncline.cli.demo.Databases.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts real databases and a real server, runs the demo on them, and takes everything away. */
@Command(
        name = "demo",
        description = {
            "Shows a sync between real databases.",
            "A shop in PostgreSQL is copied to a second PostgreSQL and to MariaDB, then kept equal"
                    + " while its customers order; every few seconds all rows are compared.",
            "Exits 0 when they were equal, 1 when they were not."
        },
        subcommands = TwoWayCommand.class,
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Copy, a few seconds of writes, compare, end.")
    private boolean once;

    @Option(
            names = "--seconds",
            description = "With --once, how long the shop is open. Default: ${DEFAULT-VALUE}",
            defaultValue = "6")
    private int seconds;

    @Option(
            names = "--customers",
            description = "How large the shop is: about 12 rows each. Default: ${DEFAULT-VALUE}",
            defaultValue = "" + Shop.CUSTOMERS)
    private int customers;

    /** Runs the demo; 0 when all was equal. */
    @Override
    public Integer call() {
        if (customers < 1 || customers > 5_000_000) {
            return Stage.wrong("--customers is between 1 and 5000000.");
        }
        if (seconds < 1 || seconds > 3600) {
            return Stage.wrong("--seconds is between 1 and 3600.");
        }
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put("shop", Kind.POSTGRESQL);
        wanted.put("copy", Kind.POSTGRESQL);
        wanted.put("report", Kind.MARIADB);
        return Stage.show(
                "A shop in PostgreSQL, kept equal in a second PostgreSQL and in MariaDB.",
                "Starting a Syncline server, two PostgreSQL and a MariaDB",
                wanted,
                this::play);
    }

    private boolean play(Stage stage) throws SQLException, InterruptedException {
        Shop shop = new Shop(customers);
        long rows = Waiting.until(stage.screen(), "Filling the shop", () -> fill(shop, stage));
        stage.tellPlaces("their addresses: change a row of a copy by hand, and see");
        String size =
                String.format(
                        Locale.ROOT,
                        "%d tables, %,d rows; all ready in %.1f s",
                        Shop.TABLES.size(),
                        rows,
                        stage.seconds());
        stage.fact("shop", size);
        return new Demo(stage, shop, System::nanoTime)
                .run(once ? Duration.ofSeconds(seconds) : null);
    }

    private static long fill(Shop shop, Stage stage) throws SQLException {
        try (Connection connection = stage.databases().connect("shop")) {
            return shop.load(connection);
        }
    }
}
