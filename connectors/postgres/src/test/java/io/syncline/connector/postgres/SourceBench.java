package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import java.time.Duration;
import java.util.Arrays;

/** Measures latency and rates by hand; run {@link #main}. Asserts nothing. */
final class SourceBench {
    private SourceBench() {}

    public static void main(String[] args) throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id bigint PRIMARY KEY, a int, n numeric, b text, c text,"
                            + " at timestamptz, f bool, j jsonb)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                for (int i = 0; i < 3; i++) {
                    latency(on, reader);
                    rate(on, reader);
                }
            }
            snapshot(on);
            snapshot(on);
        }
        System.exit(0);
    }

    private static void latency(Fixture on, Reader reader) throws Exception {
        on.run("TRUNCATE t");
        on.drain(reader);
        int rounds = 200;
        long[] nanos = new long[rounds];
        try (var insert = on.sql.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int i = 0; i < rounds; i++) {
                Thread committer =
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            try {
                                                Thread.sleep(8);
                                                insert.execute();
                                            } catch (Exception e) {
                                                throw new IllegalStateException(e);
                                            }
                                        });
                insert.setLong(1, i);
                committer.start();
                Batch batch = Fixture.until(reader, b -> b instanceof Batch.Rows);
                nanos[i] = System.currentTimeMillis() - ((Batch.Rows) batch).committedMillis();
                committer.join();
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "commit record -> batch, whole ms: p50 %d p95 %d p99 %d max %d%n",
                nanos[rounds / 2],
                nanos[rounds * 95 / 100],
                nanos[rounds * 99 / 100],
                nanos[rounds - 1]);
    }

    private static void rate(Fixture on, Reader reader) throws Exception {
        on.run("TRUNCATE t");
        on.drain(reader);
        for (int i = 0; i < 200; i++) {
            on.run(
                    "INSERT INTO t SELECT i, i, i * 1.01, repeat('b', 40), repeat('c', 60), now(),"
                            + " true, '{\"a\": 1}' FROM generate_series("
                            + (i * 1000 + 1)
                            + ", "
                            + (i + 1) * 1000
                            + ") i");
        }
        long start = System.nanoTime();
        int rows = 0;
        while (rows < 200_000) {
            if (reader.poll(Duration.ofSeconds(1)) instanceof Batch.Rows batch) {
                rows += batch.changes().size();
                if (batch.position() != null) {
                    reader.acknowledge(batch.position());
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("stream: %,.0f rows/s%n", rows / seconds);
    }

    private static void snapshot(Fixture on) throws Exception {
        long start = System.nanoTime();
        int rows = 0;
        int chunks = 0;
        SnapshotPosition next = null;
        do {
            var chunk = on.endpoint.chunk("public.t", null, next, 20_000);
            rows += chunk.rows().size();
            chunks++;
            next = chunk.next();
        } while (next != null);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("snapshot: %,.0f rows/s in %d chunks%n", rows / seconds, chunks);
    }
}
