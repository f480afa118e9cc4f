package io.syncline.testkit.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a target with checkpoints has to do. */
public interface TargetContract extends GroundUnderTest {
    /** When all changes of these tests were made. */
    Version VERSION = new Version(1, 0, new ReplicaId("contract"));

    private Target target() {
        return (Target) ground().endpoint();
    }

    private Layout made() {
        Layout layout =
                new Layout(
                        ground().named("t"),
                        List.of(
                                new Field("id", new FieldType.Int(64), false),
                                new Field("v", new FieldType.Text(5), true),
                                new Field("n", new FieldType.Int(32), true)),
                        List.of("id"),
                        List.of(),
                        -1);
        ((Creation) ground().endpoint()).create(layout);
        assertThat(target().agree(List.of(layout)))
                .filteredOn(finding -> finding.code() != Code.NO_TRANSACTIONS)
                .isEmpty();
        return layout;
    }

    private RowId id(long key) {
        return RowId.of(ground().named("t"), new Value.Int(key));
    }

    private static Row row(long key, String text) {
        return Row.of(
                Map.of("id", new Value.Int(key), "v", new Value.Text(text), "n", Value.nothing()));
    }

    private Write put(long key, String text, Expect expect) {
        return new Write(
                Change.of(id(key), Image.absent(), Image.whole(row(key, text)), VERSION), expect);
    }

    private Found.Seen now(long key) {
        return (Found.Seen)
                ((Lookup) ground().endpoint()).current(List.of(id(key)), null).getFirst();
    }

    /** Rows are stored, changed in part, moved and deleted, and doing it again changes nothing. */
    @Test
    default void writesAreMadeAndMayBeRepeated() {
        made();
        Image partial = Image.partial(Row.of(Map.of("v", new Value.Text("x"))));
        for (int i = 0; i < 2; i++) {
            assertThat(
                            target().apply(
                                            List.of(
                                                    put(1, "a", Expect.any()),
                                                    put(2, "b", Expect.any())),
                                            null))
                    .allMatch(outcome -> outcome instanceof Outcome.Applied);
        }
        target().apply(List.of(Write.any(Change.of(id(1), partial, partial, VERSION))), null);
        assertThat(now(1).image()).isEqualTo(Image.whole(row(1, "x")));
        Change move = new Change(id(3), id(2), Image.absent(), Image.whole(row(3, "b")), VERSION);
        target().apply(List.of(Write.any(move)), null);
        assertThat(now(2).image()).isEqualTo(Image.absent());
        assertThat(now(3).image()).isEqualTo(Image.whole(row(3, "b")));
        for (int i = 0; i < 2; i++) {
            Change gone = Change.of(id(3), Image.absent(), Image.absent(), VERSION);
            assertThat(target().apply(List.of(Write.any(gone)), null))
                    .allMatch(outcome -> outcome instanceof Outcome.Applied);
        }
        assertThat(
                        target().apply(
                                        List.of(
                                                Write.any(
                                                        Change.of(
                                                                id(9), partial, partial, VERSION))),
                                        null))
                .first()
                .matches(
                        outcome ->
                                outcome instanceof Outcome.Refused refused
                                        && refused.kind() == Outcome.Kind.MISSING);
    }

    /** A bad row is refused by the rule it breaks, and stops nobody. */
    @Test
    default void aBadRowStopsNobody() {
        made();
        List<Outcome> outcomes =
                target().apply(
                                List.of(
                                        put(1, "fits", Expect.any()),
                                        put(2, "too long", Expect.any()),
                                        put(3, "fits", Expect.any())),
                                null);
        assertThat(outcomes.get(1))
                .matches(
                        outcome ->
                                outcome instanceof Outcome.Refused refused
                                        && refused.kind() == Outcome.Kind.UNREPRESENTABLE);
        assertThat(now(1).image().isAbsent()).isFalse();
        assertThat(now(2).image().isAbsent()).isTrue();
        assertThat(now(3).image().isAbsent()).isFalse();
    }

