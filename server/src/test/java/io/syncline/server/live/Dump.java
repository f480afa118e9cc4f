package io.syncline.server.live;

import io.syncline.testkit.services.FreshDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be read in a database, as text: shapes, rows, slots, publications. */
final class Dump {
    private static final String TABLES =
            "select quote_ident(table_schema) || '.' || quote_ident(table_name)"
                    + " from information_schema.tables where table_type = 'BASE TABLE'"
                    + " and table_schema not in ('pg_catalog', 'information_schema') order by 1";
    private static final List<String> SHAPES =
            List.of(
                    "select nspname from pg_namespace where nspname not like 'pg_%' order by 1",
                    "select c.oid::regclass || ' ' || a.attname || ' ' || a.atttypid::regtype"
                            + " from pg_class c join pg_attribute a on a.attrelid = c.oid"
                            + " where a.attnum > 0 and c.relnamespace::regnamespace::text"
                            + " not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1",
                    "select pubname from pg_publication order by 1",
                    "select slot_name from pg_replication_slots where database = current_database()"
                            + " order by 1",
                    "select proname from pg_proc where pronamespace::regnamespace::text"
                            + " not in ('pg_catalog', 'information_schema') order by 1");

    private Dump() {}

    static List<String> of(FreshDatabase database) {
        try (Connection connection = database.connect()) {
            List<String> lines = new ArrayList<>();
            for (String shape : SHAPES) {
                lines.addAll(lines(connection, shape));
            }
            for (String table : lines(connection, TABLES)) {
                lines.add(table);
                lines.addAll(
                        lines(connection, "select t::text from " + table + " t order by t::text"));
            }
            return lines;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(Connection connection, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.add(String.valueOf(rows.getString(1)));
            }
        }
        return lines;
    }
}
