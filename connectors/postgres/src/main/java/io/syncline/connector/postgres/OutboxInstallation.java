package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes and removes outboxes. A table's triggers are made in a transaction of their own that waits
 * for its lock only briefly: while it waits, so do the table's writers. Which tables are finished
 * is noted; one that is noted and has lost a trigger is not mended, or what was written meanwhile
 * would never be missed.
 */
final class OutboxInstallation {
    /** So that two servers do not make the same things at once. */
    private static final long MAKING = 0x53594e434f555442L;

    private static final String BRIEFLY = "SET LOCAL lock_timeout = '2s'";

    private final PostgresConnections connections;

    OutboxInstallation(PostgresConnections connections) {
        this.connections = connections;
    }

    void install(Selection selection) {
        String flow = selection.flow();
        List<String> finished =
                transaction(
                        "making the outbox",
                        connection -> {
                            base(connection, flow);
                            return finished(connection, flow);
                        });
        Map<String, PgTable> all = connections.call("reading the catalog", PostgresCatalog::all);
        for (String collection : selection.collections()) {
            PgTable table = all.get(collection);
            if (table == null) {
                throw new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "There is no table " + collection);
            }
            if (table.key().isEmpty()) {
                throw new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.NO_KEY_TO_TELL,
                        "The table " + collection + " has no key");
            }
            if (!finished.contains(collection)) {
                transaction(
                        "making the triggers of " + collection,
                        connection -> triggers(connection, flow, table));
            }
        }
        for (String collection : finished) {
            if (!selection.collections().contains(collection)) {
                transaction(
                        "removing the triggers of " + collection,
                        connection -> dropped(connection, flow, collection, all.get(collection)));
            }
        }
    }

    private static void base(Connection connection, String flow) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + MAKING + ")");
            try (ResultSet there =
                    statement.executeQuery("SELECT to_regnamespace('syncline') IS NOT NULL")) {
                there.next();
                if (!there.getBoolean(1)) {
                    connection.createStatement().execute("CREATE SCHEMA " + OutboxTriggers.SCHEMA);
                }
            }
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS "
                            + OutboxTriggers.STATE
                            + " (flow text PRIMARY KEY, birth bigint NOT NULL, life bigint NOT NULL,"
                            + " collections text[] NOT NULL)");
            if (!exists(connection, OutboxTriggers.outbox(flow))) {
                // Swept often: what is done is deleted all the time.
                statement.execute(
                        "CREATE TABLE "
                                + OutboxTriggers.outbox(flow)
                                + " (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                                + " collection text NOT NULL, key text[], former text[]) WITH"
                                + " (autovacuum_vacuum_scale_factor = 0,"
                                + " autovacuum_vacuum_threshold = 20000)");
                statement.execute(
                        "INSERT INTO "
                                + OutboxTriggers.STATE
                                + " VALUES ("
                                + PgName.literal(flow)
                                + ", (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, 0,"
                                + " '{}') ON CONFLICT (flow) DO UPDATE SET birth = excluded.birth,"
                                + " life = 0, collections = '{}'");
            }
        }
    }

    private static List<String> triggers(Connection connection, String flow, PgTable table)
            throws SQLException {
        OutboxTriggers triggers = new OutboxTriggers(flow, table);
        try (Statement statement = connection.createStatement()) {
            statement.execute(BRIEFLY);
            for (String sql : triggers.create()) {
                statement.execute(sql);
            }
            if (owns(connection, table)) {
                for (String sql : triggers.always()) {
                    statement.execute(sql);
                }
            }
        }
        note(connection, flow, table.collection(), "array_append(collections, ?)");
        return List.of();
    }

    static boolean owns(Connection connection, PgTable table) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
                                + " WHERE oid = ?::int8::oid")) {
            query.setLong(1, table.oid());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<String> dropped(
            Connection connection,
            String flow,
            String collection,
            @org.jspecify.annotations.Nullable PgTable table)
            throws SQLException {
        if (table != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(BRIEFLY);
                statement.execute(
                        "DROP FUNCTION IF EXISTS "
                                + new OutboxTriggers(flow, table).function()
                                + " CASCADE");
            }
        }
        note(connection, flow, collection, "array_remove(collections, ?)");
        return List.of();
    }

    private static void note(Connection connection, String flow, String collection, String how)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE "
                                + OutboxTriggers.STATE
                                + " SET collections = "
                                + how
                                + " WHERE flow = ?")) {
            statement.setString(1, collection);
            statement.setString(2, flow);
            statement.executeUpdate();
        }
    }

    boolean intact(Selection selection) {
        return connections.call(
                "looking at the triggers",
                connection -> {
                    if (!exists(connection, OutboxTriggers.outbox(selection.flow()))
                            || !exists(connection, OutboxTriggers.STATE)) {
                        return false;
                    }
                    List<String> finished = finished(connection, selection.flow());
                    Map<String, PgTable> all = PostgresCatalog.all(connection);
                    for (String collection : selection.collections()) {
                        PgTable table = all.get(collection);
                        if (!finished.contains(collection)
                                || table == null
                                || table.key().isEmpty()
                                || !fires(connection, selection.flow(), table)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** Whether all its triggers run the function that the table as it is asks for. */
    private static boolean fires(Connection connection, String flow, PgTable table)
            throws SQLException {
        OutboxTriggers triggers = new OutboxTriggers(flow, table);
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                                + " WHERE t.tgrelid = ?::int8::oid AND t.tgname = ANY (?)"
                                + " AND t.tgenabled IN ('O', 'A') AND p.prosrc = ?")) {
            query.setLong(1, table.oid());
            query.setArray(2, connection.createArrayOf("text", triggers.names().toArray()));
            query.setString(3, triggers.body());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) == triggers.names().size();
            }
        }
    }

    void remove(String flow) {
        transaction(
                "removing the outbox",
                connection -> {
                    if (!exists(connection, OutboxTriggers.STATE)) {
                        return List.of();
                    }
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT pg_advisory_xact_lock(" + MAKING + ")");
                        statement.execute(BRIEFLY);
                        for (String function : functions(connection, flow)) {
                            statement.execute("DROP FUNCTION " + function + " CASCADE");
                        }
                        statement.execute("DROP TABLE IF EXISTS " + OutboxTriggers.outbox(flow));
                        statement.execute(
                                "DELETE FROM "
                                        + OutboxTriggers.STATE
                                        + " WHERE flow = "
                                        + PgName.literal(flow));
                        statement.execute(LAST);
                    }
                    return List.of();
                });
    }

    /** The last of all takes what they shared along. */
    private static final String LAST =
            "DO 'BEGIN IF NOT EXISTS (SELECT FROM syncline.syncline_outboxes) THEN"
                    + " DROP TABLE syncline.syncline_outboxes;"
                    + " IF NOT EXISTS (SELECT FROM pg_class WHERE relnamespace ="
                    + " to_regnamespace(''syncline'')) THEN DROP SCHEMA syncline; END IF;"
                    + " END IF; END'";

    static List<String> functions(Connection connection, String flow) throws SQLException {
        return TableShapes.strings(
                connection,
                "SELECT format('%I.%I()', n.nspname, p.proname) FROM pg_proc p"
                        + " JOIN pg_namespace n ON n.oid = p.pronamespace"
                        + " WHERE n.nspname = 'syncline' AND p.proname ~ ('^o_' || ? || '_[0-9]+$')",
                flow);
    }

    private static List<String> finished(Connection connection, String flow) throws SQLException {
        List<String> finished = new ArrayList<>();
        finished.addAll(
                TableShapes.strings(
                        connection,
                        "SELECT unnest(collections) FROM "
                                + OutboxTriggers.STATE
                                + " WHERE flow = ?",
                        flow));
        return finished;
    }

    static boolean exists(Connection connection, String table) throws SQLException {
        return TableShapes.strings(connection, "SELECT to_regclass(?) IS NOT NULL", table)
                .getFirst()
                .equals("t");
    }

    private <T> T transaction(String doing, PostgresConnections.Work<T> work) {
        return connections.call(
                doing,
                connection -> {
                    connection.setAutoCommit(false);
                    T result = work.on(connection);
                    connection.commit();
                    return result;
                });
    }
}
