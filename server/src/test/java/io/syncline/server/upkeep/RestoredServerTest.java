package io.syncline.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store that is older than its destinations: nothing lost, nothing doubled, one owner. */
class RestoredServerTest {
    private static final String ROWS =
            "SELECT string_agg(concat_ws('|', id, name, qty), ',' ORDER BY id) FROM items WHERE id <> 5";
    private static final String ROWS_THERE =
            "SELECT group_concat(concat_ws('|', id, name, qty) ORDER BY id SEPARATOR ',') FROM"
                    + " items WHERE id <> 5";

    private final FreshDatabase source = Services.postgres(18).freshDatabase();
    private final FreshDatabase copy = Services.postgres(18).freshDatabase();
    private final FreshDatabase report = Services.mariaDb().freshDatabase();
    private final FreshDatabase firstStore = Services.postgres(18).freshDatabase();
    private final FreshDatabase secondStore = Services.postgres(18).freshDatabase();
    private final Path first = Services.folder("first").resolve("data");
    private final Path second = Services.folder("second").resolve("data");
    private final Path file = Services.folder("backups").resolve("monday");

    @Test
    void aRestoredServerGoesOnWhereItsDestinationsAreAndTheEarlierOneIsRefused() throws Exception {
        run(
                source,
                "CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL, qty int NOT NULL)",
                "INSERT INTO items SELECT n, 'name ' || n, n FROM generate_series(1, 500) n");
        String key;
        String id;
        try (Site site = Site.start(first, firstStore, null)) {
            key = site.key;
            id = site.call("POST", "/api/v1/sync/configure", body()).get("sync_id").stringValue();
            awaitEqual();
            run(copy, "ALTER TABLE items ADD CHECK (qty < 1000)");
            run(report, "ALTER TABLE items ADD CHECK (qty < 1000)");
            command("backup", file.toString(), "--store", firstStore.uri());
            // From here on, the backup knows nothing.
            run(
                    source,
                    "UPDATE items SET qty = 5000 WHERE id = 5",
                    "DELETE FROM items WHERE id = 7",
                    "INSERT INTO items VALUES (501, 'after the backup', 1)");
            awaitEqual();
            awaitParked(site, id);
        }
        try (Site again = Site.start(first, firstStore, key)) {
            run(source, "UPDATE items SET name = 'once more' WHERE id = 8");
            awaitEqual();
        }
        run(source, "DELETE FROM items WHERE id = 9", "UPDATE items SET qty = 2 WHERE id = 10");
        String untouched = text(copy, "SELECT xmin::text FROM items WHERE id = 1");
        Files.createDirectories(second);
        Files.copy(first.resolve("master.key"), second.resolve("master.key"));
        command(
                "restore",
                file.toString(),
                "--data",
                second.toString(),
                "--store",
                secondStore.uri());

        try (Site restored = Site.start(second, secondStore, key)) {
            awaitEqual();
            awaitParked(restored, id);
            restored.await(
                    "/api/v1/sync/status/" + id,
                    status -> status.toString().contains("\"phase\":\"streaming\""));
            assertThat(text(copy, "SELECT xmin::text FROM items WHERE id = 1"))
                    .as("a row that was equal is not written again")
                    .isEqualTo(untouched);
            String epochs = text(copy, "SELECT string_agg(epoch::text, ',') FROM syncline_epoch");
            String epochsThere = text(report, "SELECT group_concat(epoch) FROM syncline_epoch");
            try (Site earlier = Site.start(first, firstStore, key)) {
                run(source, "INSERT INTO items VALUES (502, 'while two servers run', 1)");
                awaitEqual();
                earlier.await(
                        "/api/v1/sync/status/" + id,
                        status -> !status.toString().contains("\"phase\":\"streaming\""));
                assertThat(
                                text(
                                        copy,
                                        "SELECT string_agg(epoch::text, ',') FROM"
                                                + " syncline_epoch"))
                        .isEqualTo(epochs);
                assertThat(text(report, "SELECT group_concat(epoch) FROM syncline_epoch"))
                        .isEqualTo(epochsThere);
            }
        }
        // A second start of the restored server is an ordinary one.
        try (Site once = Site.start(second, secondStore, key)) {
            run(
                    source,
                    "UPDATE items SET qty = 5 WHERE id = 5",
                    "DELETE FROM items WHERE id = 502");
            awaitEqual();
            assertThat(text(secondStore, "SELECT bool_or(restored)::text FROM syncline.flow"))
                    .isEqualTo("false");
        }
    }

    private String body() {
        return "{'name':'shop','type':'one_way','mode':'real_time','source':{'connection':'"
                + source.uri()
                + "'},'destinations':[{'name':'copy','connection':'"
                + copy.uri()
                + "'},{'name':'report','connection':'"
                + report.uri()
                + "'}]}";
    }

    private static void awaitParked(Site site, String id) throws Exception {
        site.await(
                "/api/v1/sync/" + id + "/parked",
                parked -> parked.toString().split("\"5000\"", -1).length == 3);
    }

    private void awaitEqual() throws Exception {
        long end = System.nanoTime() + 120_000_000_000L;
        String wanted = text(source, ROWS);
        String seen = "";
        while (System.nanoTime() < end) {
            seen = there(copy, ROWS) + "\n" + there(report, ROWS_THERE);
            if (seen.equals(wanted + "\n" + wanted)) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(seen).isEqualTo(wanted + "\n" + wanted);
    }

    private static String there(FreshDatabase database, String query) {
        try {
            return text(database, query);
        } catch (java.sql.SQLException e) {
            return "";
        }
    }

    private static void command(String name, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Upkeep upkeep = new Upkeep(new PrintStream(said), new PrintStream(said));
        List<String> all = List.of(arguments);
        int status = name.equals("backup") ? upkeep.backup(all, 1) : upkeep.restore(all);
        assertThat(status).as(said.toString()).isZero();
    }

    private static void run(FreshDatabase database, String... statements) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String text(FreshDatabase database, String query) throws java.sql.SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (query.contains("group_concat")) {
                statement.execute("SET group_concat_max_len = 1000000");
            }
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        }
    }
}
