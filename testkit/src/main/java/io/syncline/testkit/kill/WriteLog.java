package io.syncline.testkit.kill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every effective write of a target, appended by triggers of its tables: a write that leaves a row
 * as it was is none.
 *
 * <p>Each change at the source gives its row the next number of a sequence. So nothing was applied
 * twice, and nothing was taken back, if and only if the rows that are written under one key carry
 * numbers that only grow: a change that is applied again after a later one, an insert that is
 * repeated after a delete, a row that goes back to an older state and forward again, each shows a
 * number that was there before.
 *
 * <p>Asked once a sync's rows are copied, as it is promised: before that a row may be looked up
 * because the log told only a part of it, and be newer than the stream for a while. What goes back
 * in that time is counted, and must be right in the end. Used by one thread.
 */
final class WriteLog {
    private static final String TABLE =
            " (n bigint %s primary key, tab varchar(10) not null, k varchar(40) not null,"
                    + " op char(1) not null, old_ver bigint, new_ver bigint)";
    private static final int SHOWN = 5;

    private final String name;
    private final Map<String, Long> latest = new HashMap<>();
    private long read;
    private long writes;
    private long backWhileCopied;

    /** The log of a target. */
    WriteLog(String name) {
        this.name = name;
    }

    /** Makes the log and the triggers in PostgreSQL. */
    static void makePostgres(Connection connection) throws SQLException {
        Tables.run(
                connection,
                "create table effective" + TABLE.formatted("generated always as identity"));
        for (String table : List.of("items", "stock")) {
            Tables.run(
                    connection,
                    """
                    create function log_%1$s() returns trigger language plpgsql as $$
                    begin
                      if tg_op = 'UPDATE' and old.%2$s = new.%2$s then
                        if old is distinct from new then
                          insert into effective (tab, k, op, old_ver, new_ver)
                            values ('%1$s', %4$s, 'U', old.ver, new.ver);
                        end if;
                        return null;
                      end if;
                      if tg_op <> 'INSERT' then
                        insert into effective (tab, k, op, old_ver) values ('%1$s', %3$s, 'D', old.ver);
                      end if;
                      if tg_op <> 'DELETE' then
                        insert into effective (tab, k, op, new_ver) values ('%1$s', %4$s, 'I', new.ver);
                      end if;
                      return null;
                    end $$
                    """
                            .formatted(table, "id", key(table, "old"), key(table, "new")),
                    "create trigger log after insert or update or delete on "
                            + table
                            + " for each row execute function log_"
                            + table
                            + "()");
        }
    }

    /** Makes the log and the triggers in MariaDB. */
    static void makeMariaDb(Connection connection) throws SQLException {
        Tables.run(connection, "create table effective" + TABLE.formatted("auto_increment"));
        Map<String, List<String>> columns =
                Map.of(
                        "items", List.of("id", "ver", "name", "amount", "active", "at", "note"),
                        "stock", List.of("shop", "id", "ver", "count"));
        for (String table : List.of("items", "stock")) {
            List<String> same = new ArrayList<>();
            columns.getOrDefault(table, List.of())
                    .forEach(column -> same.add("old." + column + " <=> new." + column));
            String into = "insert into effective (tab, k, op, old_ver, new_ver) values ('" + table;
            Tables.run(
                    connection,
                    "create trigger log_i_"
                            + table
                            + " after insert on "
                            + table
                            + " for each row "
                            + into
                            + "', "
                            + key(table, "new")
                            + ", 'I', null, new.ver)",
                    "create trigger log_d_"
                            + table
                            + " after delete on "
                            + table
                            + " for each row "
                            + into
                            + "', "
                            + key(table, "old")
                            + ", 'D', old.ver, null)",
                    "create trigger log_u_"
                            + table
                            + " after update on "
                            + table
                            + " for each row if not ("
                            + String.join(" and ", same)
                            + ") then "
                            + into
                            + "', "
                            + key(table, "new")
                            + ", 'U', old.ver, new.ver); end if");
        }
    }

    private static String key(String table, String row) {
        return table.equals("items")
                ? "concat(" + row + ".id, '')"
                : "concat(" + row + ".shop, '/', " + row + ".id)";
    }

    /** Effective writes read so far. */
    long writes() {
        return writes;
    }

    /** Writes that went back while the rows were still copied. */
    long backWhileCopied() {
        return backWhileCopied;
    }

    /**
     * Reads what was added since the last call.
     *
     * @param copied whether the rows were copied before all this: then it fails at a number that
     *     did not grow
     */
    void check(Connection connection, boolean copied) throws SQLException {
        List<String> repeated = new ArrayList<>();
        int wrong = 0;
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select n, tab, k, op, old_ver, new_ver from effective where n > ?"
                                + " order by n")) {
            statement.setLong(1, read);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    writes++;
                    read = row.getLong(1);
                    long version = row.getLong(6);
                    if (row.getString(4).equals("D")) {
                        continue;
                    }
                    String key = row.getString(2) + " " + row.getString(3);
                    Long before = latest.put(key, version);
                    if (before != null && version <= before) {
                        wrong++;
                        repeated.add(
                                "%d: %s %s of %s after %d"
                                        .formatted(read, row.getString(4), key, version, before));
                    }
                }
            }
        }
        if (!copied) {
            backWhileCopied += wrong;
        } else if (wrong > 0) {
            throw new AssertionError(
                    wrong
                            + " writes of "
                            + name
                            + " repeat or go back: "
                            + repeated.subList(0, Math.min(SHOWN, repeated.size())));
        }
    }
}
