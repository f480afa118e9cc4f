package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.endpoint.EndpointException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection that writes: planned for look-ups by key, tagged with a replication origin where the
 * grants allow it, and with a temporary table for each table it wrote in bulk. Used by one thread
 * at a time.
 */
final class TargetSession implements AutoCloseable {
    /** One origin is used by one session at a time, so each of ours needs another. */
    private static final int ORIGINS_MAX = 32;

    /** By this setting triggers can tell what is written here. */
    private static final String WRITING = "syncline.writing";

    private final Connection connection;
    private final boolean tagged;
    private final boolean settles;
    private final boolean speaks;
    private final boolean suppressing;
    private final Map<String, Temporary> temporaries = new HashMap<>();
    private final Set<String> filled = new HashSet<>();
    private final RowForm.All forms = new RowForm.All();

    private record Temporary(String name, String of) {}

    private TargetSession(
            Connection connection,
            boolean tagged,
            boolean settles,
            boolean speaks,
            boolean suppressing) {
        this.suppressing = suppressing;
        this.connection = connection;
        this.tagged = tagged;
        this.settles = settles;
        this.speaks = speaks;
    }

    /**
     * Takes a fresh connection over.
     *
     * @param durable whether {@link #commit} returns only when the commit is on disk
     * @param triggers whether triggers fire for what is written
     * @throws EndpointException MISCONFIGURED if they shall not, and the user may not say so
     */
    static TargetSession on(Connection connection, boolean durable, Triggers triggers)
            throws SQLException {
        boolean speaks = Byline.may(connection);
        boolean settles = durable && speaks;
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET enable_hashjoin = off; SET enable_mergejoin = off; SET TimeZone = 'UTC';"
                            + " SET synchronous_commit = "
                            + (durable && !settles ? "on" : "off")
                            + "; SET "
                            + WRITING
                            + " = 'on'");
        }
        if (triggers == Triggers.SUPPRESS) {
            Suppression.begin(connection);
        }
        boolean tagged = tag(connection);
        connection.unwrap(PGConnection.class).setPrepareThreshold(2);
        connection.setAutoCommit(false);
        return new TargetSession(
                connection, tagged, settles, speaks, triggers == Triggers.SUPPRESS);
    }

    /**
     * Ties a replication origin to the session, so that everybody who reads the log can tell our
     * writes from others. Without the grant for it the writes go untagged.
     */
    private static boolean tag(Connection connection) throws SQLException {
        if (!may(connection)) {
            return false;
        }
        for (int n = 1; n <= ORIGINS_MAX; n++) {
            String name = PgName.literal("syncline_" + n);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SELECT pg_replication_origin_create("
                                + name
                                + ") WHERE NOT EXISTS"
                                + " (SELECT FROM pg_replication_origin WHERE roname = "
                                + name
                                + ")");
                statement.execute("SELECT pg_replication_origin_session_setup(" + name + ")");
                return true;
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                boolean taken =
                        state.equals("55006") || state.equals("23505") || state.equals("42710");
                if (!taken) {
                    if (state.equals("53400") || state.equals("42501")) {
                        return false;
                    }
                    throw e;
                }
            }
        }
        return false;
    }

    /** Whether the user may tie an origin to a session. */
    static boolean may(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT"
                                        + " has_function_privilege('pg_replication_origin_session_setup(text)',"
                                        + " 'execute') AND"
                                        + " has_function_privilege('pg_replication_origin_create(text)',"
                                        + " 'execute') AND has_table_privilege('pg_replication_origin',"
                                        + " 'select') AND NOT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** The connection; in autocommit only within {@link #alone}. */
    Connection connection() {
        return connection;
    }

    /** How rows were written in it so far. */
    RowForm.All forms() {
        forms.trim();
        return forms;
    }

    /** Whether our writes can be told from others' in the log. */
    boolean tagged() {
        return tagged;
    }

    /** Whether triggers do not fire in it, and so the server checks no foreign keys either. */
    boolean suppressing() {
        return suppressing;
    }

    /**
     * Begins a transaction that says in the log whose it is, as far as the grants allow it.
     *
     * @param settings what to run in it first
     */
    void begin(String flow, String settings) throws SQLException {
        run(speaks ? settings + "; " + Byline.of(flow) : settings);
    }

    /** Runs a statement without parameters. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement with text parameters; how many rows it changed. */
    int update(String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, 0, parameters);
            return statement.executeUpdate();
        }
    }

    /** Sets text parameters of whatever type the statement casts them to. */
    static void bind(PreparedStatement statement, int after, @Nullable String... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(after + i + 1, parameters[i], java.sql.Types.OTHER);
        }
    }

    Savepoint savepoint() throws SQLException {
        return connection.setSavepoint();
    }

    /**
     * The temporary table for bulk writes to a table, empty; made at first use. It lives as long as
     * the session, because making one costs more than a small batch does.
     */
    String temporary(TableShape shape) throws SQLException {
        String columns = TableShape.names(shape.columns(), "");
        Temporary known = temporaries.get(shape.collection());
        // With their types: a column may have been widened since.
        String of = shape.columns().toString();
        if (known != null && known.of.equals(of)) {
            if (!filled.add(known.name)) {
                run("TRUNCATE " + known.name);
            }
            return known.name;
        }
        String name = known == null ? "pg_temp.syncline_" + (temporaries.size() + 1) : known.name;
        run("DROP TABLE IF EXISTS " + name);
        run(
                "CREATE TEMP TABLE "
                        + name
                        + " ON COMMIT DELETE ROWS AS SELECT 0::int AS "
                        + TableShape.NUMBER
                        + ", "
                        + columns
                        + " FROM "
                        + shape.table()
                        + " WITH NO DATA");
        temporaries.put(shape.collection(), new Temporary(name, of));
        filled.add(name);
        return name;
    }

    /**
     * Commits. Readers see the commit at once, and the call returns when it is on disk: a reader
     * need not wait for the disk, but the source must not be acknowledged before. A server that
     * crashes in between has not answered.
     */
    void commit() throws SQLException {
        connection.commit();
        filled.clear();
        settle();
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Statements {
        void on(Connection connection) throws SQLException;
    }

    /** Runs one statement that is a transaction of its own, committed like others. */
    void alone(Statements one) throws SQLException {
        connection.setAutoCommit(true);
        try {
            one.on(connection);
        } finally {
            connection.setAutoCommit(false);
        }
        settle();
    }

    private void settle() throws SQLException {
        if (settles) {
            // A small commit that waits for the disk takes all before it along.
            run(
                    "SET LOCAL synchronous_commit = on;"
                            + " SELECT pg_logical_emit_message(true, 'syncline', '')");
            connection.commit();
        }
    }

    /** Undoes the transaction. Temporary tables made in it are gone with it. */
    void rollback() throws SQLException {
        connection.rollback();
        filled.clear();
        Set<String> there = existing();
        temporaries.values().removeIf(each -> !there.contains(each.name));
    }

    /** Undoes what was done after a savepoint. */
    void rollback(Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
        if (!temporaries.isEmpty()) {
            Set<String> there = existing();
            temporaries.values().removeIf(each -> !there.contains(each.name));
            filled.addAll(
                    temporaries.values().stream().map(Temporary::name).collect(Collectors.toSet()));
        }
    }

    private Set<String> existing() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT 'pg_temp.' || relname FROM pg_class"
                                        + " WHERE relnamespace = pg_my_temp_schema()")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public void close() {
        PostgresConnections.quietly(connection);
    }
}
