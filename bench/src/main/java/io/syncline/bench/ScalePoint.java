package io.syncline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One point of a curve: tables, syncs of them, and the changes they are to bring.
 *
 * @param curve what is varied
 * @param label how much of it
 * @param source statements that make the tables at the source
 * @param target statements that make tables at the target, where the product is not to
 * @param syncs each with tables of its own, and a share of the changes
 */
record ScalePoint(
        String curve,
        String label,
        List<String> source,
        List<String> target,
        List<Workload> syncs) {
    private static final String TABLE =
            "create table %s (id bigint primary key, n int, a int, b int, c int, body text)";

    /** As much is written of wide rows, whatever their width. */
    private static final long BYTES = 1000;

    /** Copies the lists. */
    ScalePoint {
        source = List.copyOf(source);
        target = List.copyOf(target);
        syncs = List.copyOf(syncs);
    }

    /** As it is printed. */
    String name() {
        return curve + " " + label;
    }

    /** What all its syncs bring. */
    long changes() {
        return syncs.stream().mapToLong(Workload::changes).sum();
    }

    /**
     * All points; the first is the one that others are compared with.
     *
     * @param changes of a point of narrow rows; there are fewer of wide ones
     */
    static List<ScalePoint> all(long changes) {
        List<ScalePoint> points = new ArrayList<>();
        for (int count : new int[] {1, 100, 1000}) {
            points.add(tables(count, changes));
        }
        for (int width : new int[] {100, 1_000, 10_000, 100_000}) {
            points.add(width(width, changes));
        }
        points.add(unchanged(changes));
        for (int count : new int[] {1, 10, 50}) {
            points.add(syncs(count, changes));
        }
        points.add(indexes(changes));
        points.add(references(changes));
        return points;
    }

    private static ScalePoint tables(int count, long changes) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "s_tab" + count + "_" + i).toList();
        String each =
                "execute format('insert into s_tab%d_%%s values (%%s, 0, 0, 0, 0, ''body'')', i %% %d, i);"
                        .formatted(count, count);
        return point(
                "tables",
                Integer.toString(count),
                List.of(),
                List.of(sync("tab" + count, names, changes, loop(each, changes))));
    }

    private static ScalePoint width(int width, long changes) {
        String name = "s_wide" + width;
        long rows = Math.max(100, Math.min(changes, changes * BYTES / width));
        // Texts that do not compress, so that wide ones are kept apart.
        String each =
                "insert into %s select i, 0, 0, 0, 0, string_agg(md5(i || '.' || g), '') from generate_series(1, %d) g;"
                        .formatted(name, Math.max(1, width / 32));
        return point(
                "bytes a row",
                Integer.toString(width),
                List.of(),
                List.of(sync("wide" + width, List.of(name), rows, loop(each, rows))));
    }

    /** Updates of rows whose wide field stays as it is, so that the log does not tell it. */
    private static ScalePoint unchanged(long changes) {
        String rows =
                "insert into s_toast select r, 0, 0, 0, 0, string_agg(md5(r || '.' || g), '')"
                        + " from generate_series(1, 100) r, generate_series(1, 3125) g group by r";
        String each = "update s_toast set n = n + 1 where id = 1 + i % 100;";
        ScalePoint point =
                point(
                        "bytes a row",
                        "100000, unchanged",
                        List.of(),
                        List.of(sync("toast", List.of("s_toast"), changes, loop(each, changes))));
        List<String> source = new ArrayList<>(point.source);
        source.add(rows);
        return new ScalePoint(point.curve, point.label, source, point.target, point.syncs);
    }

    /** A number of syncs, each of a table of its own. */
    static ScalePoint syncs(int count, long changes) {
        List<Workload> syncs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "sync" + count + "_" + i;
            String each = "insert into s_%s values (i, 0, 0, 0, 0, 'body');".formatted(name);
            syncs.add(
                    sync(name, List.of("s_" + name), changes / count, loop(each, changes / count)));
        }
        return point("syncs", Integer.toString(count), List.of(), syncs);
    }

    private static ScalePoint indexes(long changes) {
        String each = "insert into s_index values (i, i, i % 1000, i * 7919 % 10007, i, 'body');";
        return point(
                "indexes",
                "3",
                List.of(
                        TABLE.formatted("s_index"),
                        "create index on s_index (a)",
                        "create index on s_index (b)",
                        "create index on s_index (c, a)"),
                List.of(sync("index", List.of("s_index"), changes, loop(each, changes))));
    }

    private static ScalePoint references(long changes) {
        String each =
                "if i % 10 = 1 then insert into s_parent values (i, 0, 0, 0, 0, 'body');"
                        + " else insert into s_child values (i, i - (i - 1) % 10, 0, 0, 0, 'body'); end if;";
        return point(
                "foreign keys",
                "1",
                List.of(
                        TABLE.formatted("s_parent"),
                        TABLE.formatted("s_child"),
                        "alter table s_child alter n type bigint,"
                                + " add foreign key (n) references s_parent"),
                List.of(
                        sync(
                                "child",
                                List.of("s_parent", "s_child"),
                                changes,
                                loop(each, changes))));
    }

    private static ScalePoint point(
            String curve, String label, List<String> target, List<Workload> syncs) {
        List<String> source = new ArrayList<>();
        for (Workload sync : syncs) {
            for (String table : sync.tables()) {
                source.add(TABLE.formatted(table));
            }
            source.add("create table marker_%s (id int primary key)".formatted(sync.name()));
        }
        return new ScalePoint(curve, label, source, target, syncs);
    }

    private static Workload sync(String name, List<String> tables, long changes, String sql) {
        return new Workload(name, tables, changes, sql);
    }

    /** A hundred changes a transaction. */
    private static String loop(String each, long changes) {
        return "do $$ begin for i in 1.."
                + changes
                + " loop "
                + each
                + " if i % 100 = 0 then commit; end if; end loop; end $$";
    }
}
