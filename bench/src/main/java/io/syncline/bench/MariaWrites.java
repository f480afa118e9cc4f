package io.syncline.bench;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Ways to bring a batch of rows into a MariaDB table. {@code LOAD DATA LOCAL} makes warnings of a
 * row's errors, so what it says is checked as a product would have to. On a connection of its
 * caller.
 */
final class MariaWrites {
    static final String TABLE =
            "create table load_item (id bigint primary key, kind int, price decimal(12,2),"
                    + " name varchar(60), note longtext, at datetime(6), flag boolean)";

    private static final String COLUMNS = "id,kind,price,name,note,at,flag";
    private static final int WIDTH = 7;
    private static final int ROWS_AT_ONCE = 1000;
    private static final int CASES_AT_ONCE = 100;
    private static final String OVER =
            " on duplicate key update kind=values(kind),price=values(price),name=values(name),"
                    + "note=values(note),at=values(at),flag=values(flag)";

    private final Connection connection;

    MariaWrites(Connection connection) {
        this.connection = connection;
    }

    /** Brings so many rows, from this id on; the last word says which version of them. */
    @FunctionalInterface
    interface Technique {
        void write(int from, int count, int version) throws SQLException;
    }

    private static List<Object> row(int id, int version) {
        return List.of(
                (long) id,
                (long) (id % 1000),
                "%d.%02d".formatted(id % 100, version),
                "name " + id,
                "d".repeat(60) + id,
                "2026-01-01 00:00:%02d.000000".formatted(id % 60),
                (long) (id % 2));
    }

    private static List<Object> part(int id, int version) {
        return List.of((long) id, (long) version, "changed " + id);
    }

    void insertByLoad(int from, int count, int version) throws SQLException {
        load("load_item", COLUMNS, from, count, id -> row(id, version));
    }

    void insertByRows(int from, int count, int version) throws SQLException {
        rows(from, count, version, "");
    }

    void insertByBulk(int from, int count, int version) throws SQLException {
        bulk(
                "insert into load_item (%s) values (%s)".formatted(COLUMNS, marks(WIDTH)),
                from,
                count,
                id -> row(id, version));
    }

    void wholeByRows(int from, int count, int version) throws SQLException {
        rows(from, count, version, OVER);
    }

    void wholeByBulk(int from, int count, int version) throws SQLException {
        bulk(
                "insert into load_item (%s) values (%s)".formatted(COLUMNS, marks(WIDTH))
                        + OVER.replace("duplicate", "/*! duplicate */"),
                from,
                count,
                id -> row(id, version));
    }

    void wholeByLoad(int from, int count, int version) throws SQLException {
        staged(
                COLUMNS,
                from,
                count,
                id -> row(id, version),
                "insert into load_item (%s) select %s from staged%s"
                        .formatted(COLUMNS, COLUMNS, OVER));
    }

    void partByBulk(int from, int count, int version) throws SQLException {
        bulk(
                "update load_item set kind=?, name=? where id=?",
                from,
                count,
                id -> List.of((long) version, "changed " + id, (long) id));
    }

    void partByLoad(int from, int count, int version) throws SQLException {
        staged(
                "id,kind,name",
                from,
                count,
                id -> part(id, version),
                "update staged s straight_join load_item t on t.id = s.id"
                        + " set t.kind = s.kind, t.name = s.name");
    }

    void partByCase(int from, int count, int version) throws SQLException {
        for (int at = from; at < from + count; at += CASES_AT_ONCE) {
            int many = Math.min(CASES_AT_ONCE, from + count - at);
            String cases = "case id" + " when ? then ?".repeat(many) + " end";
            List<Object> parameters = new ArrayList<>();
            for (int field = 1; field <= 2; field++) {
                for (int id = at; id < at + many; id++) {
                    parameters.add((long) id);
                    parameters.add(part(id, version).get(field));
                }
            }
            for (int id = at; id < at + many; id++) {
                parameters.add((long) id);
            }
            execute(
                    "update load_item set kind=%s, name=%s where id in (%s)"
                            .formatted(cases, cases, marks(many)),
                    parameters);
        }
    }

    void deleteByIn(int from, int count, int version) throws SQLException {
        for (int at = from; at < from + count; at += ROWS_AT_ONCE / 2) {
            int many = Math.min(ROWS_AT_ONCE / 2, from + count - at);
            List<Object> keys = new ArrayList<>();
            for (int id = at; id < at + many; id++) {
                keys.add((long) id);
            }
            execute("delete from load_item where id in (" + marks(many) + ")", keys);
        }
    }

    void deleteByLoad(int from, int count, int version) throws SQLException {
        staged(
                "id",
                from,
                count,
                id -> List.of((long) id),
                "delete t from staged s straight_join load_item t on t.id = s.id");
    }

    private void rows(int from, int count, int version, String over) throws SQLException {
        String row = "(" + marks(WIDTH) + ")";
        for (int at = from; at < from + count; at += ROWS_AT_ONCE) {
            int many = Math.min(ROWS_AT_ONCE, from + count - at);
            List<Object> parameters = new ArrayList<>();
            for (int id = at; id < at + many; id++) {
                parameters.addAll(row(id, version));
            }
            execute(
                    "insert into load_item ("
                            + COLUMNS
                            + ") values "
                            + (row + ",").repeat(many - 1)
                            + row
                            + over,
                    parameters);
        }
    }

    private void bulk(String sql, int from, int count, IntFunction<List<Object>> row)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int id = from; id < from + count; id++) {
                bind(statement, row.apply(id));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** By a temporary table of the rows, and one statement that joins it. */
    private void staged(
            String columns, int from, int count, IntFunction<List<Object>> row, String join)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table staged engine=InnoDB select %s from load_item limit 0"
                            .formatted(columns));
            load("staged", columns, from, count, row);
            statement.execute(join);
            statement.execute("drop temporary table staged");
        }
    }

    private void load(
            String table, String columns, int from, int count, IntFunction<List<Object>> row)
            throws SQLException {
        StringBuilder lines = new StringBuilder();
        for (int id = from; id < from + count; id++) {
            for (Object each : row.apply(id)) {
                escaped(lines, each.toString());
                lines.append('\t');
            }
            lines.setCharAt(lines.length() - 1, '\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try (Statement statement = connection.createStatement()) {
            statement
                    .unwrap(org.mariadb.jdbc.Statement.class)
                    .setLocalInfileInputStream(new ByteArrayInputStream(bytes));
            int loaded =
                    statement.executeUpdate(
                            "load data local infile 'rows' into table %s character set utf8mb4 (%s)"
                                    .formatted(table, columns));
            if (loaded != count || statement.getWarnings() != null) {
                throw new SQLException(loaded + " of " + count + ": " + statement.getWarnings());
            }
        }
    }

    private static void escaped(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> to.append("\\\\");
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\0' -> to.append("\\0");
                default -> to.append(c);
            }
        }
    }

    private void execute(String sql, List<Object> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, List<Object> parameters)
            throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, parameters.get(i).toString());
            }
        }
    }

    private static String marks(int count) {
        return "?,".repeat(count - 1) + "?";
    }
}