    /** A write that expects something else is stale, and says what there is. */
    @Test
    default void aWriteThatExpectsSomethingElseIsStale() {
        made();
        assertThat(target().apply(List.of(put(1, "a", new Expect.Same(Image.absent()))), null))
                .containsExactly(new Outcome.Applied(Image.whole(row(1, "a"))));
        Found.Seen before = now(1);
        assertThat(target().apply(List.of(put(1, "b", new Expect.Same(Image.absent()))), null))
                .containsExactly(new Outcome.Stale(Image.whole(row(1, "a"))));
        assertThat(target().apply(List.of(put(1, "c", new Expect.Unchanged(before.token()))), null))
                .first()
                .isInstanceOf(Outcome.Applied.class);
        assertThat(target().apply(List.of(put(1, "d", new Expect.Unchanged(before.token()))), null))
                .containsExactly(new Outcome.Stale(Image.whole(row(1, "c"))));
        // Whoever made it as it is wanted: two who each take one have taken two.
        assertThat(target().apply(List.of(put(1, "c", new Expect.Unchanged(before.token()))), null))
                .containsExactly(new Outcome.Stale(Image.whole(row(1, "c"))));
    }

    /**
     * Of many rows each is written only if it is as it was, and what refuses one stops no other.
     */
    @Test
    default void manyDemandsAreEachJudgedByThemselves() {
        made();
        List<RowId> ids = LongStream.range(0, 400).mapToObj(this::id).toList();
        target().apply(
                        ids.subList(0, 300).stream()
                                .map(id -> put(number(id), "a", Expect.any()))
                                .toList(),
                        null);
        List<Found> found = ((Lookup) ground().endpoint()).current(ids, null);
        List<Long> touched = List.of(33L, 34L, 35L, 333L);
        target().apply(touched.stream().map(k -> put(k, "b", Expect.any())).toList(), null);
        List<Write> writes = new ArrayList<>();
        List<Outcome> expected = new ArrayList<>();
        for (long k = 0; k < 400; k++) {
            String text = k == 66 || k == 366 ? "too long" : "c";
            Row known = Row.of(Map.of("v", new Value.Text(text)));
            Image after =
                    k % 3 == 2 && k < 300
                            ? Image.absent()
                            : k % 3 == 1 && k < 300
                                    ? Image.partial(known)
                                    : Image.whole(row(k, text));
            Found.Seen seen = (Found.Seen) found.get((int) k);
            Change change = Change.of(id(k), seen.image(), after, VERSION);
            writes.add(new Write(change, new Expect.Unchanged(seen.token())));
            expected.add(
                    touched.contains(k)
                            ? new Outcome.Stale(Image.whole(row(k, "b")))
                            : new Outcome.Applied(
                                    after.isAbsent() ? after : Image.whole(row(k, "c"))));
        }
        List<Outcome> outcomes = target().apply(writes, null);
        List<Found> left = ((Lookup) ground().endpoint()).current(ids, null);
        for (int k = 0; k < 400; k++) {
            Outcome wanted = expected.get(k);
            if (k == 66 || k == 366) {
                assertThat(outcomes.get(k)).isInstanceOf(Outcome.Refused.class);
                wanted = new Outcome.Stale(((Found.Seen) found.get(k)).image());
            } else {
                assertThat(outcomes.get(k)).isEqualTo(wanted);
            }
            Image image =
                    wanted instanceof Outcome.Stale(Image actual)
                            ? actual
                            : ((Outcome.Applied) wanted).stored();
            assertThat(((Found.Seen) left.get(k)).image()).isEqualTo(image);
        }
    }

    private static long number(RowId id) {
        return ((Value.Int) id.key().getFirst()).value();
    }

