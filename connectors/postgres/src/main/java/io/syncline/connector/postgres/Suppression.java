package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in which triggers do not fire: how one becomes so, and what a person should know before
 * it is done to a table.
 */
final class Suppression {
    private static final String SILENT = names("tgenabled = 'O'");
    private static final String ALWAYS = names("tgenabled = 'A'");
    private static final String REPLICA = names("tgenabled = 'R'");

    /** By these another sync notices changes; only if they are there always it would of ours. */
    private static final String OUTBOX =
            names("tgenabled = 'O' AND tgname LIKE 'syncline\\_outbox\\_%'");

    /** What the server checks by triggers of its own, and nobody else can. */
    private static final String DEFERRABLE =
            "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(?)"
                    + " AND contype IN ('p', 'u', 'x') AND condeferrable ORDER BY conname";

    private static final String PARTITIONED =
            "SELECT relname FROM pg_class WHERE oid = to_regclass(?)"
                    + " AND (relkind = 'p' OR relispartition)";

    /** Keys of spans of time are no equality. */
    private static final String PERIODS =
            "SELECT conname FROM pg_constraint f WHERE contype = 'f'"
                    + " AND to_regclass(?) IN (conrelid, confrelid)"
                    + " AND to_jsonb(f) ->> 'conperiod' = 'true' ORDER BY conname";

    private static final String PARENTS =
            "SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_constraint f"
                    + " JOIN pg_class c ON c.oid = f.confrelid JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE f.contype = 'f' AND f.conparentid = 0"
                    + " AND f.conrelid = to_regclass(?) AND NOT (has_schema_privilege(n.oid, 'usage')"
                    + " AND has_table_privilege(c.oid, 'select')"
                    + " AND has_any_column_privilege(c.oid, 'update')) ORDER BY 1";

    private static final String CHILDREN =
            "SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_constraint f"
                    + " JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE f.contype = 'f' AND f.conparentid = 0"
                    + " AND f.confrelid = to_regclass(?) AND NOT (has_schema_privilege(n.oid, 'usage')"
                    + " AND has_table_privilege(c.oid, 'select')) ORDER BY 1";

    /** Rows that the user does not see cannot be checked. */
    private static final String HIDDEN =
            "SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_constraint f"
                    + " JOIN pg_class c ON c.oid IN (f.conrelid, f.confrelid) JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE f.contype = 'f' AND f.conparentid = 0"
                    + " AND to_regclass(?) IN (f.conrelid, f.confrelid)"
                    + " AND row_security_active(c.oid) ORDER BY 1";

    private static final String PASSED_ON =
            "SELECT DISTINCT conname FROM pg_constraint WHERE contype = 'f' AND conparentid = 0"
                    + " AND confrelid = to_regclass(?)"
                    + " AND (confdeltype IN ('c', 'n', 'd') OR confupdtype IN ('c', 'n', 'd'))"
                    + " ORDER BY conname";

    /** What has become so since it was refused to begin with. */
    private static final String ALTERED =
            "SELECT c.relname FROM unnest(?::text[]) AS n(name)"
                    + " JOIN pg_class c ON c.oid = to_regclass(n.name)"
                    + " WHERE c.relkind = 'p' OR c.relispartition"
                    + " OR EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid"
                    + " AND contype IN ('p', 'u', 'x') AND condeferrable) ORDER BY 1";

    private final Layout layout;
    private final Connection connection;
    private final List<Finding> findings = new ArrayList<>();

    Suppression(Layout layout, Connection connection) {
        this.layout = layout;
        this.connection = connection;
    }

    private static String names(String which) {
        return "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(?) AND NOT tgisinternal AND "
                + which
                + " ORDER BY tgname";
    }

