package io.syncline.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Role;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.ReviewSamples;
import io.syncline.testkit.store.StoreSamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A store as a version of Syncline left it, as SQL: its migrations, then every row of every table.
 * Sealed under the master key of the tests. A golden store is written once, for its version, and
 * never again.
 *
 * @param version the number of its last migration
 */
record GoldenStore(int version) {
    static final String KEY_MARK = "-- The API key in it: ";

    private static final String FOLDER = "/io/syncline/store/";

    /** Where it is kept, by its name as a resource. */
    String name() {
        return FOLDER + "golden/store-v" + version + ".sql";
    }

    /** Its statements. */
    String text() {
        return resource(name());
    }

    /** The whole API key that was made in it. */
    String apiKey() {
        return text().lines()
                .filter(line -> line.startsWith(KEY_MARK))
                .map(line -> line.substring(KEY_MARK.length()))
                .findFirst()
                .orElseThrow();
    }

    /** The text of a migration. */
    static String migration(String name) {
        return resource(FOLDER + "migrations/" + name);
    }

    private static String resource(String name) {
        try (InputStream in = GoldenStore.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("There is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key that lets nobody in. */
    private static final Keyring.Entry REVOKED =
            new Keyring.Entry(
                    "000000000000",
                    "ä 'Bert'",
                    Role.REVIEWER,
                    "Anna",
                    7,
                    70L,
                    9L,
                    new Keyring.Revoked("Anna\\", 8));

    /** Puts real things into every table; of API keys, none that is good. */
    static final Map<Value, Value> LINKS =
            Map.of(
                    new Value.Int(5),
                    new Value.Other("objectId", "65"),
                    new Value.Text("ä\u0000\ud800'"),
                    new Value.Uuid(new UUID(1, 2)));

    static void fill(Store store) {
        Owner owner = StoreSamples.fill(store, "sync_a");
        long epoch = store.nextEpoch(owner, "flow_sync_a");
        long other = store.nextEpoch(owner, "flow_sync_a_1");
        store.progress(
                "flow_sync_a_1", other, "public.no key", new SnapshotProgress(null, 3, true, 9));
        store.agree(
                "flow_sync_a_1",
                other,
                "public.no key",
                new Agreed(
                        Map.of("ä\u0000'", "decimal 10,2?"),
                        List.of(),
                        Agreed.Standing.TO_BE_SWEPT),
                false);
        store.note(owner, "flow_sync_a", "source", "ä 'quoted'\n\u0000");
        store.save(owner, StoreSamples.execution("exec_2", "sync_a", 51));
        RowId wide =
                RowId.of(
                        "public.no key",
                        new Value.Text("ä\u0000\ud800 'quoted' \\ \n"),
                        new Value.Bytes(new byte[] {0, -1, 39}),
                        new Value.Real(Double.NaN),
                        new Value.Other("interval", "1 mon"),
                        Value.nothing());
        store.pairs().links().add("flow_sync_a_1", "public.no key", LINKS);
        store.park(
                other,
                StoreSamples.parked(
                        "sync_a",
                        "flow_sync_a_1",
                        wide,
                        Image.absent(),
                        "x",
                        Code.UNIQUE_TAKEN,
                        5));
        store.add(StoreSamples.plainDefinition("sync_b"));
        store.state(store.takeOver("sync_b"), SyncState.FAILED, "the network's");
        store.append("sync_b", "odd", 90, Map.of("", "ä\u0000\ud800'\\\n"));
        store.registry().keep(StoreSamples.named("primary", "ä\u0000'\\\n"));
        store.registry()
                .leave(
                        new Registry.Left(
                                0,
                                "sync_gone_0",
                                new Registry.Named(
                                        "copy",
                                        "postgresql",
                                        StoreSamples.named("copy", "").settings(),
                                        0),
                                "SYN-2001 'x'"));
        store.registry().keyring().keep(REVOKED, new byte[] {39, 0, -1});
        StoreSamples.fill(store, "sync_gone");
        store.remove("sync_gone");
        store.progress(
                "flow_sync_a",
                epoch,
                "public.orders",
                new SnapshotProgress(new SnapshotPosition("'\\"), 1, false, 2));
        PairSamples.fill(store, "flow_sync_a", epoch);
        ReviewSamples.fill(store, "flow_sync_a_1", other);
    }

    /** The text of a golden store, from a database that a store is in. */
    static String written(Connection connection, List<String> migrations, String apiKey)
            throws SQLException {
        StringBuilder sql =
                new StringBuilder("-- A store as its version left it; never to be changed.\n");
        sql.append(KEY_MARK).append(apiKey).append('\n');
        sql.append("CREATE SCHEMA syncline;\nSET search_path = syncline;\n");
        migrations.forEach(name -> sql.append(migration(name)));
        sql.append(HISTORY);
        try (Statement statement = connection.createStatement()) {
            for (String table :
                    texts(
                            statement,
                            "SELECT relname FROM pg_class WHERE relnamespace ="
                                    + " 'syncline'::regnamespace AND relkind = 'r' ORDER BY oid")) {
                sql.append("DELETE FROM ").append(table).append(";\n");
                for (String insert : texts(statement, inserts(statement, table))) {
                    sql.append(insert).append('\n');
                }
            }
            texts(statement, IDENTITIES).forEach(line -> sql.append(line).append('\n'));
        }
        return sql.append("RESET search_path;\n").toString();
    }

    private static String inserts(Statement statement, String table) throws SQLException {
        String ofTable =
                " FROM information_schema.columns WHERE table_schema = 'syncline' AND table_name = '"
                        + table
                        + "'";
        String columns =
                texts(
                                statement,
                                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY"
                                        + " ordinal_position)"
                                        + ofTable)
                        .getFirst();
        String values =
                texts(
                                statement,
                                "SELECT string_agg('quote_nullable(' || quote_ident(column_name) ||"
                                        + " ')', ', ' ORDER BY ordinal_position)"
                                        + ofTable)
                        .getFirst();
        return "SELECT 'INSERT INTO "
                + table
                + " ("
                + columns
                + ") OVERRIDING SYSTEM VALUE VALUES (' || concat_ws(', ', "
                + values
                + ") || ');' FROM syncline."
                + table
                + " ORDER BY 1";
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static final String IDENTITIES =
            "SELECT format('ALTER TABLE %I ALTER %I RESTART WITH %s;', table_name, column_name,"
                    + " coalesce(pg_sequence_last_value(pg_get_serial_sequence('syncline.' ||"
                    + " table_name, column_name)::regclass), 0) + 1) FROM"
                    + " information_schema.columns WHERE table_schema = 'syncline' AND is_identity ="
                    + " 'YES' ORDER BY table_name";

    /** The table in which the migrations that have run are noted. */
    private static final String HISTORY =
            """
            CREATE TABLE schema_history (
                installed_rank integer PRIMARY KEY,
                version        varchar(50),
                description    varchar(200) NOT NULL,
                type           varchar(20) NOT NULL,
                script         varchar(1000) NOT NULL,
                checksum       integer,
                installed_by   varchar(100) NOT NULL,
                installed_on   timestamp NOT NULL DEFAULT now(),
                execution_time integer NOT NULL,
                success        boolean NOT NULL
            );
            """;
}
