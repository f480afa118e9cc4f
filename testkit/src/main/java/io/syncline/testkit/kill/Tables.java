package io.syncline.testkit.kill;

import io.syncline.testkit.system.Export;
import io.syncline.testkit.system.Export.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The two tables of a kill test: one with long texts, one with a key of two columns. */
final class Tables {
    private static final Map<String, Map<String, Kind>> COLUMNS =
            Map.of(
                    "items",
                    Map.of(
                            "id", Kind.NUMBER,
                            "ver", Kind.NUMBER,
                            "name", Kind.TEXT,
                            "amount", Kind.NUMBER,
                            "active", Kind.FLAG,
                            "at", Kind.MOMENT,
                            "note", Kind.TEXT),
                    "stock",
                    Map.of(
                            "shop", Kind.NUMBER,
                            "id", Kind.NUMBER,
                            "ver", Kind.NUMBER,
                            "count", Kind.NUMBER));

    private Tables() {}

    /** Makes and fills them at a PostgreSQL source. */
    static void fillPostgres(Connection connection, int rows) throws SQLException {
        run(
                connection,
                "create sequence versions cache 1",
                "create table items (id bigint primary key, ver bigint not null, name text,"
                        + " amount numeric(12,2), active boolean not null, at timestamptz, note text)",
                // Long texts that an update does not touch are not in the log.
                "alter table items alter note set storage external",
                "create table stock (shop int, id bigint, ver bigint not null, count int,"
                        + " primary key (shop, id))",
                "insert into items select g, nextval('versions'), 'name ' || g, g / 100.0, g % 3 = 0,"
                        + " timestamptz '2026-01-01' + g * interval '1 second',"
                        + " case when g % 50 = 0 then repeat(md5(g::text), 80) end"
                        + " from generate_series(1, "
                        + rows
                        + ") g",
                "insert into stock select g % 10, g, nextval('versions'), g"
                        + " from generate_series(1, "
                        + rows
                        + ") g");
    }

    /** Makes and fills them at a MariaDB source. */
    static void fillMariaDb(Connection connection, int rows) throws SQLException {
        run(
                connection,
                "create sequence versions",
                "create table items (id bigint primary key, ver bigint not null, name text,"
                        + " amount decimal(12,2), active boolean not null, at timestamp(6) null,"
                        + " note longtext) character set utf8mb4 collate utf8mb4_nopad_bin",
                "create table stock (shop int, id bigint, ver bigint not null, count int,"
                        + " primary key (shop, id), key (id))",
                "insert into items select seq, nextval(versions), concat('name ', seq), seq / 100,"
                        + " seq % 3 = 0, timestamp '2026-01-01 00:00:00' + interval seq second,"
                        + " case when seq % 50 = 0 then repeat(md5(seq), 80) end from seq_1_to_"
                        + rows,
                "insert into stock select seq % 10, seq, nextval(versions), seq from seq_1_to_"
                        + rows);
    }

    /** Makes them empty at a PostgreSQL target. */
    static void makePostgres(Connection connection) throws SQLException {
        run(
                connection,
                "create table items (id bigint primary key, ver bigint not null, name text,"
                        + " amount numeric(12,2), active boolean not null, at timestamptz, note text)",
                "create table stock (shop int, id bigint, ver bigint not null, count int,"
                        + " primary key (shop, id))");
    }

    /** Makes them empty at a MariaDB target. */
    static void makeMariaDb(Connection connection) throws SQLException {
        String text = "longtext character set utf8mb4 collate utf8mb4_nopad_bin";
        run(
                connection,
                "create table items (id bigint primary key, ver bigint not null, name "
                        + text
                        + ", amount decimal(12,2), active boolean not null, at datetime(6), note "
                        + text
                        + ") engine=InnoDB",
                "create table stock (shop int not null, id bigint not null, ver bigint not null,"
                        + " count int, primary key (shop, id)) engine=InnoDB");
    }

    /** The SHA-256 of each table's ordered canonical export. */
    static Map<String, String> sums(Connection connection) throws SQLException {
        Map<String, String> sums = new HashMap<>();
        for (var table : COLUMNS.entrySet()) {
            sums.put(
                    table.getKey(),
                    new Export(connection).sha256(table.getKey(), table.getValue()));
        }
        return sums;
    }

    /** What differs as long as changes are missing, and costs little; equal, it proves nothing. */
    static String mark(Connection connection) throws SQLException {
        StringBuilder mark = new StringBuilder();
        for (String table : COLUMNS.keySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select count(*), sum(ver) from " + table)) {
                row.next();
                mark.append(row.getLong(1)).append(' ').append(row.getLong(2)).append(' ');
            }
        }
        return mark.toString();
    }

    /** The number that each row carries. */
    static Map<String, Long> versions(Connection connection) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        read(connection, "select concat('i', id), ver from items", versions);
        read(connection, "select concat('s', shop, '/', id), ver from stock", versions);
        return versions;
    }

    /** How many rows differ: each needs at least one change more. */
    static int differing(Map<String, Long> source, Map<String, Long> target) {
        int count = 0;
        for (var row : source.entrySet()) {
            count += row.getValue().equals(target.get(row.getKey())) ? 0 : 1;
        }
        for (String key : target.keySet()) {
            count += source.containsKey(key) ? 0 : 1;
        }
        return count;
    }

    private static void read(Connection connection, String query, Map<String, Long> into)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                into.put(row.getString(1), row.getLong(2));
            }
        }
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
