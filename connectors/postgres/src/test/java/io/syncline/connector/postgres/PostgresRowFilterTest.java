package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Op;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server tells a stream of rows that a filter wants, where that harms nobody. */
class PostgresRowFilterTest {
    private static Selection filtered(Fixture on, Selection selection, String filter) {
        Layout layout = on.endpoint.catalog().find("public.t");
        assertThat(layout).isNotNull();
        Predicate predicate =
                FilterParser.parse(filter).then(each -> each.resolve(layout.fields())).orThrow();
        return new Selection(
                selection.flow(), selection.collections(), Map.of(), Map.of("public.t", predicate));
    }

    private static Selection prepared(Fixture on, String filter) {
        Selection selection = on.prepared("public.t");
        on.endpoint.forget(selection);
        Selection wanted = filtered(on, selection, filter);
        on.endpoint.prepare(wanted);
        return wanted;
    }

    private static String shown(Fixture on) throws Exception {
        return on.one("SELECT rowfilter FROM pg_publication_tables WHERE tablename = 't'");
    }

    @ParameterizedTest
    @CsvSource({"16", "17", "18"})
    void aKeysFilterIsThePublications(int major) throws Exception {
        try (Fixture on = Fixture.on(major)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = prepared(on, "id > 10 AND v = 'x'");
            assertThat(shown(on)).isEqualTo("(id > '10'::bigint)");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "INSERT INTO t VALUES (1, 'a'), (11, 'b'), (12, 'c')",
                        "UPDATE t SET v = 'd'",
                        "UPDATE t SET id = 2 WHERE id = 11",
                        "UPDATE t SET id = 21 WHERE id = 1",
                        "DELETE FROM t");

                List<Change> changes = on.changes(reader);

                assertThat(changes)
                        .extracting(Change::op)
                        .containsExactly(
                                Op.INSERT,
                                Op.INSERT,
                                Op.UPDATE,
                                Op.UPDATE,
                                // 11 leaves, 21 enters; what is deleted in the end is 12 and 21.
                                Op.DELETE,
                                Op.INSERT,
                                Op.DELETE,
                                Op.DELETE);
            }
        }
    }

    @Test
    void aFilterOnWhatTheLogDoesNotShowIsNotThePublications() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = prepared(on, "v = 'x' OR id = 1");
            assertThat(shown(on)).isEqualTo("null");
            try (Reader reader = on.reader(selection)) {
                // With such a filter this would fail.
                on.run("INSERT INTO t VALUES (1, 'a')", "UPDATE t SET v = 'b'", "DELETE FROM t");

                assertThat(on.changes(reader)).hasSize(3);
            }
        }
    }

    @Test
    void aWholeIdentityHasRowsEnterAndLeave() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run(
                    "CREATE TABLE t (id int PRIMARY KEY, v text, w text)",
                    "ALTER TABLE t REPLICA IDENTITY FULL");
            Selection selection =
                    prepared(on, "v = 'o''clock\\' OR v IN ('\"', '$$') OR v IS NULL");
            try (Reader reader = on.reader(selection)) {
                on.run(
                        "INSERT INTO t VALUES (1, 'x', repeat('long', 9999)), (2, E'o''clock\\\\', '')",
                        "UPDATE t SET v = '$$' WHERE id = 1",
                        "UPDATE t SET v = 'y'");

                List<Change> changes = on.changes(reader);

                assertThat(changes)
                        .extracting(Change::op)
                        .containsExactly(Op.INSERT, Op.INSERT, Op.DELETE, Op.DELETE);
                // What was too long to be told again is told when the row enters.
                assertThat(Fixture.row(changes.get(1).after()).get("w"))
                        .asString()
                        .hasSizeGreaterThan(30_000);
            }
        }
    }

    @Test
    void aFilterThatWeChangeIsNoLoss() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection before = prepared(on, "id > 10");
            Selection after = filtered(on, before, "id < 5");

            // Until it is prepared, it is told by the former filter, and nobody may read on.
            lost(() -> on.endpoint.read(null, after).close());
            on.endpoint.prepare(after);
            lost(() -> on.endpoint.read(null, before).close());
            try (Reader reader = on.reader(after)) {
                on.run("INSERT INTO t VALUES (1, 'a'), (11, 'b')");
                assertThat(on.changes(reader)).hasSize(1);
            }
            Selection none = new Selection(before.flow(), before.collections());
            on.endpoint.prepare(none);
            assertThat(shown(on)).isEqualTo("null");
            on.endpoint.prepare(before);
            on.endpoint.prepare(before);
            assertThat(shown(on)).contains("10");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER PUBLICATION %s SET TABLE t WHERE (id > 11)",
                "ALTER PUBLICATION %s SET TABLE t",
                "ALTER PUBLICATION %s DROP TABLE t",
            })
    void aFilterThatSomebodyElseChangesIsALoss(String change) throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection selection = prepared(on, "id > 10");

            on.run(change.formatted(PgTable.quote(PostgresSlots.name(selection))));

            lost(() -> on.endpoint.prepare(selection));
            lost(() -> on.endpoint.prepare(filtered(on, selection, "id > 1")));
        }
    }

    private static void lost(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(act)
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.PUBLICATION_CHANGED));
    }

    @Test
    void transactionsThatDoNotKnowTheNewFilterAreWaitedFor() throws Exception {
        try (Fixture on = Fixture.on(18);
                Connection other = on.database.connect()) {
            on.run("CREATE TABLE t (id int PRIMARY KEY, v text)");
            Selection before = prepared(on, "id > 10");
            Selection after = filtered(on, before, "id < 5");
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("INSERT INTO t VALUES (1, 'told to nobody')");
            }

            CompletableFuture<?> preparing =
                    CompletableFuture.runAsync(() -> on.endpoint.prepare(after));

            assertThat(preparing.isDone()).isFalse();
            Thread.sleep(300);
            assertThat(preparing.isDone()).isFalse();
            other.commit();
            preparing.get(30, TimeUnit.SECONDS);
            assertThat(on.endpoint.chunk("public.t", null, null, 10).rows()).hasSize(1);
        }
    }
}
