package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit is in the log before it is visible: while it waits for a synchronous standby, long. */
class PostgresVisibilityTest {
    private static final RowId ID = RowId.of("public.t", new Value.Int(1));

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aLookUpWaitsUntilWhatTheStreamToldIsVisible(int major) throws Exception {
        try (Fixture on = Fixture.on(major);
                Fixture later = Fixture.beside(on)) {
            on.run(
                    "SET synchronous_commit = local",
                    "CREATE TABLE t (id int PRIMARY KEY, v text)",
                    "INSERT INTO t VALUES (1, 'old')");
            Selection selection = on.prepared("public.t");
            Position told;
            try (Reader reader = on.reader(selection);
                    Stall stall = new Stall(on)) {
                stall.start("UPDATE t SET v = 'new'");
                told =
                        Fixture.position(
                                Fixture.until(reader, batch -> batch instanceof Batch.Rows));
                // Its commit is told, and nobody sees it.
                assertThat(on.one("SELECT v FROM t")).isEqualTo("old");
                assertThat(seen(on.endpoint, told)).isEqualTo("not yet");
                assertThat(seen(on.endpoint, on.endpoint.head())).isEqualTo("not yet");
                assertThat(seen(on.endpoint, null)).isEqualTo("old");
                // After a restart only the position knows.
                assertThat(seen(later.endpoint, told)).isEqualTo("not yet");
                PostgresStreamTest.awaitFree(on, selection, reader);
                try (Reader _ = later.endpoint.read(null, selection)) {
                    assertThat(seen(later.endpoint, later.endpoint.head())).isEqualTo("not yet");
                }
            }
            assertThat(seen(on.endpoint, told)).isEqualTo("new");
            assertThat(seen(on.endpoint, on.endpoint.head())).isEqualTo("new");
            assertThat(seen(later.endpoint, told)).isEqualTo("new");
        }
    }

    private static String seen(Lookup lookup, Position atLeast) {
        return switch (lookup.current(List.of(ID), atLeast).getFirst()) {
            case Found.Seen(Image image, _) -> ((Value.Text) Fixture.row(image).get("v")).value();
            case Found.NotYet _ -> "not yet";
        };
    }

    /** A first copy waits for it after every few parts. */
    @Test
    void theStreamOfAnIdleSourceSoonSaysWhereTheLogStands() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            on.run("CHECKPOINT");
            Position head = on.endpoint.head();
            long start = System.nanoTime();
            try (Reader reader = on.reader(selection)) {
                Fixture.until(
                        reader,
                        batch ->
                                batch instanceof Batch.Quiet(Position at)
                                        && on.endpoint.covers(at, head));
            }
            assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
        }
    }

    @Test
    void aPositionWithoutATransactionIsReadToo() {
        Position old = new Position("1/200");
        assertThat(PgLsn.of(old)).isEqualTo(0x1_0000_0200L);
        assertThat(PgLsn.transaction(old)).isZero();
        Position full = PgLsn.position(0x1_0000_0200L, 0xffff_fffeL);
        assertThat(full.token()).isEqualTo("1/200:4294967294");
        assertThat(PgLsn.of(full)).isEqualTo(0x1_0000_0200L);
        assertThat(PgLsn.transaction(full)).isEqualTo(0xffff_fffeL);
    }

    @Test
    void whatASnapshotShowsIsNotKept() {
        AtomicLong asked = new AtomicLong();
        ToldTransactions told =
                new ToldTransactions(
                        () -> {
                            asked.incrementAndGet();
                            return PgView.parse("5000:9000:5000");
                        });
        for (long i = 1; i <= 6000; i++) {
            told.add(i);
        }
        assertThat(asked).hasValue(1);
        assertThat(told.shownBy(PgView.parse("5000:9000:5000"))).isFalse();
        assertThat(told.shownBy(PgView.parse("9000:9000:"))).isTrue();
        assertThat(told.shownBy(PgView.parse("1:1:"))).as("nothing is left").isTrue();
    }

    /** Commits of other sessions wait for a standby that never comes, until it is closed. */
    private static final class Stall implements AutoCloseable {
        private final Fixture on;
        private Thread writer;

        Stall(Fixture on) throws SQLException {
            this.on = on;
            configure("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "nobody");
        }

        void start(String sql) {
            writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (Connection own = on.database.connect();
                                                Statement statement = own.createStatement()) {
                                            statement.execute(sql);
                                        } catch (SQLException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
        }

        private void configure(String sql, String wanted) throws SQLException {
            on.run(sql, "SELECT pg_reload_conf()");
            long end = System.nanoTime() + 10_000_000_000L;
            while (!on.one("SHOW synchronous_standby_names").equals(wanted)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() throws SQLException, InterruptedException {
            configure("ALTER SYSTEM RESET synchronous_standby_names", "");
            if (writer != null) {
                writer.join();
            }
        }
    }
}
