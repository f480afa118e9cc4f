package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks for everything that would stop a flow from reading, at once. Changes nothing. */
final class SourcePreflight {
    private static final Set<String> STRANGE =
            Set.of(
                    "enum",
                    "set",
                    "year",
                    "bit",
                    "inet4",
                    "inet6",
                    "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geometrycollection");

    private final Connection connection;
    private final Selection selection;
    private final String database;
    private final List<Finding> findings = new ArrayList<>();

    SourcePreflight(Connection connection, Selection selection, String database) {
        this.connection = connection;
        this.selection = selection;
        this.database = database;
    }

    /** What was found; the server first, then the tables. */
    List<Finding> findings() throws SQLException {
        Server server = Server.ask(connection);
        if (!server.mariaDb() || !server.supported()) {
            error(
                    Code.UNSUPPORTED_VERSION,
                    "server",
                    "As a source MariaDB 10.6 or later is needed, not " + server.name() + ".",
                    "Upgrade the server, or read another one.");
            return findings;
        }
        findings.addAll(new LogSettings(LogSettings.of(connection)).findings());
        rights();
        prepared();
        Map<String, Table> tables = TableReader.read(connection);
        for (String collection : selection.collections()) {
            Table table = tables.get(collection);
            if (table == null) {
                error(
                        Code.UNKNOWN_COLLECTION,
                        collection,
                        "There is no table " + collection + ".",
                        null);
            } else {
                table(table);
            }
        }
        cascades();
        return List.copyOf(findings);
    }

    private void rights() throws SQLException {
        StringBuilder all = new StringBuilder();
        String user = "";
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
                while (rows.next()) {
                    all.append(rows.getString(1).toUpperCase(Locale.ROOT)).append('\n');
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT CURRENT_USER()")) {
                row.next();
                user = row.getString(1);
            }
        }
        String grants = all.toString();
        boolean replicates =
                grants.lines()
                        .filter(line -> line.contains(" ON *.*"))
                        .anyMatch(
                                line ->
                                        line.contains("ALL PRIVILEGES")
                                                || line.contains("REPLICATION SLAVE")
                                                || line.contains("REPLICATION REPLICA"));
        if (!replicates) {
            int at = user.lastIndexOf('@');
            String name =
                    at < 0
                            ? user
                            : "'" + user.substring(0, at) + "'@'" + user.substring(at + 1) + "'";
            error(
                    Code.NO_REPLICATION_RIGHT,
                    "user",
                    "The user " + name + " may not read the binary log.",
                    "GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO " + name + ";");
        }
    }

    private void prepared() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("XA RECOVER")) {
            if (rows.next()) {
                warning(
                        Code.XA_TRANSACTION,
                        "XA",
                        "There are prepared two-phase transactions: what they wrote is in the log"
                                + " already, and not told when they are committed.",
                        "XA RECOVER; -- commit or roll back what it names");
            }
        }
    }

    private void table(Table table) {
        String name = table.name();
        if (!table.engine().equalsIgnoreCase("InnoDB")) {
            error(
                    Code.SOURCE_ENGINE,
                    name,
                    "The table is kept by " + table.engine() + ", which has no transactions.",
                    "ALTER TABLE " + table.quoted() + " ENGINE = InnoDB;");
        }
        if (table.key().isEmpty()) {
            warning(
                    Code.NO_IDENTITY,
                    name,
                    "The table has no primary key: its rows are looked for by all their values.",
                    "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...);");
        }
        for (Column column : table.columns()) {
            String where = name + "." + column.name();
            String why = unreadable(column);
            if (why != null) {
                error(
                        Code.UNREADABLE_COLUMN,
                        where,
                        "The column cannot be read from the binary log: " + why + ".",
                        null);
            } else if (table.key().contains(column.name())
                    && column.kind() == Column.Kind.STRANGE) {
                error(
                        Code.SOURCE_KEY,
                        where,
                        "A key of the type " + column.fullType() + " cannot be followed.",
                        null);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String unreadable(Column column) {
        if (column.generated()) {
            return null;
        }
        String full = column.fullType();
        if (full.contains("compressed")) {
            return "it is compressed";
        }
        if (full.contains("/*")) {
            return "it is kept in the form of an old version; ALTER TABLE ... FORCE renews it";
        }
        if (Charsets.of(column.collation()) == null) {
            return "its texts are of the collation " + column.collation();
        }
        return column.kind() == Column.Kind.STRANGE && !STRANGE.contains(column.type())
                ? "its type is " + full
                : null;
    }

    /** What a foreign key does to the rows of another table is not in the log. */
    private void cascades() throws SQLException {
        String sql =
                "SELECT table_name, constraint_name, referenced_table_name, delete_rule, update_rule"
                        + " FROM information_schema.referential_constraints"
                        + " WHERE constraint_schema = ? ORDER BY 1, 2";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String table = row.getString(1);
                    boolean silent = acts(row.getString(4)) || acts(row.getString(5));
                    if (silent && selection.collections().contains(table)) {
                        warning(
                                Code.UNLOGGED_CASCADE,
                                table,
                                "What the foreign key %s does to it when %s changes (on delete %s, on"
                                                .formatted(
                                                        row.getString(2),
                                                        row.getString(3),
                                                        row.getString(4).toLowerCase(Locale.ROOT))
                                        + " update "
                                        + row.getString(5).toLowerCase(Locale.ROOT)
                                        + ") is not in the binary log.",
                                "Give the destination the same foreign key, or verify and repair"
                                        + " from time to time.");
                    }
                }
            }
        }
    }

    private static boolean acts(String rule) {
        return !rule.equals("RESTRICT") && !rule.equals("NO ACTION");
    }

    private void error(
            Code code,
            String subject,
            String message,
            @org.jspecify.annotations.Nullable String remedy) {
        findings.add(Finding.error(code, subject, message, remedy));
    }

    private void warning(Code code, String subject, String message, String remedy) {
        findings.add(Finding.warning(code, subject, message, remedy));
    }
}
