package io.syncline.testkit.world;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Settings;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Schedules;
import io.syncline.engine.sync.SyncDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine on endpoints in memory, whose lanes go when a test says so. */
record SteppedEngine(Engine engine, SteppedLanes lanes, SimulatedTime time) {
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

    /** An engine that has these endpoints, each under the word for its type. */
    static SteppedEngine on(Store store, SimulatedTime time, Map<String, Endpoint> endpoints) {
        return on(store, time, endpoints, (_, _) -> 0);
    }

    /** The same, with somebody who knows when schedules are due. */
    static SteppedEngine on(
            Store store, SimulatedTime time, Map<String, Endpoint> endpoints, Schedules schedules) {
        SteppedLanes lanes = new SteppedLanes();
        List<Connector> connectors = new ArrayList<>();
        endpoints.forEach((type, endpoint) -> connectors.add(new InMemory(type, endpoint)));
        return new SteppedEngine(
                new Engine(store, new Connectors(connectors), time, lanes, schedules), lanes, time);
    }

    /** A sync that goes on all the time, from an endpoint of one type to one of another. */
    static SyncDefinition sync(String id, String from, String to) {
        return new SyncDefinition(
                id,
                "in memory",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("a", from, Map.of()),
                List.of(new EndpointSpec("b", to, Map.of())),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.FILL,
                0);
    }

    /** Steps every lane often, while ten seconds pass. */
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
