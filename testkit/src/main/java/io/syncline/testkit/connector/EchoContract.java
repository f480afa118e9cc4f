package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Op;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What an endpoint has to do that is an end of two-way syncs: whoever writes is told, and each
 * flow's own transactions under its name.
 */
public interface EchoContract extends GroundUnderTest {
    /** When all changes of these tests were made. */
    Version MADE = new Version(1, 0, new ReplicaId("contract"));

    private Selection table() {
        Layout layout =
                new Layout(
                        ground().named("t"),
                        List.of(
                                new Field("id", new FieldType.Int(64), false),
                                new Field("v", new FieldType.Text(200), true)),
                        List.of("id"),
                        List.of(),
                        -1);
        ((Creation) ground().endpoint()).create(layout);
        ((Target) ground().endpoint()).agree(List.of(layout));
        Selection selection = ground().prepared("t").withEchoes();
        assertThat(ground().source().preflight(selection))
                .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        ground().source().prepare(selection);
        return selection;
    }

    private RowId id(long key) {
        return RowId.of(ground().named("t"), new Value.Int(key));
    }

    private Write put(long key, String text) {
        Row row = Row.of(Map.of("id", new Value.Int(key), "v", new Value.Text(text)));
        return Write.any(Change.of(id(key), Image.absent(), Image.whole(row), MADE));
    }

    private Write delete(long key) {
        return Write.any(Change.of(id(key), Image.absent(), Image.absent(), MADE));
    }

    private OpenTransaction begun(String flow, int shard) {
        ((Checkpoints) ground().endpoint()).claim(flow, 1);
        return ((Transacting) ground().endpoint()).begin(flow, shard, 1);
    }

    private void written(String flow, int shard, String place, Write... writes) {
        try (OpenTransaction transaction = begun(flow, shard)) {
            assertThat(transaction.apply(List.of(writes)))
                    .allMatch(outcome -> outcome instanceof Outcome.Applied);
            assertThat(transaction.commit(new Position(place))).isTrue();
        }
    }

    private static List<String> origins(List<Change> changes, String flow, String other) {
        return changes.stream()
                .map(change -> change.origin().name())
                .map(name -> name.equals(flow) || name.equals(other) ? name : "somebody")
                .toList();
    }

    /** A flow's own transactions bear its name, of every shard; all others do not. */
    @Test
    default void eachChangeSaysWhoseItIs() throws Exception {
        Selection selection = table();
        String flow = selection.flow();
        try (Reader reader = ground().source().read(null, selection)) {
            written(flow, 0, "a", put(1, "ours"));
            ground().sql("insert into t values (2, 'theirs')");
            written(flow, 0, "b", put(1, "again"), delete(2));
            written("another", 0, "a", put(3, "of another"));
            written(flow, 1, "a", put(4, "of another shard"));
            ground().sql("update t set v = 'edited' where id = 1");
            ((Target) ground().endpoint()).apply(List.of(put(5, "of a mirror")), null);
            List<Change> changes = Ground.changes(ground().drain(reader));

            assertThat(origins(changes, flow, "another"))
                    .containsExactly(
                            flow, "somebody", flow, flow, "another", flow, "somebody", "somebody");
            assertThat(changes)
                    .filteredOn(change -> change.op() == Op.DELETE)
                    .extracting(Change::id)
                    .containsExactly(id(2));
        }
    }

    /** Transactions that were open at the same time are told apart, in the order of their ends. */
    @Test
    default void transactionsSideBySideAreToldApart() throws Exception {
        Selection selection = table();
        String flow = selection.flow();
        OpenTransaction first = begun(flow, 0);
        try (Reader reader = ground().source().read(null, selection);
                OpenTransaction second = begun(flow, 1);
                OpenTransaction other = begun("another", 0)) {
            other.apply(List.of(put(1, "x")));
            first.apply(List.of(put(2, "x")));
            ground().sql("insert into t values (3, 'x')");
            second.apply(List.of(put(4, "x")));
            other.apply(List.of(put(5, "x")));
            second.commit(new Position("a"));
            other.commit(new Position("a"));
            first.close();
            ground().sql("insert into t values (6, 'x')");
            List<Change> changes = Ground.changes(ground().drain(reader));

            assertThat(changes)
                    .extracting(Change::id)
                    .containsExactly(id(3), id(4), id(1), id(5), id(6));
            assertThat(origins(changes, flow, "another"))
                    .containsExactly("somebody", flow, "another", "another", "somebody");
        }
    }

    /** A reader that begins anew behind any place tells the same. */
    @Test
    default void fromEveryPlaceItIsStillSaid() throws Exception {
        Selection selection = table();
        Source source = ground().source();
        Position begin = source.prepare(selection);
        List<Position> places = new ArrayList<>(List.of(begin));
        try (Reader reader = source.read(begin, selection)) {
            for (int i = 0; i < 3; i++) {
                written(selection.flow(), 0, "p" + i, put(2L * i, "ours"));
                ground().sql("insert into t values (%d, 'theirs')".formatted(2 * i + 1));
            }
            for (Batch batch : ground().drain(reader)) {
                if (batch instanceof Batch.Rows rows && rows.position() != null) {
                    places.add(rows.position());
                }
            }
        }
        assertThat(places).hasSize(7);
        for (int i = 0; i < 6; i++) {
            try (Reader again = source.read(places.get(i), selection)) {
                List<Change> rest = Ground.changes(ground().drain(again));
                assertThat(rest).hasSize(6 - i);
                for (Change change : rest) {
                    boolean ours = change.origin().name().equals(selection.flow());
                    assertThat(
                                    change.id().equals(id(0))
                                            || change.id().equals(id(2))
                                            || change.id().equals(id(4)))
                            .isEqualTo(ours);
                }
            }
        }
    }

    /** A transaction that is told in parts bears the name in each. */
    @Test
    default void everyPartOfALargeTransactionSaysWhoseItIs() throws Exception {
        Selection selection = table();
        String text = "x".repeat(200);
        try (Reader reader = ground().source().read(null, selection);
                OpenTransaction transaction = begun(selection.flow(), 0)) {
            for (int part = 0; part < 4; part++) {
                long from = 3_000L * part;
                transaction.apply(
                        LongStream.range(from, from + 3_000).mapToObj(k -> put(k, text)).toList());
            }
            transaction.commit(new Position("a"));
            List<Batch> batches = ground().drain(reader);
            List<Change> changes = Ground.changes(batches);

            assertThat(batches).filteredOn(Batch.Rows.class::isInstance).hasSizeGreaterThan(1);
            assertThat(changes).hasSize(12_000);
            assertThat(changes).allMatch(change -> change.origin().name().equals(selection.flow()));
        }
    }
}
