package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.system.RealTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader makes of a server that lets its log go, or falls silent. */
class PostgresWeatherTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void aSlotWhoseLogWasRemovedIsLostHistory(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position place = on.endpoint.prepare(selection);
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (1)");
                lose(on, selection);
                // The reader's server process is ended first, which is weather.
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> Fixture.until(reader, _ -> false))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
            }
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.read(place, selection))
                    .satisfies(PostgresWeatherTest::isLost);
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.prepare(selection))
                    .satisfies(PostgresWeatherTest::isLost);
            on.endpoint.forget(selection);
            on.endpoint.prepare(selection);
            try (Reader reader = on.reader(selection)) {
                on.run("INSERT INTO t VALUES (2)");
                assertThat(on.changes(reader)).hasSize(1);
            }
        }
    }

    private static void isLost(EndpointException e) {
        assertThat(e.kind()).isEqualTo(Kind.HISTORY_LOST);
        assertThat(e.code()).isEqualTo(Code.SLOT_LOST);
        assertThat(e).hasMessageContaining("max_slot_wal_keep_size");
    }

    /** Fills the log past what the server keeps for slots. */
    static void lose(Fixture on, Selection selection) throws Exception {
        String status =
                "SELECT wal_status FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(PostgresSlots.name(selection));
        on.run("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
        try {
            long end = System.nanoTime() + 30_000_000_000L;
            while (!on.one(status).equals("lost")) {
                assertThat(System.nanoTime()).isLessThan(end);
                on.run(
                        "SELECT pg_logical_emit_message(true, 'x', 'x')",
                        "SELECT pg_switch_wal()",
                        "CHECKPOINT");
            }
        } finally {
            on.run("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
        }
    }

    @Test
    void aSilentServerIsNoticedAndReadAgainWithoutALoss() throws Exception {
        // Two minutes of this clock pass in little more than a second.
        RealTime hasty =
                new RealTime() {
                    @Override
                    public long nanos() {
                        return System.nanoTime() * 100;
                    }
                };
        try (Fixture on = Fixture.on(18);
                PostgresEndpoint endpoint =
                        new PostgresEndpoint(PostgresUrl.parse(on.database.uri()), hasty)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = endpoint.read(null, selection)) {
                String sender =
                        on.one(
                                "SELECT active_pid FROM pg_replication_slots WHERE slot_name = '%s'"
                                        .formatted(PostgresSlots.name(selection)));
                signal("STOP", sender);
                try {
                    on.run("INSERT INTO t VALUES (1)");
                    assertThatExceptionOfType(EndpointException.class)
                            .isThrownBy(() -> Fixture.until(reader, _ -> false))
                            .withMessageContaining("silent")
                            .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
                    // The server has not noticed: the slot is still taken.
                    assertThatExceptionOfType(EndpointException.class)
                            .isThrownBy(() -> endpoint.read(null, selection))
                            .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SLOT_BUSY));
                } finally {
                    signal("CONT", sender);
                }
            }
            PostgresStreamTest.awaitFree(on, selection);
            try (Reader again = endpoint.read(null, selection)) {
                assertThat(on.changes(again)).extracting(Change::id).hasSize(1);
            }
        }
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }
}
