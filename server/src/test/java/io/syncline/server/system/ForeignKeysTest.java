package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.guard.Guards;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.Performance;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Four lanes write tables that foreign keys of the target connect. */
class ForeignKeysTest {
    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE customers (id int PRIMARY KEY, n int)",
                    "CREATE TABLE orders (id int PRIMARY KEY, customer int,"
                            + " FOREIGN KEY (customer) REFERENCES customers (id))",
                    "CREATE TABLE nodes (id int PRIMARY KEY, up int,"
                            + " FOREIGN KEY (up) REFERENCES nodes (id))",
                    "CREATE TABLE items (id int PRIMARY KEY, n int)");

    /** Each of many transactions has parents, children of earlier and later ones, and goners. */
    private static final String TRAFFIC =
            """
            DO $$ BEGIN FOR i IN 1..3000 LOOP
                INSERT INTO customers VALUES (i, 0);
                INSERT INTO orders SELECT i * 10 + g, 1 + (i * g) % i FROM generate_series(0, 4) g;
                INSERT INTO nodes VALUES (i, nullif(i / 2, 0));
                INSERT INTO items VALUES (i, i);
                UPDATE customers SET n = n + 1 WHERE id = i;
                IF i % 10 = 0 THEN
                    UPDATE orders SET customer = i - 1 WHERE customer = i;
                    DELETE FROM customers WHERE id = i;
                    INSERT INTO customers VALUES (i, 1);
                    UPDATE orders SET customer = i WHERE id = i * 10;
                    DELETE FROM orders WHERE id = i * 10 + 3;
                END IF;
                COMMIT;
            END LOOP; END $$
            """;

    /** The first child has the last parent. */
    private static final String FAMILIES =
            """
            INSERT INTO customers SELECT g, 0 FROM generate_series(1, 30000) g;
            INSERT INTO addresses SELECT g, 30001 - g FROM generate_series(1, 30000) g
            """;

    @Test
    void noRowOfPostgresWaitsForAnother() throws Exception {
        FreshDatabase target = Services.postgres(16).freshDatabase();
        long before = rollbacks(target);
        try (LivePair pair = new LivePair(Services.postgres(18).freshDatabase(), target)) {
            bring(pair);
        }
        // A session that ends tells all that it did; to look at things takes a few of its own.
        assertThat(rollbacks(target) - before).isLessThan(40);
    }

    /** The server does not look at foreign keys there. */
    @Test
    void noRowWaitsForAnotherWhereTriggersAreSuppressedAndEachHasItsParent() throws Exception {
        FreshDatabase target = Services.postgres(16).freshDatabase();
        long before = rollbacks(target);
        try (LivePair pair =
                new LivePair(
                        Map.of(),
                        Map.of("triggers", "suppress"),
                        Services.postgres(18).freshDatabase(),
                        target)) {
            bring(pair);
            assertThat(rollbacks(target) - before).isLessThan(40);
            run(
                    pair.source,
                    List.of(
                            "ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey",
                            "INSERT INTO orders VALUES (900001, 1), (900002, 900000)"));
            long end = System.nanoTime() + 60_000_000_000L;
            while (pair.store.parked(LivePair.SYNC, 0, 10).isEmpty() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).hasSize(1);
            assertThat(read(target, "SELECT sum(id) FROM orders WHERE id > 900000", 1))
                    .isEqualTo("900001");
        }
    }

    @Test
    void noRowOfMariaDbWaitsForAnother() throws Exception {
        FreshDatabase target = Services.mariaDb().freshDatabase();
        try (LivePair pair = new LivePair(Services.postgres(18).freshDatabase(), target)) {
            bring(pair);
            // It has the latest row that a foreign key has refused.
            assertThat(read(target, "SHOW ENGINE INNODB STATUS", 3))
                    .doesNotContain("fails for table `" + target.name() + "`");
        }
    }

    /** The children's table comes first by its name, and both take several chunks. */
    @Test
    void aFirstCopyHasParentsBeforeTheirChildren() throws Exception {
        FreshDatabase target = Services.postgres(16).freshDatabase();
        String children =
                "CREATE TABLE addresses (id int PRIMARY KEY, customer int,"
                        + " FOREIGN KEY (customer) REFERENCES customers (id))";
        long before = rollbacks(target);
        try (LivePair pair = new LivePair(Services.postgres(18).freshDatabase(), target)) {
            run(pair.source, TABLES);
            run(pair.source, List.of(children, FAMILIES));
            run(target, TABLES);
            run(target, List.of(children));
            Options options = Options.standard().with(Guards.none());
            pair.engine.configure(pair.definition(4, ExistingData.ADOPT, options));
            pair.awaitStreaming(60);
            await(pair);
            assertThat(read(target, "SELECT count(*) FROM addresses", 1)).isEqualTo("30000");
        }
        assertThat(rollbacks(target) - before).isLessThan(40);
    }

    @Test
    void aFirstCopyWhereTriggersAreSuppressedHasNoChildWithoutItsParent() throws Exception {
        FreshDatabase target = Services.postgres(16).freshDatabase();
        try (LivePair pair =
                new LivePair(
                        Map.of(),
                        Map.of("triggers", "suppress"),
                        Services.postgres(18).freshDatabase(),
                        target)) {
            run(pair.source, TABLES);
            run(target, TABLES);
            run(
                    pair.source,
                    List.of(
                            "ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey",
                            "INSERT INTO customers SELECT g, 0 FROM generate_series(1, 2000) g",
                            "INSERT INTO orders SELECT g, g FROM generate_series(1, 2001) g"));
            Options options = Options.standard().with(Guards.none());
            pair.engine.configure(pair.definition(4, ExistingData.ADOPT, options));
            pair.awaitStreaming(60);
            assertThat(read(target, "SELECT count(*) FROM orders", 1)).isEqualTo("2000");
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).hasSize(1);
        }
    }

    private static void bring(LivePair pair) throws Exception {
        prepare(pair);
        run(pair.source, List.of(TRAFFIC));
        await(pair);
    }

    private static void prepare(LivePair pair) throws Exception {
        run(pair.source, TABLES);
        run(pair.targets.getFirst(), TABLES);
        // Small writes, so that what is held back until the checkpoint and what is not are many.
        Options options =
                Options.standard()
                        .with(Guards.none())
                        .with(new Performance(100, false, true, null));
        pair.engine.configure(pair.definition(4, ExistingData.ADOPT, options));
        pair.awaitStreaming(60);
    }

    private static void await(LivePair pair) throws Exception {
        List<String> expected = rows(pair.source);
        long end = System.nanoTime() + 60_000_000_000L;
        while (!expected.equals(rows(pair.targets.getFirst())) && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(rows(pair.targets.getFirst())).isEqualTo(expected);
        assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
    }

    private static List<String> rows(FreshDatabase database) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("customers", "orders", "nodes", "items")) {
            rows.add(table);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT * FROM " + table + " ORDER BY id")) {
                while (row.next()) {
                    rows.add(row.getString(1) + ":" + row.getString(2));
                }
            }
        }
        return rows;
    }

    private static long rollbacks(FreshDatabase target) throws SQLException {
        return Long.parseLong(
                read(
                        target,
                        "SELECT xact_rollback FROM pg_stat_database"
                                + " WHERE datname = current_database()",
                        1));
    }

    private static String read(FreshDatabase database, String query, int column)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(column);
        }
    }

    private static void run(FreshDatabase database, List<String> statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
