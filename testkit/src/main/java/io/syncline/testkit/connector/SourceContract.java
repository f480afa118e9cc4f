package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Op;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source that reads a log has to do. */
public interface SourceContract extends GroundUnderTest {
    private RowId id(long key) {
        return RowId.of(ground().named("t"), new Value.Int(key));
    }

    private Selection table() throws Exception {
        ground().sql("create table t (id int primary key, v varchar(20))");
        Selection selection = ground().prepared("t");
        ground().source().prepare(selection);
        return selection;
    }

    /** Each change once, in the order of the commits, after the layout it is of. */
    @Test
    default void everythingThatIsCommittedIsToldInOrder() throws Exception {
        Selection selection = table();
        ground().sql("create table other (id int primary key)");
        try (Reader reader = ground().source().read(null, selection)) {
            ground().sql(
                            "insert into t values (1, 'a'), (2, null)",
                            "insert into other values (1)",
                            "update t set v = 'b' where id = 1",
                            "update t set id = 3 where id = 2",
                            "delete from t where id = 3",
                            "begin",
                            "insert into t values (9, 'never')",
                            "rollback");
            List<Batch> told = ground().drain(reader);
            List<Change> changes = Ground.changes(told);
            assertThat(changes)
                    .extracting(Change::id)
                    .containsExactly(id(1), id(2), id(1), id(3), id(3));
            assertThat(changes)
                    .extracting(Change::op)
                    .containsExactly(Op.INSERT, Op.INSERT, Op.UPDATE, Op.UPDATE, Op.DELETE);
            assertThat(changes.get(3).from()).isEqualTo(id(2));
            assertThat(changes.get(2).after())
                    .matches(image -> image instanceof Image.Whole)
                    .extracting(image -> Ground.field(image, "v"))
                    .isEqualTo(new Value.Text("b"));
            assertThat(Ground.field(changes.get(1).after(), "v")).isEqualTo(Value.nothing());
            int layout = 0;
            while (!(told.get(layout) instanceof Batch.Relayout)) {
                assertThat(told.get(layout++)).isNotInstanceOf(Batch.Rows.class);
            }
        }
    }

    /** What is there is counted, and no further than was asked. */
    @Test
    default void rowsAreCountedAsFarAsIsAsked() throws Exception {
        ground().sql(
                        "create table t (id int primary key, v varchar(20))",
                        "insert into t values (1, 'a'), (2, 'b'), (3, 'c')",
                        "delete from t where id = 2");
        Counting counting = (Counting) ground().endpoint();
        assertThat(counting.count(ground().named("t"), 10)).isEqualTo(2);
        assertThat(counting.count(ground().named("t"), 1)).isEqualTo(1);
    }

    /**
     * A place comes at the end of a transaction only, and from there nothing is lost or repeated.
     */
    @Test
    default void fromEveryPlaceTheRestIsTold() throws Exception {
        Selection selection = table();
        Position first = ground().source().prepare(selection);
        List<Position> places = new ArrayList<>();
        try (Reader reader = ground().source().read(first, selection)) {
            for (int i = 0; i < 5; i++) {
                ground().sql(
                                "insert into t values (%d, 'x'), (%d, 'x')"
                                        .formatted(2 * i, 2 * i + 1));
            }
            for (Batch batch : ground().drain(reader)) {
                if (batch instanceof Batch.Rows rows) {
                    assertThat(rows.changes()).hasSize(2);
                    assertThat(rows.position()).isNotNull();
                    places.add(rows.position());
                }
            }
        }
        assertThat(places).hasSize(5);
        Source source = ground().source();
        for (int i = 0; i < 5; i++) {
            assertThat(source.covers(places.get(i), places.get(i))).isTrue();
            assertThat(source.covers(places.get(i), first)).isTrue();
            assertThat(source.covers(first, places.get(i))).isFalse();
            assertThat(source.bytesBetween(places.get(i), first)).isZero();
            assertThat(source.bytesBetween(first, places.get(i))).isNotNegative();
            try (Reader again = source.read(places.get(i), selection)) {
                if (i < 4) {
                    assertThat(Ground.changes(ground().drain(again))).hasSize(8 - 2 * i);
                }
            }
        }
    }

