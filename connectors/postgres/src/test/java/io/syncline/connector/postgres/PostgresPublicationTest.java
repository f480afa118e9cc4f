package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.system.RealTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a publication does not ask for, the server passes over without a word: whoever goes on after
 * that has lost changes.
 */
class PostgresPublicationTest {
    private static final String TABLES = "CREATE TABLE t (id int PRIMARY KEY, v text)";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16 | DROP PUBLICATION %s",
                "17 | DROP PUBLICATION %s",
                "18 | DROP PUBLICATION %s",
                "18 | ALTER PUBLICATION %s DROP TABLE t",
                "18 | ALTER PUBLICATION %s SET TABLE t WHERE (id > 5)",
                "18 | ALTER PUBLICATION %s SET (publish = 'insert')",
                "18 | DROP PUBLICATION %1$s; CREATE PUBLICATION %1$s FOR TABLE t"
                        + " WITH (publish_via_partition_root = true)",
            })
    void aPublicationThatToldLessMeanwhileIsNotMendedInSilence(int major, String change)
            throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run(TABLES);
            Selection selection = on.prepared("public.t");
            on.endpoint.prepare(selection);

            on.run(change.formatted(PgTable.quote(PostgresSlots.name(selection))).split(";"));
            on.run("INSERT INTO t VALUES (1, 'not told')");

            // Every time, until everything is copied again.
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> on.endpoint.prepare(selection))
                        .satisfies(PostgresPublicationTest::isLost);
            }
            on.endpoint.forget(selection);
            on.endpoint.prepare(selection);
            try (Reader reader = on.reader(selection)) {
                on.run("UPDATE t SET v = 'told'");
                assertThat(on.changes(reader)).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER PUBLICATION %1$s DROP TABLE t",
                "DROP PUBLICATION %1$s",
                "DROP PUBLICATION %1$s; CREATE PUBLICATION %1$s FOR TABLE t, u"
                        + " WITH (publish_via_partition_root = true)",
                "DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, v text)",
            })
    void aStreamNoticesThatItIsToldLess(String change) throws Exception {
        try (Fixture on = Fixture.on(18);
                PostgresEndpoint endpoint =
                        new PostgresEndpoint(PostgresUrl.parse(on.database.uri()), new Hasty())) {
            on.run(TABLES, "CREATE TABLE u (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t", "public.u");
            try (Reader reader = endpoint.read(null, selection)) {
                on.run(change.formatted(PgTable.quote(PostgresSlots.name(selection))).split(";"));

                assertThatExceptionOfType(EndpointException.class)
                        .isThrownBy(() -> Fixture.until(reader, _ -> false))
                        .satisfies(PostgresPublicationTest::isLost);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"18"})
    void aTableThatIsDroppedDoesNotEndTheOthers(int major) throws Exception {
        try (Fixture on = Fixture.on(major);
                PostgresEndpoint endpoint =
                        new PostgresEndpoint(PostgresUrl.parse(on.database.uri()), new Hasty())) {
            on.run(TABLES, "CREATE TABLE u (id int PRIMARY KEY)");
            Selection selection = on.prepared("public.t", "public.u");
            try (Reader reader = endpoint.read(null, selection)) {
                on.run("DROP TABLE t");
                Thread.sleep(200);
                on.run("INSERT INTO u VALUES (1)");

                assertThat(on.changes(reader)).hasSize(1);
            }
        }
    }

    private static void isLost(EndpointException e) {
        assertThat(e.kind()).isEqualTo(Kind.HISTORY_LOST);
        assertThat(e.code()).isEqualTo(Code.PUBLICATION_CHANGED);
    }

    /** For which a minute passes in little more than half a second. */
    private static final class Hasty extends RealTime {
        @Override
        public long nanos() {
            return System.nanoTime() * 100;
        }
    }
}
