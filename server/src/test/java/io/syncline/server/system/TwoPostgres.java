package io.syncline.server.system;

import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.RealTime;
import java.util.List;
import java.util.Map;

/** A table {@code account} in two PostgreSQL, and engines that keep it equal, one after another. */
class TwoPostgres {
    static final String SYNC = "sync_two";

    final Store store = new MemoryStore();

    private static EndpointSpec spec(String name, FreshDatabase database) {
        return new EndpointSpec(name, "postgresql", Map.of("connection", database.uri()));
    }

    static SyncDefinition definition(FreshDatabase here, FreshDatabase there, Options options) {
        return new SyncDefinition(
                SYNC,
                SYNC,
                Direction.BI_DIRECTIONAL,
                Mode.REAL_TIME,
                spec("here", here),
                List.of(spec("there", there)),
                List.of("account"),
                List.of(),
                null,
                RetryPolicy.standard(),
                2,
                ExistingData.FILL,
                options,
                Wording.none(),
                System.currentTimeMillis());
    }

    /** An engine on what the store knows, started. */
    Engine engine() {
        Engine engine =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0);
        engine.start();
        return engine;
    }
}
