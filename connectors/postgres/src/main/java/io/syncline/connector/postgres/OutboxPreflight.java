package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for everything that would keep an outbox from being made and filled. Changes nothing. */
final class OutboxPreflight {
    private static final String SERVER =
            "SELECT current_setting('server_version_num')::int, pg_is_in_recovery(),"
                    + " coalesce(has_schema_privilege(to_regnamespace('syncline')::oid, 'CREATE'),"
                    + " has_database_privilege(current_database(), 'CREATE')),"
                    + " to_regnamespace('syncline') IS NOT NULL, current_user, current_database()";

    private static final String TABLE =
            "SELECT has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'TRIGGER')"
                    + " FROM pg_class c WHERE c.oid = ?::int8::oid";

    private final Connection connection;
    private final Selection selection;
    private final List<Finding> findings = new ArrayList<>();

    OutboxPreflight(Connection connection, Selection selection) {
        this.connection = connection;
        this.selection = selection;
    }

    List<Finding> findings() throws SQLException {
        String user;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            user = PgTable.quote(row.getString(5));
            server(row, user);
        }
        Map<String, PgTable> tables = PostgresCatalog.all(connection);
        for (String collection : selection.collections()) {
            PgTable table = tables.get(collection);
            if (table == null) {
                error(
                        Code.UNKNOWN_COLLECTION,
                        collection,
                        "There is no table " + collection + ".",
                        "");
            } else {
                table(table, user);
            }
        }
        findings.add(
                Finding.note(
                        Code.OUTBOX_TRIGGERS,
                        "outbox",
                        ("Triggers on %d tables will note the keys of what is written in a table of"
                                        + " the schema syncline, within the writer's transaction.")
                                .formatted(selection.collections().size())));
        return List.copyOf(findings);
    }

    private void server(ResultSet row, String user) throws SQLException {
        if (row.getInt(1) < 140_000) {
            error(
                    Code.UNSUPPORTED_VERSION,
                    "server",
                    "PostgreSQL 14 or later is needed.",
                    "Upgrade the server.");
        }
        if (row.getBoolean(2)) {
            error(
                    Code.BAD_CAPTURE,
                    "capture",
                    "This server is a standby: no trigger can be made on it.",
                    "Connect to the primary server.");
        }
        if (!row.getBoolean(3)) {
            boolean schema = row.getBoolean(4);
            String what =
                    schema ? "SCHEMA syncline" : "DATABASE " + PgTable.quote(row.getString(6));
            error(
                    Code.MISSING_GRANT,
                    "outbox",
                    "The user " + user + " may not make the outbox.",
                    "GRANT "
                            + (schema ? "USAGE, " : "")
                            + "CREATE ON "
                            + what
                            + " TO "
                            + user
                            + ";");
        }
    }

    private void table(PgTable table, String user) throws SQLException {
        String name = table.collection();
        if (table.key().isEmpty()) {
            error(
                    Code.NO_KEY_TO_TELL,
                    name,
                    "The table " + name + " has no key: an outbox notes keys.",
                    "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...);");
        }
        if (table.partitioned()) {
            findings.add(
                    Finding.warning(
                            Code.CAPTURE_BLIND,
                            name,
                            "Truncating, attaching or detaching a partition of "
                                    + name
                                    + " is not noted.",
                            "Verify and repair the sync afterwards."));
        }
        try (PreparedStatement query = connection.prepareStatement(TABLE)) {
            query.setLong(1, table.oid());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (!row.getBoolean(1) || !row.getBoolean(2)) {
                    error(
                            Code.MISSING_GRANT,
                            name,
                            "The user "
                                    + user
                                    + " may not read "
                                    + name
                                    + " or make triggers on it.",
                            "GRANT SELECT, TRIGGER ON " + table.quoted() + " TO " + user + ";");
                }
            }
        }
        if (!OutboxInstallation.owns(connection, table)) {
            findings.add(
                    Finding.warning(
                            Code.CAPTURE_BLIND,
                            name,
                            "What a replication or a session in replica role writes to "
                                    + name
                                    + " is not noted: only the table's owner can have it noted.",
                            null));
        }
    }

    private void error(Code code, String subject, String message, String remedy) {
        findings.add(Finding.error(code, subject, message, remedy.isEmpty() ? null : remedy));
    }
}
