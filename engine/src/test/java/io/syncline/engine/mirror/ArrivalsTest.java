package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Phases;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far a flow has come, when some of its lanes have nothing to do. */
class ArrivalsTest {
    private final List<Shard> shards = List.of(shard(0), shard(1));
    private final Arrivals arrivals = new Arrivals(new Numbers(), shards, Numbers.at(0));

    private static Shard shard(int number) {
        return new Sharding(2, Map.of())
                .lane(
                        new WholeTest.Keys(),
                        new Fence("flow", number, 1, Numbers.at(0)),
                        10,
                        null,
                        new WholeTest.Shelf(),
                        partial -> null,
                        new Demands(Set.of()),
                        () -> {},
                        Phases.NONE);
    }

    private void hand(int lane, int routed, int end) {
        arrivals.handing(lane, Numbers.at(routed));
        shards.get(lane).put(new Work(List.of(), Numbers.at(end), 0, null));
    }

    private void work(int lane) {
        while (!shards.get(lane).drained()) {
            shards.get(lane).step();
        }
    }

    @Test
    void aLaneWithoutWorkHoldsNothingBack() {
        hand(0, 0, 7);
        assertThat(arrivals.place(Numbers.at(7))).isEqualTo(Numbers.at(0));

        work(0);
        assertThat(shards.get(1).stored()).isEqualTo(Numbers.at(0));
        assertThat(arrivals.place(Numbers.at(7))).isEqualTo(Numbers.at(7));
    }

    @Test
    void whatALaneIsHandedLateHoldsBackOnlyItself() {
        hand(0, 0, 7);
        work(0);
        hand(1, 7, 9);
        assertThat(arrivals.place(Numbers.at(9))).isEqualTo(Numbers.at(7));

        // More for a lane that is still at work moves nothing.
        hand(1, 9, 12);
        assertThat(arrivals.place(Numbers.at(12))).isEqualTo(Numbers.at(7));

        work(1);
        assertThat(arrivals.place(Numbers.at(12))).isEqualTo(Numbers.at(12));
    }

    @Test
    void ofSeveralAtWorkTheLastCounts() {
        hand(0, 3, 5);
        hand(1, 5, 6);
        assertThat(arrivals.place(Numbers.at(6))).isEqualTo(Numbers.at(3));

        work(0);
        assertThat(arrivals.place(Numbers.at(6))).isEqualTo(Numbers.at(5));
    }
}
