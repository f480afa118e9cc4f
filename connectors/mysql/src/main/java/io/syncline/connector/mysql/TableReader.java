package io.syncline.connector.mysql;

import io.syncline.core.endpoint.ForeignKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what tables the connection's database has. */
final class TableReader {
    /** Our own tables begin so; they are never shown. */
    static final String OURS = "syncline_";

    /** Longer ways up are not gone to their end. */
    private static final int RANK_MAX = 32;

    private final Connection connection;
    private final Map<String, List<Column>> columns = new TreeMap<>();
    private final Map<String, List<Table.Index>> indexes = new TreeMap<>();
    private final Map<String, List<String>> triggers = new TreeMap<>();
    private final Map<String, List<String>> references = new TreeMap<>();
    private final Map<String, Set<String>> parents = new TreeMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Set<String> referenced = new HashSet<>();

    private TableReader(Connection connection) {
        this.connection = connection;
    }

    /** All base tables but ours, by name. */
    static Map<String, Table> read(Connection connection) throws SQLException {
        return new TableReader(connection).tables();
    }

    @FunctionalInterface
    private interface Each {
        void row(ResultSet row) throws SQLException;
    }

    private void query(String sql, Each each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.row(rows);
            }
        }
    }

    private Map<String, Table> tables() throws SQLException {
        columns();
        indexes();
        query(
                "SELECT event_object_table, trigger_name FROM information_schema.triggers"
                        + " WHERE event_object_schema = DATABASE() ORDER BY 1, 2",
                row -> add(triggers, row.getString(1), row.getString(2)));
        query(
                "SELECT table_name, constraint_name, referenced_table_name"
                        + " FROM information_schema.referential_constraints"
                        + " WHERE constraint_schema = DATABASE() ORDER BY 1, 2",
                row -> {
                    add(references, row.getString(1), row.getString(2));
                    referenced.add(row.getString(3));
                    parents.computeIfAbsent(row.getString(1), _ -> new HashSet<>())
                            .add(row.getString(3));
                });
        ranks();
        Map<String, Table> tables = new TreeMap<>();
        query(
                "SELECT table_name, engine, table_rows FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
                row -> {
                    String name = row.getString(1);
                    if (!name.startsWith(OURS)) {
                        tables.put(name, table(name, row.getString(2), row.getLong(3)));
                    }
                });
        return tables;
    }

    /** The foreign keys that lead from one of these tables to one of them. */
    static List<ForeignKey> foreignKeys(Connection connection, Set<String> among)
            throws SQLException {
        Map<String, ForeignKey> found = new TreeMap<>();
        new TableReader(connection)
                .query(
                        "SELECT table_name, referenced_table_name, constraint_name, column_name,"
                                + " referenced_column_name FROM information_schema.key_column_usage"
                                + " WHERE table_schema = DATABASE()"
                                + " AND referenced_table_schema = DATABASE()"
                                + " ORDER BY table_name, constraint_name, ordinal_position",
                        row -> {
                            String from = row.getString(1);
                            String to = row.getString(2);
                            if (among.contains(from) && among.contains(to)) {
                                found.merge(
                                        from + '\0' + row.getString(3),
                                        new ForeignKey(
                                                from,
                                                List.of(row.getString(4)),
                                                to,
                                                List.of(row.getString(5))),
                                        TableReader::longer);
                            }
                        });
        return List.copyOf(found.values());
    }

    private static ForeignKey longer(ForeignKey key, ForeignKey more) {
        return new ForeignKey(
                key.collection(),
                Stream.concat(key.fields().stream(), more.fields().stream()).toList(),
                key.to(),
                Stream.concat(key.toFields().stream(), more.toFields().stream()).toList());
    }

    private Table table(String name, String engine, long rows) {
        return new Table(
                name,
                engine == null ? "" : engine,
                rows,
                List.copyOf(columns.getOrDefault(name, List.of())),
                List.copyOf(indexes.getOrDefault(name, List.of())),
                List.copyOf(triggers.getOrDefault(name, List.of())),
                List.copyOf(references.getOrDefault(name, List.of())),
                ranks.getOrDefault(name, 0),
                referenced.contains(name));
    }

    /** How long the longest way up from each table is; in a ring there is no longest. */
    private void ranks() {
        for (int i = 0; i < RANK_MAX; i++) {
            parents.forEach(
                    (child, all) ->
                            all.forEach(
                                    parent ->
                                            ranks.merge(
                                                    child,
                                                    child.equals(parent)
                                                            ? 0
                                                            : ranks.getOrDefault(parent, 0) + 1,
                                                    Math::max)));
        }
    }

    private void columns() throws SQLException {
        Set<String> documents = documents();
        query(
                "SELECT table_name, column_name, data_type, column_type, character_maximum_length,"
                        + " numeric_precision, numeric_scale, datetime_precision, collation_name,"
                        + " is_nullable, column_default, extra, generation_expression"
                        + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " ORDER BY table_name, ordinal_position",
                row -> add(columns, row.getString(1), column(row, documents)));
    }

    private static Column column(ResultSet row, Set<String> documents) throws SQLException {
        String type = row.getString(3).toLowerCase(Locale.ROOT);
        String length = row.getString(5);
        boolean exact = type.equals("decimal");
        boolean nullable = row.getString(10).equals("YES");
        String extra = row.getString(12).toLowerCase(Locale.ROOT);
        String expression = row.getString(13);
        boolean counter = extra.contains("auto_increment");
        return new Column(
                row.getString(2),
                type,
                row.getString(4).toLowerCase(Locale.ROOT),
                length == null ? -1 : Long.parseLong(length),
                exact ? row.getInt(6) : 0,
                exact ? row.getInt(7) : 0,
                row.getInt(8),
                row.getString(9),
                nullable,
                nullable || counter || row.getString(11) != null,
                expression != null && !expression.isEmpty(),
                counter,
                documents.contains(row.getString(1) + "." + row.getString(2)));
    }

    /** MariaDB keeps JSON as text with a check of the column's own name. */
    private Set<String> documents() throws SQLException {
        Set<String> documents = new HashSet<>();
        try {
            query(
                    "SELECT table_name, constraint_name, check_clause"
                            + " FROM information_schema.check_constraints"
                            + " WHERE constraint_schema = DATABASE()",
                    row -> {
                        String clause = row.getString(3).toLowerCase(Locale.ROOT);
                        String column = row.getString(2);
                        String quoted = "`" + column.toLowerCase(Locale.ROOT) + "`";
                        if (clause.equals("json_valid(" + quoted + ")")) {
                            documents.add(row.getString(1) + "." + column);
                        }
                    });
        } catch (SQLException e) {
            if (e.getErrorCode() != 1054) {
                throw e;
            }
            // MySQL's view has no table name, and there JSON is a type of its own.
        }
        return documents;
    }

    private void indexes() throws SQLException {
        query(
                "SELECT table_name, index_name, MIN(non_unique),"
                        + " GROUP_CONCAT(HEX(column_name) ORDER BY seq_in_index),"
                        // An expression has no name.
                        + " MAX(sub_part IS NOT NULL OR column_name IS NULL)"
                        + " FROM information_schema.statistics WHERE table_schema = DATABASE()"
                        + " GROUP BY table_name, index_name ORDER BY table_name, index_name",
                row -> {
                    List<String> names = new ArrayList<>();
                    String all = row.getString(4);
                    for (String hex : all == null ? new String[0] : all.split(",")) {
                        names.add(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
                    }
                    add(
                            indexes,
                            row.getString(1),
                            new Table.Index(
                                    row.getString(2),
                                    row.getInt(3) == 0,
                                    List.copyOf(names),
                                    row.getBoolean(5)));
                });
    }

    private static <T> void add(Map<String, List<T>> all, String name, T each) {
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
    }
}
