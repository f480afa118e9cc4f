package io.syncline.testkit.store;

import static io.syncline.testkit.store.PairSamples.agreed;
import static io.syncline.testkit.store.PairSamples.dirt;
import static io.syncline.testkit.store.PairSamples.episode;
import static io.syncline.testkit.store.PairSamples.everyKind;
import static io.syncline.testkit.store.PairSamples.id;
import static io.syncline.testkit.store.PairSamples.named;
import static io.syncline.testkit.store.PairSamples.owing;
import static io.syncline.testkit.store.PairSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.store.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a store keeps of rows that two ends share. */
public interface StoredPairsContract extends StoreUnderTest {
    private Pairs pairs() {
        return store().pairs();
    }

    private long flow(String flow) {
        return store().nextEpoch(own("sync_" + flow), flow);
    }

    private static List<Decision> decisions(Pair... pairs) {
        return Arrays.stream(pairs).map(pair -> new Decision(pair, null)).toList();
    }

    private static Settlement settlement(
            List<Pair> pairs, List<RowId> clean, List<Dirt> dirty, Map<Which, Position> places) {
        return new Settlement(pairs, clean, dirty, places);
    }

    private static Settlement dirty(Dirt... dirty) {
        return settlement(List.of(), List.of(), List.of(dirty), Map.of());
    }

