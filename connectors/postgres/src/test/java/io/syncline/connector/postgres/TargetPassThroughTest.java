package io.syncline.connector.postgres;

import static io.syncline.connector.postgres.TargetBench.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.services.Services;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of a like source are written byte by byte; -Dsyncline.rows=500000 makes it a timing. */
class TargetPassThroughTest {
    private static final int ROWS = Integer.getInteger("syncline.rows", 25_000);
    private static final int BATCH = 10_000;
    private static final String SUM = "SELECT count(*) || ':' || sum(hashtext(x::text)) FROM %s x";

    @Test
    void copiedRowsAndDecodedRowsMakeEqualTables() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            String columns =
                    " (id bigint PRIMARY KEY, n int, price numeric(12,2), name text, at timestamptz,"
                            + " ok bool, doc jsonb, raw json, tags text[])";
            bench.run("CREATE TABLE a" + columns);
            bench.run("CREATE TABLE b" + columns);
            bench.run("CREATE TABLE c" + columns);
            bench.run(
                    "INSERT INTO a SELECT i, i, i * 0.25, 'name ' || i, now(), true, '{\"a\":1}',"
                            + " '{ \"b\" : 1.0 }', ARRAY['x', NULL, 'y z'] FROM generate_series(1, "
                            + ROWS
                            + ") i");
            List<Row> rows = rows(bench);
            assertThat(rows.getFirst().encoded()).isInstanceOf(PgTuple.class);
            target.claim("flow", 1);
            pace("insert", () -> all(target, "public.b", rows, Image.absent()));
            pace("insert again", () -> all(target, "public.b", rows, Image.absent()));
            assertThat(bench.read(SUM.formatted("b"))).isEqualTo(bench.read(SUM.formatted("a")));

            bench.run("UPDATE a SET n = n + 1, name = name || '!'");
            List<Row> changed = rows(bench);
            pace("update", () -> all(target, "public.b", changed, Image.whole(rows.getFirst())));
            assertThat(bench.read(SUM.formatted("b"))).isEqualTo(bench.read(SUM.formatted("a")));

            List<Row> decoded = changed.stream().map(row -> row.map((_, value) -> value)).toList();
            pace("insert decoded", () -> all(target, "public.c", decoded, Image.absent()));
            assertThat(
                            bench.read(
                                    SUM.formatted(
                                            "(SELECT id, n, price, name, at, doc, tags FROM c)")))
                    .isEqualTo(
                            bench.read(
                                    SUM.formatted(
                                            "(SELECT id, n, price, name, at, doc, tags FROM a)")));
        }
    }

    @Test
    void rowsOfWhichOneColumnIsReplacedMakeTheSameTableAsTheirValues() throws Exception {
        try (TargetBench bench = new TargetBench(Services.postgres(18).freshDatabase());
                PostgresTarget target = bench.target(64)) {
            String columns =
                    " (id bigint PRIMARY KEY, n int, price numeric(12,2), name text, at timestamptz,"
                            + " raw json, tags text[])";
            bench.run("CREATE TABLE a" + columns);
            bench.run("CREATE TABLE b" + columns.replace("name", "label"));
            bench.run(
                    "INSERT INTO a SELECT i, NULLIF(i, 3), i * 0.25, 'name ' || i, now(),"
                            + " '{ \"b\" : 1.0 }', ARRAY['x'] FROM generate_series(1, 500) i");
            List<Row> viewed = new ArrayList<>();
            List<String> names = List.of("id", "n", "price", "label", "at", "raw", "tags");
            RowView.Columns view =
                    new RowView.Columns(Header.of(names), List.of(0, 1, 2, -1, 4, 5, 6));
            for (Row row : rows(bench)) {
                @Nullable Value[] replaced = new Value[names.size()];
                replaced[3] =
                        row.at(0).equals(new Value.Int(7))
                                ? Value.nothing()
                                : new Value.Text("😀 " + row.at(0));
                if (row.at(0).equals(new Value.Int(8))) {
                    replaced[3] = new Value.Text("plain");
                }
                viewed.add(RowView.of(row, view, replaced));
            }
            target.claim("flow", 1);
            all(target, "public.b", viewed, Image.absent());
            assertThat(
                            bench.read(
                                    "SELECT count(*) FROM a JOIN b ON (a.id, a.price, a.at, a.raw::text, a.tags) ="
                                            + " (b.id, b.price, b.at, b.raw::text, b.tags) AND a.n IS NOT DISTINCT FROM b.n"))
                    .isEqualTo("500");
            assertThat(
                            bench.read(
                                    "SELECT count(*) || string_agg(label, '' ORDER BY id) FROM b WHERE id > 6 AND id < 9"))
                    .isEqualTo("2plain");
        }
    }

    private static List<Row> rows(TargetBench bench) throws Exception {
        Layout layout =
                bench.connections.call(
                        "reading",
                        connection -> PostgresCatalog.one(connection, "public.a").layout());
        List<Row> rows = new ArrayList<>();
        try (Scan.Rows scan = new PostgresScan(bench.connections, bench.shapes).scan(layout)) {
            for (Row row = scan.next(); row != null; row = scan.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void all(PostgresTarget target, String table, List<Row> rows, Image before) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<Write> writes = new ArrayList<>();
            for (Row row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
                RowId id = RowId.of(table, row.at(0));
                writes.add(Write.any(Change.of(id, before, Image.whole(row), VERSION)));
            }
            assertThat(target.apply(writes, TargetBench.fence(1, "p" + from)))
                    .containsOnly(Outcome.applied());
        }
    }

    private static void pace(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %,.0f rows/s%n", what, ROWS / seconds);
    }
}
