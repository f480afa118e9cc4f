package io.syncline.server.system;

import io.syncline.core.merge.Definition;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RuleSpec;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.RealTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The real engine with a two-way sync of one table, {@code account}, and a store in memory. Its
 * {@code stock} is summed; of all else the later edit wins.
 */
final class LiveTwoWay implements AutoCloseable {
    static final String SYNC = "sync_both";
    static final String FLOW = "sync_both_0";

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    final Store store = new MemoryStore();
    final Engine engine =
            new Engine(
                    store,
                    Connectors.installed(),
                    new RealTime(),
                    new ThreadLanes(Thread.ofVirtual().factory()),
                    (_, _) -> 0);

    /** Begins it, and waits until both ends are followed. */
    LiveTwoWay(EndpointSpec here, EndpointSpec there) throws Exception {
        engine.start();
        Definition rules =
                new Definition(
                        RowPolicy.review(),
                        RuleSpec.of("last_write_wins"),
                        Map.of("stock", RuleSpec.of("sum")),
                        List.of(),
                        List.of(),
                        0);
        Merging merging = new Merging(rules, Map.of(), Merging.Initial.REVIEW, null, false);
        engine.configure(
                new SyncDefinition(
                        SYNC,
                        SYNC,
                        Direction.BI_DIRECTIONAL,
                        Mode.REAL_TIME,
                        here,
                        List.of(there),
                        List.of("account"),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        2,
                        ExistingData.FILL,
                        Options.standard().with(Guards.none()).with(merging),
                        Wording.none(),
                        System.currentTimeMillis()));
        awaitStreaming();
    }

    static EndpointSpec end(String name, String type, FreshDatabase database) {
        return new EndpointSpec(name, type, Map.of("connection", database.uri()));
    }

    void awaitStreaming() throws Exception {
        await(
                () ->
                        !engine.flows(SYNC).isEmpty()
                                && engine.flows(SYNC).getFirst().phase()
                                        == FlowStatus.Phase.STREAMING);
    }

    /** Waits until something holds; a minute at most. */
    void await(Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(engine.flows(SYNC) + " " + store.events(SYNC, 0, 100));
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        engine.delete(SYNC, true);
        engine.close();
    }
}
