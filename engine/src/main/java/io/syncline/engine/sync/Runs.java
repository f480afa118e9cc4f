package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs and what waits for its turn. Runs that copy or that end wait while too many others move
 * rows; a stream that only goes on never waits, since it would fall behind. For use under the
 * engine's lock.
 */
final class Runs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    /** Each run reads and writes as fast as both ends allow; many at once only slow each other. */
    static final int AT_ONCE_STANDARD = 4;

    private final Store store;
    private final Connectors connectors;
    private final Context context;
    private final Lanes lanes;
    private final Chronicle chronicle;
    private final int atOnceMax;
    private final Map<String, LiveSync> live = new TreeMap<>();
    final Owners owners;
    private final NewRuns runs;
    private final Waiting waiting = new Waiting();
    private final Set<String> approved = new HashSet<>();
    final Resting resting;

    Runs(
            Store store,
            Connectors connectors,
            Context context,
            Lanes lanes,
            Chronicle chronicle,
            int atOnceMax) {
        this.store = store;
        this.connectors = connectors;
        this.context = context;
        this.lanes = lanes;
        this.chronicle = chronicle;
        this.atOnceMax = atOnceMax;
        this.owners = new Owners(store);
        this.runs = new NewRuns(context);
        this.resting =
                new Resting(
                        store, connectors, context, lanes, chronicle, owners, live::containsKey);
    }

    /** The sync of this id if it runs, or null. */
    @Nullable LiveSync live(String syncId) {
        return live.get(syncId);
    }

    /** Whether a run of this sync waits for its turn. */
    boolean waits(String syncId) {
        return waiting.find(syncId) != null;
    }

    /** A kept run with the counts of this moment. */
    Execution now(Execution kept) {
        LiveSync sync = live.get(kept.syncId());
        Execution counted = sync == null ? null : sync.run(kept.id());
        return counted == null ? kept : counted;
    }

    /** Puts a new run into the line, and begins it if it is its turn. */
    Execution line(
            SyncDefinition definition, boolean full, Trigger.Priority priority, int workers) {
        String id = definition.id();
        // Who streams goes on until it is the run's turn.
        Owner owner = live.containsKey(id) ? owners.of(id) : owners.takeOver(id);
        Execution run = kept(owner, runs.made(id, full, priority, workers));
        line(owner, run);
        admit();
        return run;
    }

    private void line(Owner owner, Execution run) {
        waiting.add(run);
        if (!live.containsKey(run.syncId())) {
            chronicle.state(owner, SyncState.STARTED, null, run);
        }
    }

    /** Begins the runs whose turn it is. */
    void admit() {
        while (live.values().stream().filter(LiveSync::busy).count() < atOnceMax) {
            Execution run = waiting.next();
            if (run == null) {
                return;
            }
            try {
                turn(run);
            } catch (EndpointException e) {
                if (e.kind() == EndpointException.Kind.TRANSIENT) {
                    waiting.add(run);
                    throw e;
                }
                LOG.warn("{} {}", e.code().text(), e.getMessage());
            }
        }
    }

    private void turn(Execution run) {
        Store.Entry entry = store.sync(run.syncId());
        if (entry == null) {
            return;
        }
        SyncDefinition definition = entry.definition();
        halt(definition.id());
        Owner owner = owners.takeOver(definition.id());
        if (run.full()) {
            definition.flows().forEach(flow -> store.restart(owner, flow));
        }
        begin(definition, owner, run, false);
    }

    private LiveSync begin(SyncDefinition definition, Owner owner, Execution run, boolean repairs) {
        LiveSync sync;
        try {
            sync = opened(definition, owner, run, repairs);
        } catch (EndpointException e) {
            String problem = e.getMessage();
            long now = context.wallMillis();
            chronicle.run(owner, run.with(SyncState.FAILED, now, 0, 0, 0, problem));
            chronicle.state(owner, SyncState.FAILED, problem, run);
            throw e;
        }
        live.put(definition.id(), sync);
        sync.start();
        return sync;
    }

    private LiveSync opened(
            SyncDefinition definition, Owner owner, Execution run, boolean repairs) {
        return new LiveSync(
                definition,
                owner,
                run,
                repairs,
                approved.remove(definition.id()),
                connectors,
                store,
                lanes,
                context,
                chronicle);
    }

    /** Goes on with a sync that ran, or should have, when the process ended. */
    void again(SyncDefinition definition) {
        List<Execution> last = store.executions(definition.id(), 1);
        Execution open = last.isEmpty() || !last.getFirst().open() ? null : last.getFirst();
        if (open == null) {
            resume(definition);
            return;
        }
        Owner owner = owners.takeOver(definition.id());
        if (open.state() == SyncState.STARTED) {
            line(owner, open);
        } else {
            begin(definition, owner, open, false);
        }
    }

    /** Lets a sync go on that a person has looked at: with the source's tables as they are. */
    void approve(SyncDefinition definition) {
        approved.add(definition.id());
        resume(definition);
    }

    /** Lets a sync go on where it was. */
    void resume(SyncDefinition definition) {
        if (definition.allTheTime()) {
            direct(definition, Trigger.Priority.NORMAL, false);
        } else {
            line(definition, false, Trigger.Priority.NORMAL, definition.workers());
        }
    }

    /** Begins a run that compares and mends before it ends. */
    LiveSync repair(SyncDefinition definition) {
        return direct(definition, Trigger.Priority.HIGH, true);
    }

    /** Begins a run at once. */
    LiveSync direct(SyncDefinition definition, Trigger.Priority priority, boolean repairs) {
        Owner owner = owners.takeOver(definition.id());
        Execution run =
                kept(owner, runs.made(definition.id(), false, priority, definition.workers()));
        chronicle.state(owner, SyncState.STARTED, null, run);
        return begin(definition, owner, run, repairs);
    }

    /** A run beside the stream of a sync that runs. */
    Execution aside(LiveSync sync, Trigger.Priority priority, Consumer<Execution> begin) {
        String id = sync.definition().id();
        Execution run = kept(owners.of(id), runs.made(id, false, priority, sync.run().workers()));
        begin.accept(run);
        return run;
    }

    /** A schedule says that it is time. */
    void due(SyncDefinition definition) {
        LiveSync sync = live.get(definition.id());
        if (sync == null && !waits(definition.id()) && !definition.allTheTime()) {
            boolean full = definition.mode() == Mode.BATCH;
            line(definition, full, Trigger.Priority.NORMAL, definition.workers());
        } else if (sync != null
                && definition.allTheTime()
                && !sync.run().open()
                && !sync.reconciling()) {
            aside(sync, Trigger.Priority.NORMAL, sync::reconcile);
        }
    }

    private Execution kept(Owner owner, Execution run) {
        chronicle.run(owner, run);
        return run;
    }

    /** Looks after everything that runs. */
    void tick() {
        for (LiveSync sync : new ArrayList<>(live.values())) {
            if (over(sync)) {
                live.remove(sync.definition().id());
                sync.close();
            }
        }
    }

    /** Whether a sync has ended here: by itself, or because it is another owner's or nobody's. */
    private static boolean over(LiveSync sync) {
        try {
            return sync.tick();
        } catch (EndpointException e) {
            if (e.kind() == EndpointException.Kind.FENCED || e.code() == Code.UNKNOWN_SYNC) {
                LOG.warn("{} {}", e.code().text(), e.getMessage());
                return true;
            }
            throw e;
        }
    }

    /** Stops a sync so that it can go on, and takes it out of the line. */
    void pause(String syncId) {
        Execution waited = waiting.remove(syncId);
        if (waited != null) {
            long now = context.wallMillis();
            chronicle.run(owners.of(syncId), waited.with(SyncState.PAUSED, now, 0, 0, 0, null));
        }
        halt(syncId);
        chronicle.state(owners.takeOver(syncId), SyncState.PAUSED, null, null);
    }

    /** Stops a sync, if it runs, so that it can go on; whether it ran. */
    boolean halt(String syncId) {
        LiveSync sync = live.remove(syncId);
        if (sync != null) {
            sync.close();
            sync.end(SyncState.PAUSED, null);
        }
        return sync != null;
    }

    /** Stops a sync that is about to be removed; it stands still until it is. */
    void stop(String syncId) {
        waiting.remove(syncId);
        LiveSync sync = live.remove(syncId);
        if (sync != null) {
            sync.close();
        }
        chronicle.state(owners.takeOver(syncId), SyncState.PAUSED, null, null);
    }

    /** Ends everything; nothing durable changes. */
    @Override
    public void close() {
        resting.close();
        live.values().forEach(LiveSync::close);
        live.clear();
    }
}
