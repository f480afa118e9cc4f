package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.QuotedName;
import io.syncline.connector.jdbc.outbox.Outbox;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes and removes outboxes: a table and three triggers for each table that is read. A trigger is
 * made once nobody has written the table and not ended; that is waited for only briefly, because
 * its writers wait, too. What is finished is noted, and not mended later: what was written
 * meanwhile would never be missed.
 */
final class OutboxInstallation {
    static final String STATE = "syncline_outboxes";
    static final String PREFIX = "syncline_outbox_";
    private static final String TEXT = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    private final Pool pool;

    OutboxInstallation(Pool pool) {
        this.pool = pool;
    }

    /** The outbox of a flow, quoted. */
    static String outbox(String flow) {
        return QuotedName.of(name(flow), '`');
    }

    /** The outbox of a flow. */
    static String name(String flow) {
        return PREFIX + flow;
    }

    void install(Selection selection) {
        String flow = selection.flow();
        Map<String, Table> tables = pool.read("Reading the tables", TableReader::read);
        for (String collection : selection.collections()) {
            Table table = tables.get(collection);
            if (table == null || table.key().isEmpty()) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        table == null ? Code.UNKNOWN_COLLECTION : Code.NO_KEY_TO_TELL,
                        "The table "
                                + collection
                                + (table == null ? " is not there" : " has no key"));
            }
        }
        pool.read(
                "Making the outbox",
                connection -> {
                    List<String> finished = base(connection, flow);
                    Transactions.execute(connection, "SET SESSION lock_wait_timeout=2");
                    for (String collection : selection.collections()) {
                        if (!finished.contains(collection)) {
                            Table table = Objects.requireNonNull(tables.get(collection));
                            for (var each : OutboxTriggers.of(flow, table).entrySet()) {
                                Transactions.execute(
                                        connection, OutboxTriggers.drop(each.getKey()));
                                Transactions.execute(
                                        connection,
                                        OutboxTriggers.create(
                                                each.getKey(), table, each.getValue()));
                            }
                            note(connection, flow, with(connection, flow, collection));
                        }
                    }
                    for (String collection : finished) {
                        if (!selection.collections().contains(collection)) {
                            for (String name : OutboxTriggers.names(flow, collection)) {
                                Transactions.execute(connection, OutboxTriggers.drop(name));
                            }
                            List<String> left = finished(connection, flow);
                            left.remove(collection);
                            note(connection, flow, left);
                        }
                    }
                    Transactions.execute(connection, "SET SESSION lock_wait_timeout=DEFAULT");
                    return finished;
                });
    }

    private static List<String> with(Connection connection, String flow, String collection)
            throws SQLException {
        List<String> all = finished(connection, flow);
        all.add(collection);
        return all;
    }

    private static List<String> base(Connection connection, String flow) throws SQLException {
        Transactions.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS %s (flow VARCHAR(64)%s PRIMARY KEY, birth BIGINT NOT NULL, life BIGINT NOT NULL, collections LONGTEXT%s NOT NULL) ENGINE=InnoDB"
                        .formatted(STATE, TEXT, TEXT));
        if (!exists(connection, name(flow))) {
            // First: an outbox without its line is made again, a line without its outbox is not.
            change(connection, "DELETE FROM " + STATE + " WHERE flow = ?", flow);
            Transactions.execute(
                    connection,
                    "CREATE TABLE %s (number BIGINT AUTO_INCREMENT PRIMARY KEY, collection VARCHAR(64)%s NOT NULL, k MEDIUMTEXT%s, former MEDIUMTEXT%s) ENGINE=InnoDB"
                            .formatted(outbox(flow), TEXT, TEXT, TEXT));
        }
        change(
                connection,
                "INSERT IGNORE INTO "
                        + STATE
                        + " SELECT ?, CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED), 0, ''",
                flow);
        return finished(connection, flow);
    }

    private static void note(Connection connection, String flow, List<String> finished)
            throws SQLException {
        String all =
                finished.stream()
                        .map(name -> name.codePointCount(0, name.length()) + ":" + name)
                        .collect(Collectors.joining());
        change(connection, "UPDATE " + STATE + " SET collections = ? WHERE flow = ?", all, flow);
    }

    private static List<String> finished(Connection connection, String flow) throws SQLException {
        List<String> parts =
                MySqlOutbox.parts(
                        one(
                                connection,
                                "SELECT collections FROM " + STATE + " WHERE flow = ?",
                                flow));
        return parts == null ? new ArrayList<>() : parts;
    }

    Outbox.@Nullable Mark mark(String flow) {
        return marked(flow, false);
    }

    Outbox.@Nullable Mark open(String flow) {
        return marked(flow, true);
    }

    private Outbox.@Nullable Mark marked(String flow, boolean opens) {
        List<Outbox.Mark> found =
                pool.read(
                        "Opening the outbox",
                        connection -> {
                            if (!exists(connection, name(flow)) || !exists(connection, STATE)) {
                                return List.of();
                            }
                            String line = " FROM " + STATE + " WHERE flow = ?";
                            if (opens) {
                                change(
                                        connection,
                                        "UPDATE " + STATE + " SET life = life + 1 WHERE flow = ?",
                                        flow);
                            }
                            String birth = one(connection, "SELECT birth" + line, flow);
                            String life = one(connection, "SELECT life" + line, flow);
                            return birth == null || life == null
                                    ? List.of()
                                    : List.of(
                                            new Outbox.Mark(
                                                    Long.parseLong(birth), Long.parseLong(life)));
                        });
        return found.isEmpty() ? null : found.getFirst();
    }

    boolean intact(Selection selection) {
        String flow = selection.flow();
        Map<String, Table> tables = pool.read("Reading the tables", TableReader::read);
        return pool.read(
                "Looking at the triggers",
                connection -> {
                    if (!exists(connection, name(flow)) || !exists(connection, STATE)) {
                        return false;
                    }
                    List<String> finished = finished(connection, flow);
                    for (String collection : selection.collections()) {
                        Table table = tables.get(collection);
                        if (table == null || !finished.contains(collection)) {
                            return false;
                        }
                        for (var each : OutboxTriggers.of(flow, table).entrySet()) {
                            String body =
                                    one(
                                            connection,
                                            "SELECT action_statement FROM information_schema.triggers"
                                                    + " WHERE trigger_schema = DATABASE()"
                                                    + " AND trigger_name = ?",
                                            each.getKey());
                            if (!each.getValue().equals(body)) {
                                return false;
                            }
                        }
                    }
                    return true;
                });
    }

    void remove(String flow) {
        pool.read(
                "Removing the outbox",
                connection -> {
                    Transactions.execute(connection, "SET SESSION lock_wait_timeout=2");
                    for (String name : standing(connection, flow)) {
                        Transactions.execute(connection, OutboxTriggers.drop(name));
                    }
                    Transactions.execute(connection, "DROP TABLE IF EXISTS " + outbox(flow));
                    if (exists(connection, STATE)) {
                        forget(connection, flow);
                    }
                    Transactions.execute(connection, "SET SESSION lock_wait_timeout=DEFAULT");
                    return flow;
                });
    }

    private static void forget(Connection connection, String flow) throws SQLException {
        change(connection, "DELETE FROM " + STATE + " WHERE flow = ?", flow);
        if (one(connection, "SELECT flow FROM " + STATE + " WHERE '' = ? LIMIT 1", "") == null) {
            Transactions.execute(connection, "DROP TABLE " + STATE);
        }
    }

    /** The triggers of a flow that are there. */
    static List<String> standing(Connection connection, String flow) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT trigger_name FROM information_schema.triggers WHERE"
                                + " trigger_schema = DATABASE() AND trigger_name REGEXP ?")) {
            query.setString(1, "^syncline_" + flow + "_[0-9a-f]+_[iud]$");
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    static boolean exists(Connection connection, String table) throws SQLException {
        return one(
                        connection,
                        "SELECT table_name FROM information_schema.tables"
                                + " WHERE table_schema = DATABASE() AND table_name = ?",
                        table)
                != null;
    }

    private static @Nullable String one(Connection connection, String sql, String parameter)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void change(Connection connection, String sql, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