    /** A transaction that is larger than memory should hold comes in parts. */
    @Test
    default void aLargeTransactionHasNoPlaceBeforeItsEnd() throws Exception {
        Selection selection = table();
        ground().sql("create table many (n int primary key)");
        StringBuilder rows = new StringBuilder("insert into many values (0)");
        for (int i = 1; i < 200; i++) {
            rows.append(",(").append(i).append(')');
        }
        ground().sql(rows.toString());
        try (Reader reader = ground().source().read(null, selection)) {
            ground().sql(
                            "insert into t select a.n * 200 + b.n, 'twenty characters...' from many a, many b");
            List<Batch.Rows> parts = new ArrayList<>();
            for (Batch batch : ground().drain(reader)) {
                if (batch instanceof Batch.Rows part) {
                    parts.add(part);
                }
            }
            assertThat(parts).hasSizeGreaterThan(1);
            assertThat(parts.subList(0, parts.size() - 1))
                    .allMatch(part -> part.position() == null);
            assertThat(parts.getLast().position()).isNotNull();
            assertThat(parts.stream().map(Batch.Rows::transaction).distinct()).hasSize(1);
            assertThat(parts.stream().mapToInt(part -> part.changes().size()).sum())
                    .isEqualTo(40_000);
        }
    }

    /** Emptying a table is told as what it is. */
    @Test
    default void aTruncationIsTold() throws Exception {
        Selection selection = table();
        try (Reader reader = ground().source().read(null, selection)) {
            ground().sql("insert into t values (1, 'a')", "truncate table t");
            assertThat(ground().drain(reader))
                    .filteredOn(batch -> batch instanceof Batch.Truncated)
                    .hasSize(1)
                    .allMatch(
                            batch ->
                                    ((Batch.Truncated) batch)
                                            .collections()
                                            .equals(selection.collections()));
        }
    }

    /** A look does not wait, a wait ends; a reader that is closed says so. */
    @Test
    default void aReaderWaitsNoLongerThanItIsTold() throws Exception {
        Selection selection = table();
        Reader reader = ground().source().read(null, selection);
        ground().sql("insert into t values (1, 'a')");
        ground().drain(reader);
        for (Duration wait : List.of(Duration.ZERO, Duration.ofMillis(120))) {
            long began = System.nanoTime();
            while (reader.poll(wait) != null) {
                began = System.nanoTime();
            }
            assertThat(System.nanoTime() - began)
                    .isBetween(wait.toNanos() / 2, wait.toNanos() + 2_000_000_000L);
        }
        reader.close();
        reader.close();
        assertThatThrownBy(() -> reader.poll(Duration.ofMillis(1)))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.TRANSIENT));
    }

    /** A collection that is not there is named before anything is read. */
    @Test
    default void aCollectionThatIsNotThereIsNamed() throws Exception {
        table();
        Selection wrong = ground().prepared("t", "nothing");
        assertThat(ground().source().preflight(wrong))
                .filteredOn(each -> each.code() == Code.UNKNOWN_COLLECTION)
                .hasSize(1)
                .allMatch(each -> each.severity() == Finding.Severity.ERROR)
                .allMatch(each -> each.subject().equals(ground().named("nothing")));
        assertThatThrownBy(() -> ground().source().prepare(wrong))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(EndpointException.Kind.MISCONFIGURED);
                            assertThat(e.code()).isEqualTo(Code.UNKNOWN_COLLECTION);
                        });
    }

    /** Preparing and forgetting twice is doing it once. */
    @Test
    default void preparingAndForgettingAreIdempotent() throws Exception {
        Selection selection = table();
        Source source = ground().source();
        Position first = source.prepare(selection);
        assertThat(source.covers(source.prepare(selection), first)).isTrue();
        source.forget(selection);
        source.forget(selection);
        ground().sql("insert into t values (1, 'before')");
        Position fresh = source.prepare(selection);
        ground().sql("insert into t values (2, 'after')");
        try (Reader reader = source.read(fresh, selection)) {
            assertThat(Ground.changes(ground().drain(reader)))
                    .extracting(Change::id)
                    .containsExactly(id(2));
        }
    }
}