    /**
     * Makes a session one in which triggers do not fire. A statement sees what is committed before
     * it, as the checks of foreign keys demand it.
     *
     * @throws EndpointException MISCONFIGURED if the user may not
     */
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET session_replication_role = replica;"
                            + " SET default_transaction_isolation = 'read committed';"
                            // A table that is still empty is not worth an index, as it seems.
                            + " SET enable_seqscan = off; SET jit = off");
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            Finding problem = forbidden(connection);
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    problem.code(),
                    problem.message() + " " + problem.remedy(),
                    e);
        }
    }

    /** What has to be granted before triggers can be suppressed; nothing if that is so. */
    static List<Finding> allowed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // For this statement alone.
            statement.execute("SELECT set_config('session_replication_role', 'replica', true)");
            return List.of();
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            return List.of(forbidden(connection));
        }
    }

    private static Finding forbidden(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT current_user, current_setting('server_version_num')::int")) {
            row.next();
            String user = PgName.quote(row.getString(1));
            return Finding.error(
                    Code.TRIGGERS_NOT_SUPPRESSIBLE,
                    "triggers",
                    "The user "
                            + user
                            + " may not set session_replication_role, so triggers cannot be suppressed.",
                    row.getInt(2) < 150_000
                            ? "ALTER ROLE %s SUPERUSER; -- before PostgreSQL 15 nobody else may"
                                    .formatted(user)
                            : "GRANT SET ON PARAMETER session_replication_role TO %s;"
                                    .formatted(user));
        }
    }

    /** Says that a table is not one whose triggers can be suppressed. */
    static EndpointException impossible(String why) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.TRIGGERS_NOT_SUPPRESSIBLE,
                "Triggers cannot be suppressed: " + why);
    }

    /**
     * Looks whether tables are still such that they can be written so.
     *
     * @param tables quoted, and locked
     * @throws EndpointException MISCONFIGURED if one is not
     */
    static void still(Connection connection, List<String> tables) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ALTERED)) {
            query.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw impossible(
                            row.getString(1)
                                    + " has become a partition, or has a deferrable constraint.");
                }
            }
        }
    }

    /** What a person should know about writing rows of the layout so. */
    List<Finding> findings() throws SQLException {
        told(SILENT, "Triggers do not fire for what the sync writes: %s.");
        told(ALWAYS, "Triggers fire all the same, for they are enabled ALWAYS: %s.");
        told(REPLICA, "Triggers fire that fire for nobody else, for they are enabled REPLICA: %s.");
        told(
                PASSED_ON,
                "Foreign keys pass nothing on for what the sync writes: %s. A row to which others refer"
                        + " is deleted, or given another key, once they have gone or changed.");
        if (layout.key().isEmpty()) {
            error("Rows of a table without a key cannot be checked against foreign keys.", null);
        }
        refused(PARTITIONED, "%s is partitioned, or a partition.");
        refused(DEFERRABLE, "PostgreSQL would not look at the deferrable constraints %s.");
        refused(PERIODS, "Foreign keys of spans of time cannot be checked by Syncline: %s.");
        refused(HIDDEN, "Row level security hides rows of %s, which foreign keys lead to or from.");
        refused(OUTBOX, "Another sync notices changes by the triggers %s; enable them ALWAYS.");
        granted(PARENTS, "SELECT, UPDATE");
        granted(CHILDREN, "SELECT");
        return findings;
    }

    private void told(String sql, String sentence) throws SQLException {
        String names = names(layout, sql);
        if (!names.isEmpty()) {
            findings.add(
                    Finding.warning(
                            Code.TRIGGERS_SUPPRESSED,
                            layout.collection(),
                            sentence.formatted(names),
                            null));
        }
    }

    private void refused(String sql, String sentence) throws SQLException {
        String names = names(layout, sql);
        if (!names.isEmpty()) {
            error("Triggers cannot be suppressed: " + sentence.formatted(names), null);
        }
    }

    /** The server looks at rows with the rights of their tables' owners; we do not. */
    private void granted(String sql, String what) throws SQLException {
        String names = names(layout, sql);
        if (!names.isEmpty()) {
            error(
                    "To check foreign keys in place of PostgreSQL the user needs %s of %s."
                            .formatted(what, names),
                    "GRANT %s ON %s TO %s;".formatted(what, names, user()));
        }
    }

    private void error(String message, @Nullable String remedy) {
        findings.add(
                Finding.error(
                        Code.TRIGGERS_NOT_SUPPRESSIBLE, layout.collection(), message, remedy));
    }

    private String user() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT current_user");
                ResultSet row = query.executeQuery()) {
            row.next();
            return PgName.quote(row.getString(1));
        }
    }

    private String names(Layout of, String sql) throws SQLException {
        return String.join(
                ", ", TableShapes.strings(connection, sql, PgName.table(of.collection())));
    }
}
