package io.syncline.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.server.Main;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Program;
import io.syncline.testkit.services.Services;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A store of the first version with a sync that runs, and the process of this version on it. The
 * store is brought back to what the first version's tables and definitions were; the store's own
 * tests read one that the first version has written.
 */
class UpgradeTest {
    private static final String ROWS =
            "SELECT string_agg(concat_ws('|', id, name), ',' ORDER BY id) FROM items";

    private final FreshDatabase source = Services.postgres(18).freshDatabase();
    private final FreshDatabase copy = Services.postgres(18).freshDatabase();
    private final FreshDatabase store = Services.postgres(18).freshDatabase();
    private final Path data = Services.folder("upgrade").resolve("data");

    @Test
    void aSyncOfTheFirstVersionGoesOnWithoutANewCopy() throws Exception {
        run(
                source,
                "CREATE TABLE items (id int PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO items SELECT n, 'name ' || n FROM generate_series(1, 200) n");
        try (Site site = Site.start(data, store, null)) {
            String id =
                    site.call(
                                    "POST",
                                    "/api/v1/sync/configure",
                                    "{'name':'shop','type':'one_way','mode':'real_time','source':"
                                            + "{'connection':'"
                                            + source.uri()
                                            + "'},'destination':{'connection':'"
                                            + copy.uri()
                                            + "'}}")
                            .get("sync_id")
                            .stringValue();
            awaitEqual();
            site.await(
                    "/api/v1/sync/status/" + id,
                    status -> status.toString().contains("\"phase\":\"streaming\""));
        }
        toTheFirstVersion();
        run(
                source,
                "UPDATE items SET name = 'while nobody ran' WHERE id = 7",
                "DELETE FROM items WHERE id = 8");
        String untouched = text(copy, "SELECT xmin::text FROM items WHERE id = 1");

        Process server = serve();
        try {
            awaitEqual();
            run(source, "INSERT INTO items VALUES (201, 'under the new version')");
            awaitEqual();
            assertThat(text(copy, "SELECT xmin::text FROM items WHERE id = 1"))
                    .isEqualTo(untouched);
            assertThat(text(store, "SELECT bool_and(done)::text FROM syncline.snapshot_progress"))
                    .isEqualTo("true");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private void toTheFirstVersion() throws SQLException {
        List<String> later = new ArrayList<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT relname FROM pg_class WHERE relnamespace ="
                                        + " 'syncline'::regnamespace AND relkind = 'r' AND relname"
                                        + " NOT IN ('probe', 'sync', 'execution', 'flow',"
                                        + " 'snapshot_progress', 'parked', 'event_sequence',"
                                        + " 'event', 'api_key', 'schema_history')")) {
            while (rows.next()) {
                later.add("DROP TABLE syncline." + rows.getString(1) + " CASCADE");
            }
        }
        assertThat(later).isNotEmpty();
        run(store, later.toArray(String[]::new));
        run(copy, "UPDATE syncline_checkpoint SET shard = shard - 16");
        run(
                store,
                "ALTER TABLE syncline.probe DROP COLUMN pepper, DROP COLUMN incarnation",
                "ALTER TABLE syncline.flow DROP COLUMN restored",
                "ALTER TABLE syncline.execution DROP COLUMN conflicts_detected, DROP COLUMN"
                        + " conflicts_resolved",
                "ALTER TABLE syncline.api_key DROP COLUMN number, DROP COLUMN role, DROP COLUMN"
                        + " maker, DROP COLUMN used_millis, DROP COLUMN revoker, DROP COLUMN"
                        + " revoked_millis",
                "UPDATE syncline.sync SET definition = (SELECT jsonb_object_agg(key, value) FROM"
                        + " jsonb_each(definition::jsonb) WHERE key IN ('v', 'id', 'name',"
                        + " 'direction', 'mode', 'source', 'destinations', 'tables',"
                        + " 'collections', 'schedule', 'retry', 'workers', 'existing', 'checks',"
                        + " 'wording', 'createdMillis'))",
                "DELETE FROM syncline.schema_history WHERE version::int > 1");
    }

    private Process serve() throws Exception {
        List<String> command = Program.java(Main.class.getName(), "-Xmx256m");
        command.addAll(List.of("serve", "--port", "0", "--data"));
        command.addAll(List.of(data.toString(), "--store", "${env:STORE}"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("STORE", store.uri());
        Process process =
                builder.redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
        StringBuilder said = new StringBuilder();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("Ctrl-C ends")) {
                return process;
            }
        }
        throw new AssertionError("The server ended: " + said);
    }

    private void awaitEqual() throws Exception {
        long end = System.nanoTime() + 120_000_000_000L;
        String wanted = text(source, ROWS);
        String seen = "";
        while (System.nanoTime() < end) {
            try {
                seen = text(copy, ROWS);
            } catch (SQLException e) {
                seen = String.valueOf(e.getMessage());
            }
            if (seen.equals(wanted)) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(seen).isEqualTo(wanted);
    }

    private static void run(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String text(FreshDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
