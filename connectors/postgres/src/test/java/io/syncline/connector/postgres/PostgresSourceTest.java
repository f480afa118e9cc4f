package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.system.RealTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSourceTest {
    @Test
    void preparingAgainFindsTheSamePlaceAndAddsTables() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE a (id int PRIMARY KEY)",
                    "CREATE TABLE \"B c\" (id int PRIMARY KEY)");
            Selection one = on.prepared("public.a");
            Position place = on.endpoint.prepare(one);

            Selection two = new Selection(one.flow(), List.of("public.B c", "public.a"));

            assertThat(on.endpoint.prepare(two)).isEqualTo(place);
            assertThat(on.endpoint.prepare(two)).isEqualTo(place);
            try (Reader reader = on.endpoint.read(place, two)) {
                on.run("INSERT INTO \"B c\" VALUES (1)");
                assertThat(on.changes(reader)).hasSize(1);
            }
        }
    }

    @Test
    void aSlotThatIsAheadIsSaidAndNotSkipped() throws Exception {
        try (Fixture on = Fixture.on(17)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position old = on.endpoint.prepare(selection);
            on.run(
                    "INSERT INTO t VALUES (1)",
                    "SELECT pg_replication_slot_advance('%s', pg_current_wal_flush_lsn())"
                            .formatted(PostgresSlots.name(selection)));

            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.read(old, selection))
                    .satisfies(
                            e -> {
                                assertThat(e.kind()).isEqualTo(Kind.HISTORY_LOST);
                                assertThat(e.code()).isEqualTo(Code.SLOT_AHEAD);
                            });
        }
    }

    @Test
    void aMissingSlotIsLostHistoryAndForgettingEndsAReader() throws Exception {
        try (Fixture on = Fixture.on(16)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            Position place = on.endpoint.prepare(selection);
            try (Reader _ = on.endpoint.read(place, selection)) {
                on.endpoint.forget(selection);
                on.endpoint.forget(selection);
            }
            assertThat(on.one("SELECT count(*) FROM pg_publication")).isEqualTo("0");
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(() -> on.endpoint.read(place, selection))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(Code.SLOT_LOST));
        }
    }

    @Test
    void aKilledStreamIsWeather() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                                + " WHERE slot_name = '"
                                + PostgresSlots.name(selection)
                                + "'");
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> Fixture.until(reader, b -> b instanceof Batch.Rows))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
            }
        }
    }

    @Test
    void preflightTellsEverythingAtOnceWithItsRemedy() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            String user = "reader_" + on.database.name();
            on.run(
                    "CREATE TABLE good (id int PRIMARY KEY)",
                    "CREATE TABLE keyless (id int)",
                    "CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY)",
                    "CREATE ROLE " + user + " LOGIN PASSWORD 'x'");
            PostgresUrl all = PostgresUrl.parse(on.database.uri());
            PostgresUrl weak =
                    new PostgresUrl(
                            all.host(),
                            all.port(),
                            all.database(),
                            user,
                            io.syncline.core.endpoint.Secret.of("x"),
                            Map.of(),
                            all.tls(),
                            null);
            Selection selection =
                    new Selection(
                            "pre",
                            List.of(
                                    "public.fleeting",
                                    "public.good",
                                    "public.keyless",
                                    "public.none"));
            try (PostgresEndpoint endpoint = new PostgresEndpoint(weak, new RealTime())) {
                List<Finding> findings = endpoint.preflight(selection);

                assertThat(findings)
                        .extracting(Finding::code)
                        .contains(
                                Code.NO_REPLICATION_RIGHT,
                                Code.MISSING_GRANT,
                                Code.NO_IDENTITY,
                                Code.UNKNOWN_COLLECTION);
                assertThat(findings)
                        .filteredOn(f -> f.code() == Code.NO_IDENTITY)
                        .extracting(Finding::subject)
                        .containsExactly("public.fleeting", "public.keyless");
                assertThat(findings)
                        .extracting(Finding::remedy)
                        .contains(
                                "ALTER ROLE \"" + user + "\" REPLICATION;",
                                "GRANT SELECT ON \"public\".\"good\" TO \"" + user + "\";");
            } finally {
                on.run("DROP ROLE " + user);
            }
            assertThat(on.endpoint.preflight(new Selection("pre", List.of("public.good"))))
                    .isEmpty();
        }
    }

    @Test
    void theCatalogKnowsAboutHowManyRowsATableHasThatNobodyAnalyzed() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id bigint PRIMARY KEY, name text, price numeric(12,2))"
                            + " WITH (autovacuum_enabled = off)",
                    "INSERT INTO t SELECT g, 'name ' || g, g FROM generate_series(1, 20000) g",
                    "CREATE TABLE none (id int PRIMARY KEY)");
            assertThat(on.endpoint.catalog().find("public.t").rows()).isBetween(8_000L, 50_000L);
            assertThat(on.endpoint.catalog().find("public.none").rows()).isNotPositive();
        }
    }

    @Test
    void theCatalogHasKeysAndIndexesAndNotOurOwnTables() throws Exception {
        try (Fixture on = Fixture.on(16)) {
            on.run(
                    "CREATE SCHEMA s",
                    "CREATE TABLE s.t (b int, a varchar(7) NOT NULL, n numeric(8,3), e int,"
                            + " PRIMARY KEY (a, b))",
                    "CREATE UNIQUE INDEX ON s.t (n)",
                    "CREATE INDEX ON s.t (n, e)",
                    "CREATE INDEX ON s.t (lower(a))",
                    "CREATE TABLE syncline_checkpoint (id int PRIMARY KEY)");

            var layouts = on.endpoint.catalog().layouts();

            assertThat(layouts).hasSize(1);
            var layout = layouts.getFirst();
            assertThat(layout.collection()).isEqualTo("s.t");
            assertThat(layout.key()).containsExactly("a", "b");
            assertThat(layout.indexes()).hasSize(2);
            assertThat(layout.field("n").type())
                    .isEqualTo(new io.syncline.core.change.FieldType.Decimal(8, 3));
            assertThat(layout.field("a").type())
                    .isEqualTo(new io.syncline.core.change.FieldType.Text(7));
            assertThat(on.endpoint.health().up()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 18})
    void whatAPartitionedTableDoesNotTellIsSaidBefore(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                    "CREATE TABLE \"Low\" PARTITION OF t FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE high PARTITION OF t FOR VALUES FROM (10) TO (20)");
            Selection selection = new Selection("parts", List.of("public.t"));

            assertThat(on.endpoint.preflight(selection))
                    .extracting(Finding::severity, Finding::code)
                    .containsExactly(tuple(Finding.Severity.WARNING, Code.PARTITIONS));
            on.run("ALTER TABLE \"Low\" REPLICA IDENTITY NOTHING");

            List<Finding> findings = on.endpoint.preflight(selection);
            assertThat(findings)
                    .extracting(Finding::severity, Finding::code)
                    .containsExactly(
                            tuple(Finding.Severity.WARNING, Code.PARTITIONS),
                            tuple(Finding.Severity.ERROR, Code.NO_IDENTITY));
            on.run(findings.getLast().remedy());
            assertThat(on.endpoint.preflight(selection)).hasSize(1);
        }
    }
}
