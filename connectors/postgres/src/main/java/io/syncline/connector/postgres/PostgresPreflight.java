package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for everything that would stop a flow from reading, at once. Changes nothing. */
final class PostgresPreflight {
    /** What a remedy sets a number of places to, at least. */
    private static final int PLACES_MIN = 20;

    private static final String SERVER =
            "SELECT current_setting('server_version_num')::int, current_setting('wal_level'),"
                    + " current_setting('max_replication_slots')::int"
                    + " - (SELECT count(*) FROM pg_replication_slots)::int,"
                    + " current_setting('max_wal_senders')::int"
                    + " - (SELECT count(*) FROM pg_stat_replication)::int,"
                    + " (SELECT rolreplication OR rolsuper FROM pg_roles"
                    + " WHERE rolname = current_user),"
                    + " has_database_privilege(current_database(), 'CREATE'), current_user,"
                    + " current_database(),"
                    + " EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?),"
                    + " EXISTS (SELECT FROM pg_publication WHERE pubname = ?),"
                    + " current_setting('max_replication_slots')::int,"
                    + " current_setting('max_wal_senders')::int,"
                    + " EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND active)";

    private static final String TABLE =
            "SELECT has_table_privilege(c.oid, 'SELECT'), pg_has_role(c.relowner, 'USAGE'),"
                    + " pg_get_userbyid(c.relowner), has_schema_privilege(c.relnamespace, 'USAGE')"
                    + " FROM pg_class c WHERE c.oid = ?::int8::oid";

    private static final String PARTITIONS =
            "SELECT n.nspname, c.relname, c.relpersistence = 'u', c.relreplident = 'n'"
                    + " FROM pg_partition_tree(?::int8::oid) p JOIN pg_class c ON c.oid = p.relid"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.isleaf ORDER BY 1, 2";

    private final Connection connection;
    private final Selection selection;
    private final int beside;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param beside how many other flows begin to read with this one
     */
    PostgresPreflight(Connection connection, Selection selection, int beside) {
        this.connection = connection;
        this.selection = selection;
        this.beside = beside;
    }