    private static void refused(Code code, ThrowingCallable call) {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Of a flow nobody knows nothing is known, and nothing can be noted. */
    @Test
    default void ofAnUnknownFlowNothingIsKept() {
        assertThat(pairs().find("f", List.of(id(1)))).isEmpty();
        assertThat(pairs().owing("f")).isEmpty();
        assertThat(pairs().waiting("f")).isEmpty();
        assertThat(pairs().dirty("f")).isEmpty();
        assertThat(pairs().round("f")).isZero();
        assertThat(pairs().places("f")).isEmpty();
        assertThat(pairs().history("f", id(1), 10)).isEmpty();
        refused(Code.UNKNOWN_SYNC, () -> pairs().decide("f", 1, 1, List.of()));
        refused(Code.UNKNOWN_SYNC, () -> pairs().settle("f", 1, dirty(Dirt.of(id(1)))));
        assertThat(pairs().dirty("f")).isEmpty();
    }

    /** What a later owner has taken over stays as it is, whatever an earlier one says. */
    @Test
    default void anEarlierEpochChangesNothing() {
        Owner owner = own("sync_a");
        long before = store().nextEpoch(owner, "f");
        PairSamples.fill(store(), "f", before);
        long now = store().nextEpoch(owner, "f");
        List<Object> kept = PairSamples.everything(store(), "f");
        Pair other = agreed(id(1), named("late"));

        for (long epoch : List.of(before, now + 1)) {
            refused(
                    Code.FENCED,
                    () ->
                            pairs().decide(
                                            "f",
                                            epoch,
                                            99,
                                            List.of(new Decision(other, episode(id(1), 99)))));
            refused(
                    Code.FENCED,
                    () ->
                            pairs().settle(
                                            "f",
                                            epoch,
                                            settlement(
                                                    List.of(other),
                                                    List.of(id(3)),
                                                    List.of(Dirt.of(id(1))),
                                                    Map.of(Which.OURS, new Position("late")))));
        }

        assertThat(PairSamples.everything(store(), "f")).isEqualTo(kept);
        pairs().decide("f", now, 6, decisions(other));
        assertThat(pairs().find("f", List.of(id(1)))).isEqualTo(Map.of(id(1), other));
    }

    /** An end that has never shown the row, has it whole, or is known in part. */
    @Test
    default void everyKindOfImageComesBackAsItWas() {
        long epoch = flow("f");
        Image whole = Image.whole(everyKind());
        Image none = Image.whole(Row.of(Map.of()));
        List<Image> images =
                List.of(Image.absent(), whole, none, Image.partial(everyKind()), named(""));
        List<Pair> all = new ArrayList<>();
        for (Image base : images) {
            for (Image ours : images) {
                for (Image theirs : images) {
                    Half half = new Half(ours, new Position("7"), null);
                    Half other = new Half(theirs, null, null);
                    all.add(new Pair(id(all.size()), Base.of(base), half, other, null));
                    all.add(new Pair(id(all.size()), Base.unknown(), half, other, null));
                }
            }
        }
        List<RowId> ids = all.stream().map(Pair::id).toList();
        List<Pair> first = all.subList(0, all.size() / 2);
        List<Pair> second = all.subList(all.size() / 2, all.size());

        pairs().decide("f", epoch, 1, decisions(first.toArray(Pair[]::new)));
        pairs().settle("f", epoch, settlement(second, List.of(), List.of(), Map.of()));

        assertThat(pairs().find("f", ids).values()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(pairs().find("f", List.of())).isEmpty();
        assertThat(pairs().find("f", List.of(id(-1), id(7), id(7)))).containsOnlyKeys(id(7));
    }

    /** An unknown base is no absent one, and a field that is NULL is not one that is not known. */
    @Test
    default void whatIsNotKnownIsNotWhatIsNot() {
        long epoch = flow("f");
        Half nullish =
                new Half(Image.partial(Row.of("name", Value.nothing())), new Position(""), null);
        Half missing = new Half(Image.partial(Row.of(Map.of())), null, null);
        Pair unknown = new Pair(id(1), Base.unknown(), nullish, missing, null);
        Pair absent = new Pair(id(2), Base.of(Image.absent()), missing, nullish, null);

        pairs().decide("f", epoch, 1, decisions(unknown, absent, Pair.unmet(id(3))));

        assertThat(pairs().find("f", List.of(id(1), id(2), id(3))))
                .isEqualTo(Map.of(id(1), unknown, id(2), absent, id(3), Pair.unmet(id(3))));
    }

    /** Keys of any size and kind, and rows that are known by their letters' case alone. */
    @Test
    default void anyRowCanBeShared() {
        long epoch = flow("f");
        RowId wide =
                RowId.of(
                        "public.no key",
                        new Value.Text("ä\u0000\ud800".repeat(20_000)),
                        new Value.Bytes(new byte[100_000]),
                        Value.nothing());
        RowId small = RowId.of("t", new Value.Text("a"));
        RowId large = RowId.of("t", new Value.Text("A"));
        RowId text = RowId.of("t", new Value.Text("1"));
        RowId number = RowId.of("t", new Value.Int(1));
        List<RowId> ids = List.of(wide, small, large, text, number);

        for (RowId id : ids) {
            Pair pair = agreed(id, named(id.key().toString()));
            pairs().decide("f", epoch, 1, List.of(new Decision(pair, episode(id, 1))));
            pairs().settle("f", epoch, dirty(dirt(id)));
        }

        assertThat(pairs().find("f", ids)).containsOnlyKeys(ids);
        for (RowId id : ids) {
            Pair kept = pairs().find("f", List.of(id)).get(id);
            assertThat(kept).isEqualTo(agreed(id, named(id.key().toString())));
            assertThat(pairs().history("f", id, 9)).containsExactly(episode(id, 1));
        }
        assertThat(pairs().dirty("f"))
                .containsExactlyInAnyOrderElementsOf(ids.stream().map(PairSamples::dirt).toList());
    }

    /** A debt of either end is found until it is paid. */
    @Test
    default void whatIsOwedIsFoundUntilItIsPaid() {
        long epoch = flow("f");
        Pair theirs = owing(id(1), named("new"), 3);
        Pair ours =
                new Pair(
                        id(2),
                        Base.of(Image.absent()),
                        theirs.theirs(),
                        Half.UNMET,
                        waiting(id(2)).review());
        pairs().decide("f", epoch, 3, decisions(theirs, ours, agreed(id(3), named("even"))));

        assertThat(pairs().owing("f")).containsExactlyInAnyOrder(theirs, ours);

        Pair paid = theirs.with(Which.THEIRS, theirs.theirs().paid(named("new")));
        pairs().settle("f", epoch, settlement(List.of(paid), List.of(), List.of(), Map.of()));
        assertThat(pairs().owing("f")).containsExactly(ours);
        assertThat(pairs().find("f", List.of(id(1)))).isEqualTo(Map.of(id(1), paid));
    }

    /** What waits for a person is found, with all that was met, until it does not any more. */
    @Test
    default void whatWaitsIsFoundUntilItIsDecided() {
        long epoch = flow("f");
        pairs().decide(
                        "f",
                        epoch,
                        1,
                        decisions(waiting(id(1)), waiting(id(2)), agreed(id(3), named("even"))));

        assertThat(pairs().waiting("f")).containsExactlyInAnyOrder(waiting(id(1)), waiting(id(2)));

        pairs().decide("f", epoch, 2, decisions(agreed(id(1), named("decided"))));
        assertThat(pairs().waiting("f")).containsExactly(waiting(id(2)));
    }

    /**
     * A dirty row stays so, as it was told last, until it is clean; it may be dirty at once again.
     */
    @Test
    default void aRowIsDirtyUntilItIsClean() {
        long epoch = flow("f");
        Dirt plain = Dirt.of(id(1));
        pairs().settle("f", epoch, dirty(plain, dirt(id(2)), dirt(id(3)).again()));
        assertThat(pairs().dirty("f"))
                .containsExactlyInAnyOrder(plain, dirt(id(2)), dirt(id(3)).again());

        pairs().settle(
                        "f",
                        epoch,
                        settlement(
                                List.of(),
                                List.of(id(2), id(3), id(9)),
                                List.of(dirt(id(1)), Dirt.of(id(3)).again()),
                                Map.of()));

        assertThat(pairs().dirty("f"))
                .containsExactlyInAnyOrder(dirt(id(1)), Dirt.of(id(3)).again());
    }

    /** An end whose place is not told stays where it was; rounds only count up. */
    @Test
    default void placesAndTheLatestRoundStayUntilTheyMove() {
        long epoch = flow("f");
        Position first = new Position("0/1");
        Position second = new Position("{\"x\":2}");
        pairs().settle(
                        "f",
                        epoch,
                        settlement(List.of(), List.of(), List.of(), Map.of(Which.THEIRS, first)));
        assertThat(pairs().places("f")).isEqualTo(Map.of(Which.THEIRS, first));
        assertThat(pairs().round("f")).isZero();

        pairs().decide("f", epoch, 7, List.of());
        pairs().decide("f", epoch, 6, List.of());
        pairs().settle("f", epoch, dirty(Dirt.of(id(1))));
        assertThat(pairs().places("f")).isEqualTo(Map.of(Which.THEIRS, first));
        pairs().settle(
                        "f",
                        epoch,
                        settlement(List.of(), List.of(), List.of(), Map.of(Which.OURS, second)));

        assertThat(pairs().places("f")).isEqualTo(Map.of(Which.OURS, second, Which.THEIRS, first));
        assertThat(pairs().round("f")).isEqualTo(7);
        pairs().settle(
                        "f",
                        epoch,
                        settlement(List.of(), List.of(), List.of(), Map.of(Which.THEIRS, second)));
        assertThat(pairs().places("f")).isEqualTo(Map.of(Which.OURS, second, Which.THEIRS, second));
    }

    /** A row's history is its own, latest first, and as long as asked for. */
    @Test
    default void historyIsToldLatestFirst() {
        long epoch = flow("f");
        Pair one = agreed(id(1), named("1"));
        Pair two = agreed(id(2), named("2"));
        pairs().decide(
                        "f",
                        epoch,
                        1,
                        List.of(
                                new Decision(one, episode(id(1), 1)),
                                new Decision(two, episode(id(2), 1)),
                                new Decision(one, episode(id(1), 2))));
        pairs().decide("f", epoch, 3, List.of(new Decision(one, episode(id(1), 3))));
        pairs().decide("f", epoch, 4, decisions(one));

        assertThat(pairs().history("f", id(1), 10))
                .containsExactly(episode(id(1), 3), episode(id(1), 2), episode(id(1), 1));
        assertThat(pairs().history("f", id(1), 2))
                .containsExactly(episode(id(1), 3), episode(id(1), 2));
        assertThat(pairs().history("f", id(2), 10)).containsExactly(episode(id(2), 1));
        assertThat(pairs().find("f", List.of(id(1)))).isEqualTo(Map.of(id(1), one));
    }

    /** Two flows know nothing of each other, and a removed sync takes along what is its own. */
    @Test
    default void flowsAreApartAndGoWithTheirSync() {
        long epoch = flow("f");
        long other = flow("g");
        PairSamples.fill(store(), "f", epoch);
        List<Object> nothing = PairSamples.everything(store(), "g");
        pairs().decide("g", other, 1, decisions(agreed(id(1), named("g"))));
        assertThat(pairs().find("f", List.of(id(1))))
                .isNotEqualTo(pairs().find("g", List.of(id(1))));
        assertThat(pairs().waiting("g")).isEmpty();

        store().remove("sync_f");

        assertThat(PairSamples.everything(store(), "f")).isEqualTo(nothing);
        refused(Code.UNKNOWN_SYNC, () -> pairs().decide("f", epoch, 9, List.of()));
        assertThat(pairs().find("g", List.of(id(1)))).hasSize(1);
        // A new sync whose flow has the same name starts with nothing.
        flow("f");
        assertThat(PairSamples.everything(store(), "f")).isEqualTo(nothing);
    }

    /** A full round: everything of it is there at once. */
    @Test
    default void aThousandRowsAreDecidedAndSettledAtOnce() {
        long epoch = flow("f");
        List<RowId> ids = LongStream.range(0, 1_000).mapToObj(PairSamples::id).toList();
        List<Decision> decisions =
                ids.stream()
                        .map(id -> new Decision(owing(id, named("n"), 1), episode(id, 1)))
                        .toList();
        List<Pair> settled = ids.stream().map(id -> agreed(id, named("n"))).toList();

        pairs().decide("f", epoch, 1, decisions);
        assertThat(pairs().owing("f")).hasSize(1_000);
        pairs().settle(
                        "f",
                        epoch,
                        settlement(settled, ids, ids.stream().map(Dirt::of).toList(), Map.of()));

        assertThat(pairs().owing("f")).isEmpty();
        assertThat(pairs().find("f", ids).values()).containsExactlyInAnyOrderElementsOf(settled);
        assertThat(pairs().dirty("f")).hasSize(1_000);
        assertThat(pairs().history("f", id(999), 9)).containsExactly(episode(id(999), 1));
    }

    /** What a row was called before its key was changed is kept with it. */
    @Test
    default void whatARowWasCalledBeforeIsKept() {
        long epoch = flow("f");
        Half.Debt debt = new Half.Debt(1, 0, Set.of("name"), id(77));
        Pair moved =
                agreed(id(1), named("n")).with(Which.THEIRS, new Half(named("before"), null, debt));
        Dirt dirt = PairSamples.dirt(id(1)).movedFrom(id(78));

        pairs().decide("f", epoch, 1, decisions(moved));
        pairs().settle("f", epoch, dirty(dirt));

        assertThat(pairs().find("f", List.of(id(1)))).containsEntry(id(1), moved);
        assertThat(pairs().dirty("f")).containsExactly(dirt);
    }
}
