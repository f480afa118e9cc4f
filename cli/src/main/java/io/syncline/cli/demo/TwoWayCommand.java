package io.syncline.cli.demo;

import io.syncline.cli.demo.Databases.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows two databases that are both written and kept equal, and what becomes of conflicts. */
@Command(
        name = "two-way",
        description = {
            "Shows a sync that goes both ways.",
            "A shop in PostgreSQL and its tills in MariaDB sell from one stock; both are written at"
                    + " once, what both changed is settled by rules, and what no rule may decide"
                    + " waits for you.",
            "Exits 0 when both were equal but for what waits, 1 when they were not."
        },
        mixinStandardHelpOptions = true)
final class TwoWayCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Meet, a few seconds of writes, compare, end.")
    private boolean once;

    @Option(
            names = "--seconds",
            description = "How long both are open before they are compared. Default: 12",
            defaultValue = "12")
    private int seconds;

    /** Runs the demo; 0 when all was as it should be. */
    @Override
    public Integer call() {
        if (seconds < 1 || seconds > 3600) {
            return Stage.wrong("--seconds is between 1 and 3600.");
        }
        Map<String, Kind> wanted = new LinkedHashMap<>();
        wanted.put(Goods.SHOP, Kind.POSTGRESQL);
        wanted.put(Goods.TILL, Kind.MARIADB);
        return Stage.show(
                "A shop in PostgreSQL and its tills in MariaDB: both are written, both are equal.",
                "Starting a Syncline server, a PostgreSQL and a MariaDB",
                wanted,
                this::play);
    }

    private boolean play(Stage stage) throws SQLException, InterruptedException {
        Goods goods = new Goods();
        try (Connection shop = stage.databases().connect(Goods.SHOP);
                Connection till = stage.databases().connect(Goods.TILL)) {
            goods.fillShop(shop);
            goods.fillTill(till);
            stage.tellPlaces("their addresses: change a row at either end, and see");
            return new TwoWayDemo(stage, goods, shop, till, System::nanoTime)
                    .run(Duration.ofSeconds(seconds), once);
        }
    }
}
