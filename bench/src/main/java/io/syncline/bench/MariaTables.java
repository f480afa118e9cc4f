package io.syncline.bench;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table of the source, as MariaDB has it: its definition, its rows, and a digest of the same
 * texts at both ends.
 *
 * @param columns in the source's order
 */
record MariaTables(String name, List<Column> columns) {
    private static final int ROWS_AT_ONCE = 1000;

    /** Copies the list. */
    MariaTables {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param type as PostgreSQL prints it
     */
    record Column(String name, String type) {
        /** The type of the column that the product makes for it. */
        String made() {
            return switch (type) {
                case "text" -> "longtext character set utf8mb4 collate utf8mb4_nopad_bin";
                case "timestamp with time zone" -> "datetime(6)";
                case "jsonb" -> "json";
                case "integer" -> "int";
                case "bigint", "boolean" -> type;
                default -> {
                    if (type.startsWith("numeric(")) {
                        yield type.replace("numeric", "decimal");
                    }
                    throw new IllegalArgumentException("no digest for " + type);
                }
            };
        }

        /** Its text at the source, the same as {@link #targetText} for an equal value. */
        String sourceText() {
            return switch (type) {
                case "timestamp with time zone" ->
                        "to_char(%s at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
                                .formatted(name);
                case "boolean" -> name + "::int";
                // Spaces mean nothing in these documents, and not everybody keeps them.
                case "jsonb" -> "replace(" + name + "::text, ' ', '')";
                default -> name + "::text";
            };
        }

        String targetText() {
            return switch (type) {
                case "timestamp with time zone" ->
                        "date_format(" + name + ", '%Y-%m-%d %H:%i:%s.%f')";
                case "jsonb" -> "replace(" + name + ", ' ', '')";
                default -> name;
            };
        }
    }

    /**
     * A table as the source describes it.
     *
     * @param without columns that are not looked at
     */
    static MariaTables of(Connection source, String table, Set<String> without)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                                        + " where attrelid = '%s'::regclass and attnum > 0 order by attnum"
                                                .formatted(table))) {
            while (row.next()) {
                if (!without.contains(row.getString(1))) {
                    columns.add(new Column(row.getString(1), row.getString(2)));
                }
            }
        }
        return new MariaTables(table, columns);
    }

    /** Asks the source for the count of all rows and the sum of 60 bits of each row's digest. */
    String sourceDigest() {
        String row =
                columns.stream()
                        .map(column -> "coalesce(" + column.sourceText() + "::text, '~')")
                        .collect(joining(" || '|' || "));
        return "select count(*) || ':' || coalesce(sum(('x0' || substr(md5("
                + row
                + "), 1, 15))::bit(64)::bigint), 0) from "
                + name;
    }

    /** Asks the target for the same. */
    String targetDigest() {
        String row =
                columns.stream()
                        .map(
                                column ->
                                        "coalesce(cast("
                                                + column.targetText()
                                                + " as char) collate utf8mb4_bin, '~')")
                        .collect(joining(", ", "concat_ws('|', ", ")"));
        return "select concat(count(*), ':', coalesce(sum(cast(conv(substr(md5("
                + row
                + "), 1, 15), 16, 10) as decimal(30))), 0)) from "
                + name;
    }

    /** Copies all tables of the source, without any contender's help. */
    static void copy(Connection source, Connection target) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select tablename from pg_tables where schemaname = 'public'")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        for (String name : names) {
            MariaTables table = of(source, name, Set.of());
            Lab.run(target, table.definition());
            table.rows(source, target);
        }
    }

    /** The statement that makes it, with its key. */
    String definition() {
        return columns.stream()
                .map(column -> column.name() + " " + column.made())
                .collect(joining(", ", "create table " + name + " (", ", primary key (id))"));
    }

    private void rows(Connection source, Connection target) throws SQLException {
        String marks = "?,".repeat(columns.size() - 1) + "?";
        String all = columns.stream().map(Column::sourceText).collect(joining(", "));
        source.setAutoCommit(false);
        target.setAutoCommit(false);
        try (Statement read = source.createStatement();
                PreparedStatement write =
                        target.prepareStatement(
                                "insert into " + name + " values (" + marks + ")")) {
            // The driver would keep all rows in memory.
            read.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = read.executeQuery("select " + all + " from " + name)) {
                int waiting = 0;
                while (row.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        write.setString(i, row.getString(i));
                    }
                    write.addBatch();
                    if (++waiting % ROWS_AT_ONCE == 0) {
                        write.executeBatch();
                    }
                }
                write.executeBatch();
            }
        }
        target.commit();
        source.commit();
        target.setAutoCommit(true);
        source.setAutoCommit(true);
    }
}
