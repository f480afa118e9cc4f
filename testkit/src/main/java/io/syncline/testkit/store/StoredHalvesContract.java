package io.syncline.testkit.store;

import static io.syncline.testkit.store.PairSamples.agreed;
import static io.syncline.testkit.store.PairSamples.id;
import static io.syncline.testkit.store.PairSamples.named;
import static io.syncline.testkit.store.PairSamples.owing;
import static io.syncline.testkit.store.PairSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store keeps of how two ends stand to a row that they share. */
public interface StoredHalvesContract extends StoreUnderTest {
    /** What an end was given changes how the ends stand to a row that is kept, and nothing else. */
    @Test
    default void whatEndsWereGivenChangesTheHalvesAlone() {
        Pairs pairs = store().pairs();
        long epoch = store().nextEpoch(own("sync_f"), "f");
        Pair owed = owing(id(1), named("new"), 1);
        Pair waits = waiting(id(2));
        Half half = new Half(named("new"), new Position("8"), null);
        Half other = new Half(named("other"), null, new Half.Debt(1, 0, Set.of("name")));
        Pair given = new Pair(id(1), Base.unknown(), half, other, null);
        Pair unkept = new Pair(id(3), Base.of(named("new")), half, half, null);
        pairs.decide("f", epoch, 1, List.of(new Decision(owed, null), new Decision(waits, null)));

        pairs.settle(
                "f",
                epoch,
                new Settlement(
                        0,
                        List.of(),
                        List.of(given, agreed(id(2), named("base")), unkept),
                        List.of(),
                        List.of(),
                        Map.of()));

        Half same = new Half(named("base"), null, null);
        assertThat(pairs.find("f", List.of(id(1), id(2), id(3))).values())
                .containsExactlyInAnyOrder(
                        new Pair(id(1), owed.base(), owed.times(), half, other, null),
                        new Pair(id(2), waits.base(), waits.times(), same, same, waits.review()));
    }

    /** What a round has decided that an end is owed is paid once the round is settled. */
    @Test
    default void whatARoundHasDecidedIsPaidOnceItIsSettled() {
        Pairs pairs = store().pairs();
        long epoch = store().nextEpoch(own("sync_f"), "f");
        Pair plain = owing(id(1), named("new"), 4);
        Pair old = owing(id(2), named("old"), 3);
        Pair left = owing(id(3), named("left"), 4);
        Pair refused = owing(id(4), named("refused"), 4);
        Half ours = new Half(named("before"), null, new Half.Debt(4, 7, Set.of("name")));
        Pair both = plain.called(id(5)).with(Which.OURS, ours);
        List<Pair> all = List.of(plain, old, left, refused, both);
        pairs.decide("f", epoch, 4, all.stream().map(each -> new Decision(each, null)).toList());

        assertThat(pairs.owing("f")).containsExactlyInAnyOrderElementsOf(all);
        Pair waits = refused.with(waiting(id(4)).review());
        pairs.settle(
                "f",
                epoch,
                new Settlement(4, List.of(waits), List.of(left), List.of(), List.of(), Map.of()));

        Pair paid = plain.with(Which.THEIRS, plain.theirs().paid(named("new")));
        assertThat(pairs.owing("f")).containsExactlyInAnyOrder(old, left, waits);
        assertThat(pairs.find("f", List.of(id(1), id(5))).values())
                .containsExactlyInAnyOrder(paid, both.paid());
        assertThat(both.paid().owes()).isFalse();

        // What is owed since before stays so, whatever comes.
        pairs.decide("f", epoch, 5, List.of(new Decision(agreed(id(1), named("newer")), null)));
        pairs.settle(
                "f",
                epoch,
                new Settlement(5, List.of(), List.of(), List.of(), List.of(), Map.of()));
        assertThat(pairs.owing("f")).containsExactlyInAnyOrder(old, left, waits);
        pairs.decide("f", epoch, 6, List.of(new Decision(plain.called(id(2)), null)));
        assertThat(pairs.owing("f")).containsExactlyInAnyOrder(plain.called(id(2)), left, waits);
    }

    /** A round may decide while it is being noted what became of the one before it. */
    @Test
    default void theNextRoundDecidesWhileOneIsSettled() {
        Pairs pairs = store().pairs();
        long epoch = store().nextEpoch(own("sync_f"), "f");
        for (int round = 1; round <= 4; round++) {
            Pair last = owing(id(round), named("last"), round);
            Pair before = owing(id(round - 1), named("last"), round - 1);
            List<Pair> both = round == 1 ? List.of(last) : List.of(before, last);
            List<RowId> unsettled = round == 1 ? List.of() : List.of(before.id());
            pairs.decide("f", epoch, round, List.of(new Decision(last, null)), unsettled);

            assertThat(pairs.owing("f")).containsExactlyInAnyOrderElementsOf(both);
            pairs.settle(
                    "f",
                    epoch,
                    new Settlement(
                            round - 1, List.of(), List.of(), List.of(), List.of(), Map.of()));
            assertThat(pairs.owing("f")).containsExactly(last);
        }
    }

    /** Until a round is settled all that it has decided is owed, and so what others have. */
    @Test
    default void whatIsNotSettledIsOwed() {
        Pairs pairs = store().pairs();
        long epoch = store().nextEpoch(own("sync_f"), "f");
        Pair first = owing(id(1), named("first"), 1);
        Pair second = owing(id(2), named("second"), 2);
        pairs.decide("f", epoch, 1, List.of(new Decision(first, null)));
        pairs.decide("f", epoch, 2, List.of(new Decision(second, null)));

        assertThat(pairs.owing("f")).containsExactlyInAnyOrder(first, second);
        pairs.settle("f", epoch, new Settlement(List.of(), List.of(), List.of(), Map.of()));
        assertThat(pairs.owing("f")).containsExactlyInAnyOrder(first, second);
        pairs.settle(
                "f",
                epoch,
                new Settlement(2, List.of(), List.of(), List.of(), List.of(), Map.of()));
        assertThat(pairs.owing("f")).isEmpty();
        pairs.decide("f", epoch, 3, List.of(new Decision(owing(id(3), named("third"), 3), null)));
        assertThat(pairs.owing("f")).containsExactly(owing(id(3), named("third"), 3));
    }
}
