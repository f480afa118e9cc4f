package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.testkit.system.RealTime;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One transaction of more bytes than a process has memory: what is read ahead of whoever takes it
 * must be bounded in bytes. Read by processes of their own, which take nothing for a while.
 */
class PostgresHugeTransactionTest {
    private static final int ROWS = 200_000;
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    @Test
    void aTransactionLargerThanTheMemoryIsReadWholeInBulkAndAsAStream() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection inBulk = on.prepared("public.t");
            Selection asStream = on.prepared("public.t");
            on.run(
                    "INSERT INTO t SELECT g, repeat('x', 600) || g FROM generate_series(1, %d) g"
                            .formatted(ROWS));
            Digest wanted = new Digest();
            for (int id = 1; id <= ROWS; id++) {
                wanted.add(id, "x".repeat(600) + id);
            }
            Process bulk = beside(on, inBulk, 1_000_000);
            Process stream = beside(on, asStream, 0);
            try {
                String sum = wanted.toString();
                assertThat(said(bulk)).isEqualTo("bulk " + sum);
                assertThat(said(stream)).isEqualTo("stream " + sum);
            } finally {
                bulk.destroyForcibly();
                stream.destroyForcibly();
            }
        }
    }

    /** Begins to read in a process with little memory. */
    private static Process beside(Fixture on, Selection selection, long bulkBytes)
            throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PostgresHugeTransactionTest.class.getName(),
                                selection.flow(),
                                Long.toString(bulkBytes))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(on.database.uri() + "\n");
        }
        return process;
    }

    private static String said(Process process) throws Exception {
        assertThat(process.waitFor(READ_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Reads one transaction; says how it was read, of how many rows it is, and their digest. */
    public static void main(String[] args) throws Exception {
        String uri =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                        .readLine();
        PostgresConnector connector = new PostgresConnector();
        Config config =
                Config.of(
                        connector.settings(),
                        Map.of("connection", uri, "bulk_read_bytes", args[1]));
        Digest digest = new Digest();
        Selection selection = new Selection(args[0], List.of("public.t"));
        try (Endpoint endpoint = connector.open(config, new RealTime());
                Reader reader = ((Source) endpoint).read(null, selection)) {
            String way = reader.catchesUp() ? "bulk" : "stream";
            boolean whole = false;
            while (!whole) {
                if (reader.poll(Duration.ofMillis(100)) instanceof Batch.Rows rows) {
                    if (digest.rows == 0) {
                        // What is read ahead piles up now.
                        Thread.sleep(IDLE);
                    }
                    rows.changes().forEach(digest::add);
                    whole = rows.position() != null;
                }
            }
            System.out.println(way + " " + digest);
        }
        System.exit(0);
    }

    /** Rows in their order. */
    private static final class Digest {
        private final MessageDigest sha;
        private long rows;

        Digest() throws Exception {
            sha = MessageDigest.getInstance("SHA-256");
        }

        void add(Change change) {
            Row row = Objects.requireNonNull(change.after().row());
            add(((Value.Int) row.get("id")).value(), ((Value.Text) row.get("v")).value());
        }

        void add(long id, String text) {
            rows++;
            sha.update((id + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return rows + " " + HexFormat.of().formatHex(sha.digest());
        }
    }
}
