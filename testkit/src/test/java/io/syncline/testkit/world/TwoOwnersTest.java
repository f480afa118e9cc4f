package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Settings;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two processes that both believe that they run everything. */
class TwoOwnersTest {
    private final Choices any = Choices.of(1);
    private final SimulatedTime time = new SimulatedTime(any);
    private final MemoryDatabase database = new MemoryDatabase(Traffic.layouts());
    private final MemoryTarget target = new MemoryTarget(Weather.FINE);
    private final MemoryStore store = new MemoryStore();

    /** Each process has connections of its own to one target. */
    private record InMemory(String type, Endpoint endpoint) implements Connector {
        @Override
        public Set<String> types() {
            return Set.of(type);
        }

        @Override
        public Set<String> schemes() {
            return Set.of(type);
        }

        @Override
        public Settings settings() {
            return Settings.of();
        }

        @Override
        public Endpoint open(Config config, Context context) {
            return endpoint;
        }
    }

    private record OneEngine(Engine engine, SteppedLanes lanes, SimulatedTime time) {
        void run() {
            for (int i = 0; i < 200; i++) {
                for (int each = lanes.size() - 1; each >= 0; each--) {
                    if (each < lanes.size()) {
                        lanes.step(each);
                    }
                }
                time.pass(Duration.ofMillis(50));
            }
        }
    }

    private OneEngine engine() {
        MemorySource source = new MemorySource(database, Weather.FINE, any, false);
        source.hurry();
        SteppedLanes lanes = new SteppedLanes();
        Connectors connectors =
                new Connectors(List.of(new InMemory("from", source), new InMemory("to", target)));
        return new OneEngine(new Engine(store, connectors, time, lanes, (_, _) -> 0), lanes, time);
    }

    @Test
    void theLaterOwnerGoesOnAndTheEarlierOneStopsWithoutAMark() {
        new Traffic(database, any, Climate.any(any)).transaction();
        OneEngine first = engine();
        first.engine().start();
        first.engine()
                .configure(
                        new SyncDefinition(
                                "sync_1",
                                "two owners",
                                Direction.ONE_WAY,
                                Mode.REAL_TIME,
                                new EndpointSpec("a", "from", Map.of()),
                                List.of(new EndpointSpec("b", "to", Map.of())),
                                List.of(),
                                List.of(),
                                null,
                                RetryPolicy.standard(),
                                1,
                                ExistingData.FILL,
                                0));
        first.run();
        assertThat(state()).isEqualTo(SyncState.RUNNING);

        OneEngine second = engine();
        second.engine().start();
        second.run();
        new Traffic(database, any, Climate.any(any)).transaction();
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