    /** What was found; errors and warnings, in the order of the server first, then the tables. */
    List<Finding> findings() throws SQLException {
        Map<String, PgTable> tables = PostgresCatalog.all(connection);
        boolean copies =
                selection.collections().stream()
                        .map(tables::get)
                        .anyMatch(table -> table != null && table.key().isEmpty());
        String user;
        try (PreparedStatement statement = connection.prepareStatement(SERVER)) {
            statement.setString(1, PostgresSlots.name(selection));
            statement.setString(2, PostgresSlots.name(selection));
            statement.setString(3, PostgresSlots.name(selection));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                user = PgTable.quote(row.getString(7));
                server(row, user, copies);
                rights(row, user);
            }
        }
        for (String collection : selection.collections()) {
            PgTable table = tables.get(collection);
            if (table == null) {
                error(
                        Code.UNKNOWN_COLLECTION,
                        collection,
                        "There is no table " + collection + ".",
                        null);
            } else {
                table(table, user);
            }
        }
        return List.copyOf(findings);
    }

    /**
     * @param copies whether a copy of a table without a key needs a slot and a sender for a while
     */
    private void server(ResultSet row, String user, boolean copies) throws SQLException {
        if (row.getInt(1) < 140_000) {
            error(
                    Code.UNSUPPORTED_VERSION,
                    "server",
                    "PostgreSQL 14 or later is needed.",
                    "Upgrade the server.");
        }
        if (!row.getString(2).equals("logical")) {
            error(
                    Code.WAL_LEVEL,
                    "wal_level",
                    "wal_level is " + row.getString(2) + ", not logical.",
                    "ALTER SYSTEM SET wal_level = logical; -- then restart the server");
        }
        slots(row.getInt(3), (row.getBoolean(9) ? 0 : 1) + beside, copies, row.getInt(11));
        // A reader that is connected has its sender among those in use.
        int senders = (row.getBoolean(13) ? 0 : 1) + beside + (copies ? 1 : 0);
        if (row.getInt(4) < senders) {
            error(
                    Code.NO_FREE_SENDER,
                    "max_wal_senders",
                    "%d walsenders have to be free, and %d are.".formatted(senders, row.getInt(4)),
                    more("max_wal_senders", row.getInt(12) + senders - row.getInt(4)));
        }
        if (!row.getBoolean(5)) {
            error(
                    Code.NO_REPLICATION_RIGHT,
                    "user",
                    "The user " + user + " may not replicate.",
                    "ALTER ROLE " + user + " REPLICATION;");
        }
    }

    /**
     * @param lasting how many will be made and stay; beside them each flow uses one more for as
     *     long as it reads a backlog or copies a table without a key
     */
    private void slots(int free, int lasting, boolean copies, int most) {
        int needed = lasting + (copies ? 1 : 0);
        String remedy = more("max_replication_slots", most + lasting + 1 - free);
        if (free < needed) {
            error(
                    Code.NO_FREE_SLOT,
                    "max_replication_slots",
                    needed + " replication slots have to be free, and " + free + " are.",
                    remedy);
        } else if (free == lasting) {
            findings.add(
                    Finding.warning(
                            Code.NO_FREE_SLOT,
                            "max_replication_slots",
                            "No replication slot is left for reading a backlog in bulk: it will be"
                                    + " read by the stream, which takes longer.",
                            remedy));
        }
    }

    /** Sets a number of places to what is needed and not below what a few syncs need. */
    private static String more(String setting, int needed) {
        return "ALTER SYSTEM SET %s = %d; -- then restart the server"
                .formatted(setting, Math.max(PLACES_MIN, needed));
    }

    private void rights(ResultSet row, String user) throws SQLException {
        boolean published = row.getBoolean(10);
        if (!published && !row.getBoolean(6)) {
            String database = PgTable.quote(row.getString(8));
            error(
                    Code.MISSING_GRANT,
                    "database",
                    "The user " + user + " may not create a publication in this database.",
                    "GRANT CREATE ON DATABASE " + database + " TO " + user + ";");
        }
        String grants = selection.echoes() ? Byline.missing(connection) : null;
        if (grants != null) {
            String message = "The user " + user + " may not say in the log whose a write is.";
            error(Code.MISSING_GRANT, "database", message, grants);
        }
    }

    private void table(PgTable table, String user) throws SQLException {
        String name = table.collection();
        if (table.unlogged()) {
            error(
                    Code.NO_IDENTITY,
                    name,
                    "The table " + name + " is unlogged: its changes are not in the log.",
                    "ALTER TABLE " + table.quoted() + " SET LOGGED;");
        }
        if (!table.identifies()) {
            findings.add(
                    Finding.warning(
                            Code.NO_IDENTITY,
                            name,
                            "The table %s has no identity: only its inserts are told, and what is"
                                            .formatted(name)
                                    + " updated or deleted in it stays as it was in the copy.",
                            "ALTER TABLE "
                                    + table.quoted()
                                    + " ADD PRIMARY KEY (...); -- or: ALTER TABLE "
                                    + table.quoted()
                                    + " REPLICA IDENTITY FULL;"));
        } else if (table.key().isEmpty()) {
            findings.add(
                    Finding.warning(
                            Code.NO_IDENTITY,
                            name,
                            "The table %s has no key: its rows are told apart by all their values,"
                                            .formatted(name)
                                    + " and every update or delete looks through the whole copy.",
                            "ALTER TABLE " + table.quoted() + " ADD PRIMARY KEY (...);"));
        }
        if (table.partitioned()) {
            partitions(table);
        }
        grants(table, user);
    }

    private void partitions(PgTable table) throws SQLException {
        findings.add(
                Finding.warning(
                        Code.PARTITIONS,
                        table.collection(),
                        "Rows that come or go with a whole partition of %s are not told."
                                .formatted(table.collection()),
                        "After TRUNCATE, DROP, ATTACH or DETACH of a partition: verify, and repair"
                                + " what differs."));
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
            statement.setLong(1, table.oid());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name =
                            PgTable.quote(row.getString(1)) + "." + PgTable.quote(row.getString(2));
                    if (row.getBoolean(3)) {
                        error(
                                Code.NO_IDENTITY,
                                table.collection(),
                                "The partition "
                                        + name
                                        + " is unlogged: its changes are not in the log.",
                                "ALTER TABLE " + name + " SET LOGGED;");
                    }
                    if (row.getBoolean(4) && table.identifies()) {
                        error(
                                Code.NO_IDENTITY,
                                table.collection(),
                                "The partition "
                                        + name
                                        + " has no identity: once its table is published,"
                                        + " updates and deletes in it fail.",
                                "ALTER TABLE " + name + " REPLICA IDENTITY DEFAULT;");
                    }
                }
            }
        }
    }

    private void grants(PgTable table, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setLong(1, table.oid());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(4)) {
                    String schema = PgTable.quote(table.schema());
                    error(
                            Code.MISSING_GRANT,
                            table.collection(),
                            "The user " + user + " may not use the schema " + schema + ".",
                            "GRANT USAGE ON SCHEMA " + schema + " TO " + user + ";");
                }
                if (!row.getBoolean(1)) {
                    error(
                            Code.MISSING_GRANT,
                            table.collection(),
                            "The user " + user + " may not read " + table.collection() + ".",
                            "GRANT SELECT ON " + table.quoted() + " TO " + user + ";");
                }
                if (!row.getBoolean(2)) {
                    error(
                            Code.MISSING_GRANT,
                            table.collection(),
                            "Only the owner of %s can publish it, and %s is not."
                                    .formatted(table.collection(), user),
                            "GRANT " + PgTable.quote(row.getString(3)) + " TO " + user + ";");
                }
            }
        }
    }

    private void error(
            Code code,
            String subject,
            String message,
            @org.jspecify.annotations.Nullable String remedy) {
        findings.add(Finding.error(code, subject, message, remedy));
    }
}