    /** Places are stored with the rows, by the latest owner alone, and not with a refused row. */
    @Test
    default void aPlaceIsStoredWithItsRowsByTheLatestOwner() {
        made();
        Checkpoints checkpoints = (Checkpoints) ground().endpoint();
        assertThat(checkpoints.claim("contract", 1)).isEmpty();
        checkpoints.reshard("contract", 1, Map.of(0, new Position("zero")));
        Fence fence = new Fence("contract", 0, 1, new Position("one"));
        target().apply(List.of(put(1, "a", Expect.any())), fence);
        assertThat(checkpoints.claim("contract", 1))
                .containsExactly(Map.entry(0, new Position("one")));
        target().apply(
                        List.of(put(2, "too long", Expect.any())),
                        new Fence("contract", 0, 1, new Position("two")));
        assertThat(checkpoints.claim("contract", 2))
                .containsExactly(Map.entry(0, new Position("one")));
        assertThat(checkpoints.latest("contract")).isEqualTo(2);
        assertThatThrownBy(() -> target().apply(List.of(put(3, "late", Expect.any())), fence))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));
        assertThat(now(3).image()).isEqualTo(Image.absent());
        assertThatThrownBy(() -> target().truncate(List.of(ground().named("t")), fence))
                .isInstanceOf(EndpointException.class);
        assertThat(now(1).image().isAbsent()).isFalse();
        checkpoints.forget("contract");
        assertThat(checkpoints.claim("contract", 1)).isEmpty();
    }

    /** What several calls wrote in one transaction is seen at its commit, with its position. */
    @Test
    default void anOpenTransactionIsSeenWhenItIsCommitted() {
        Transacting transacting = (Transacting) ground().endpoint();
        Checkpoints checkpoints = (Checkpoints) ground().endpoint();
        made();
        target().apply(List.of(put(1, "a", Expect.any()), put(2, "b", Expect.any())), null);
        checkpoints.claim("flow", 1);
        try (OpenTransaction open = transacting.begin("flow", 0, 1)) {
            assertThat(open.apply(List.of(put(1, "x", Expect.any()), put(3, "c", Expect.any()))))
                    .allMatch(outcome -> outcome instanceof Outcome.Applied);
            assertThat(open.apply(List.of(put(4, "too long", Expect.any()))))
                    .allMatch(outcome -> outcome instanceof Outcome.Refused);
            Change move =
                    new Change(id(5), id(1), Image.absent(), Image.whole(row(5, "m")), VERSION);
            assertThat(open.apply(List.of(Write.any(move))))
                    .allMatch(outcome -> outcome instanceof Outcome.Applied);
            assertThat(now(1).image()).isEqualTo(Image.whole(row(1, "a")));
            assertThat(now(3).image()).isEqualTo(Image.absent());
            assertThat(open.commit(new Position("7"))).isTrue();
        }
        assertThat(now(1).image()).isEqualTo(Image.absent());
        assertThat(now(3).image()).isEqualTo(Image.whole(row(3, "c")));
        assertThat(now(4).image()).isEqualTo(Image.absent());
        assertThat(now(5).image()).isEqualTo(Image.whole(row(5, "m")));
        assertThat(checkpoints.claim("flow", 1)).containsEntry(0, new Position("7"));
    }

    /** Nothing is left of a transaction that is closed, or that an earlier owner commits. */
    @Test
    default void aTransactionThatIsNotCommittedLeavesNothing() {
        Transacting transacting = (Transacting) ground().endpoint();
        Checkpoints checkpoints = (Checkpoints) ground().endpoint();
        made();
        target().apply(List.of(put(1, "a", Expect.any())), null);
        checkpoints.claim("flow", 1);
        try (OpenTransaction open = transacting.begin("flow", 0, 1)) {
            open.truncate(List.of(ground().named("t")));
            open.apply(List.of(put(2, "b", Expect.any())));
        }
        assertThat(now(1).image()).isEqualTo(Image.whole(row(1, "a")));
        assertThat(now(2).image()).isEqualTo(Image.absent());
        try (OpenTransaction open = transacting.begin("flow", 0, 1)) {
            open.apply(List.of(put(2, "b", Expect.any())));
            checkpoints.claim("flow", 2);
            assertThatThrownBy(() -> open.commit(new Position("8")))
                    .isInstanceOfSatisfying(
                            EndpointException.class,
                            e -> assertThat(e.kind()).isEqualTo(EndpointException.Kind.FENCED));
        }
        assertThat(now(2).image()).isEqualTo(Image.absent());
        assertThat(checkpoints.claim("flow", 2)).isEmpty();
    }
}
