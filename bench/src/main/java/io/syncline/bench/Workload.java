package io.syncline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes that a backlog is made of, each on tables of its own.
 *
 * @param name as it is printed
 * @param tables what it writes to
 * @param changes how many row changes it makes
 * @param sql one PL/pgSQL block that commits as the workload's transactions do
 */
record Workload(String name, List<String> tables, long changes, String sql) {
    /** Rows at the end of a log: so many that each of several lanes has to bring some. */
    static final int MARKERS = 64;

    private static final String ITEM =
            "{n}, {n} % 1000, ({n} % 10000) / 100.0, 'name ' || {n}, repeat('d', 60) || {n},"
                    + " timestamptz '2026-01-01' + {n} * interval '1 second', {n} % 2 = 0,"
                    + " jsonb_build_object('k', {n}, 'tags', array['a', 'b'])";

    /** The six workloads over tables of this many rows. */
    static List<Workload> all(long rows) {
        long many = rows / 2;
        long few = rows / 5;
        return List.of(
                new Workload(
                        "ins1000",
                        List.of("item_ins1000"),
                        many,
                        grouped(inserts("item_ins1000", rows), many, 1000)),
                new Workload(
                        "ins1",
                        List.of("item_ins1"),
                        few,
                        grouped(inserts("item_ins1", rows), few, 1)),
                updating("upd1000", rows, many, 1000),
                updating("upd1", rows, few, 1),
                new Workload(
                        "mix4", List.of("item_mix4"), few / 4 * 4, mix("item_mix4", rows, few / 4)),
                new Workload(
                        "tpcb",
                        List.of("acc", "tel", "bra", "his"),
                        few / 4 * 4,
                        tpcb(rows, few / 4)));
    }

    /** The same, if so many changes have been made by now. */
    Workload with(long made) {
        return new Workload(name, tables, made, sql);
    }

    /**
     * Updates of a table of items, so many in a transaction.
     *
     * @param rows of the table, which is called item_NAME
     */
    static Workload updating(String name, long rows, long changes, long each) {
        String table = "item_" + name;
        return new Workload(
                name, List.of(table), changes, grouped(updates(table, rows), changes, each));
    }

    /** Those of these names, in the usual order; all if there is none. */
    static List<Workload> all(long rows, List<String> names) {
        return all(rows).stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
    }

    /** What a workload of this name does, in a few words; the name itself if it is none of ours. */
    static String words(String name) {
        return switch (name) {
            case "ins1000" -> "inserts, 1,000 a transaction";
            case "ins1" -> "inserts, one a transaction";
            case "upd1000" -> "updates, 1,000 a transaction";
            case "upd1" -> "updates, one a transaction";
            case "mix4" -> "four mixed changes";
            case "snap" -> "copy of a table";
            case "tpcb" -> "accounts, tellers, branches";
            default -> name;
        };
    }

    /** Makes the tables with their first rows. */
    static void prepare(Connection source, long rows) throws SQLException {
        for (String name : List.of("ins1000", "ins1", "upd1000", "upd1", "mix4")) {
            table(source, "item_" + name, rows);
        }
        Lab.run(
                source,
                "create table acc (id bigint primary key, balance bigint, filler text)",
                "create table tel (id bigint primary key, balance bigint, filler text)",
                "create table bra (id bigint primary key, balance bigint, filler text)",
                "create table his (id bigint primary key, tid bigint, bid bigint, aid bigint, delta int, at timestamptz)",
                "insert into acc select g, 0, repeat('x', 80) from generate_series(1, "
                        + rows
                        + ") g",
                "insert into tel select g, 0, repeat('x', 80) from generate_series(1, 100) g",
                "insert into bra select g, 0, repeat('x', 80) from generate_series(1, 10) g");
    }

    /** Makes one table of items with its first rows. */
    static void table(Connection source, String name, long rows) throws SQLException {
        Lab.run(
                source,
                "create table "
                        + name
                        + " (id bigint primary key, kind int, price numeric(12,2), name text, description text,"
                        + " at timestamptz, active boolean, doc jsonb)",
                "insert into "
                        + name
                        + " select "
                        + ITEM.replace("{n}", "g")
                        + " from generate_series(1, "
                        + rows
                        + ") g");
    }

    /** The insert of one item, whose number is its only parameter. */
    static String insert(String table) {
        return "insert into "
                + table
                + " select "
                + ITEM.replace("{n}", "g")
                + " from (select ?::bigint as g) x";
    }

    /** Makes its log: behind a slot of its own, and with a marker at the end. */
    void behindItsSlot(Lab lab, Connection source, List<Contender> contenders) throws Exception {
        Lab.run(source, "create table marker_" + name + " (id int primary key)");
        // The log is read with the publications that were there when it was written.
        for (Contender contender : contenders) {
            contender.announce(lab, source, this);
        }
        Lab.run(
                source,
                "create publication w_"
                        + name
                        + " for table "
                        + String.join(", ", Syncline.tables(this)),
                "select pg_create_logical_replication_slot('w_" + name + "', 'pgoutput')",
                sql,
                "insert into marker_" + name + " select generate_series(1, " + MARKERS + ")");
    }

    private static String inserts(String table, long rows) {
        return "insert into " + table + " select " + ITEM.replace("{n}", "(" + rows + " + i)");
    }

    private static String updates(String table, long rows) {
        return "update "
                + table
                + " set price = price + 1, at = at + interval '1 minute' where id = 1 + (i::bigint * 7919) % "
                + rows;
    }

    private static String grouped(String statement, long count, long each) {
        return "do $$ begin for i in 1.."
                + count
                + " loop "
                + statement
                + "; if i % "
                + each
                + " = 0 then commit; end if; end loop; end $$";
    }

    private static String mix(String table, long rows, long transactions) {
        return "do $$ begin for i in 1.."
                + transactions
                + " loop "
                + "update "
                + table
                + " set price = price + 1 where id = 1 + (i::bigint * 7919) % "
                + rows
                + ";"
                + "update "
                + table
                + " set kind = kind + 1 where id = 1 + (i::bigint * 104729) % "
                + rows
                + ";"
                + inserts(table, rows)
                + ";"
                + "if i % 2 = 0 then delete from "
                + table
                + " where id = "
                + rows
                + " + i;"
                + " else update "
                + table
                + " set name = 'changed' where id = "
                + rows
                + " + i; end if;"
                + "commit; end loop; end $$";
    }

    private static String tpcb(long rows, long transactions) {
        return "do $$ begin for i in 1.."
                + transactions
                + " loop "
                + "update acc set balance = balance + 1 where id = 1 + (i::bigint * 7919) % "
                + rows
                + ";"
                + "update tel set balance = balance + 1 where id = 1 + i % 100;"
                + "update bra set balance = balance + 1 where id = 1 + i % 10;"
                + "insert into his values (i, 1 + i % 100, 1 + i % 10, 1 + (i::bigint * 7919) % "
                + rows
                + ", 1, now());"
                + "commit; end loop; end $$";
    }
}
