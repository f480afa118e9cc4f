package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two processes that both believe that they run everything. */
class TwoOwnersTest {
    private final Choices any = Choices.of(1);
    private final SimulatedTime time = new SimulatedTime(any);
    private final MemoryDatabase database = new MemoryDatabase(Traffic.layouts());
    private final MemoryTarget target = new MemoryTarget(Weather.FINE);
    private final MemoryStore store = new MemoryStore();

    /** Each process has connections of its own to the source. */
    private SteppedEngine engine() {
        MemorySource source = new MemorySource(database, Weather.FINE, any, false);
        source.hurry();
        return SteppedEngine.on(store, time, Map.of("from", source, "to", target));
    }

    @Test
    void theLaterOwnerGoesOnAndTheEarlierOneStopsWithoutAMark() {
        new Traffic(database, any, Climate.any(any), new Tally()).transaction();
        SteppedEngine first = engine();
        first.engine().start();
        first.engine().configure(SteppedEngine.sync("sync_1", "from", "to"));
        first.run();
        assertThat(state()).isEqualTo(SyncState.RUNNING);

        SteppedEngine second = engine();
        second.engine().start();
        second.run();
        new Traffic(database, any, Climate.any(any), new Tally()).transaction();
        first.run();
        second.run();

        assertThat(first.engine().flows("sync_1")).as("what the first still runs").isEmpty();
        assertThat(second.engine().flows("sync_1")).hasSize(1);
        assertThat(state()).isEqualTo(SyncState.RUNNING);
        assertThat(store.sync("sync_1").problem()).isNull();
    }

    private SyncState state() {
        return store.sync("sync_1").state();
    }
}
