package io.syncline.testkit.store;

import static io.syncline.testkit.store.PairSamples.agreed;
import static io.syncline.testkit.store.PairSamples.id;
import static io.syncline.testkit.store.PairSamples.named;
import static io.syncline.testkit.store.PairSamples.owing;
import static io.syncline.testkit.store.PairSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
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
}
