package io.syncline.engine.sync;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the syncs of a process. One lock guards the life of all of them; data never passes under it.
 *
 * <p>Restart: what was running is started again by {@link #start}; every flow finds by itself where
 * it was.
 */
public final class Engine implements Syncs {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Store store;
    private final Context context;
    private final Lanes lanes;
    private final Chronicle chronicle;
    private final Agenda agenda;
    private final Preflight preflight;
    private final RowCare care;
    private final Runs runs;
    private final Farewell farewell;
    private Lanes.@Nullable Handle clockwork;
    private boolean closed;

    /** An engine; nothing runs before {@link #start} or {@link #configure}. */
    public Engine(
            Store store, Connectors connectors, Context context, Lanes lanes, Schedules schedules) {
        this(store, connectors, context, lanes, schedules, Runs.AT_ONCE_STANDARD);
    }

    /**
     * An engine; nothing runs before {@link #start} or {@link #configure}.
     *
     * @param atOnceMax how many runs may move rows at a time; further ones wait by priority
     */
    public Engine(
            Store store,
            Connectors installed,
            Context context,
            Lanes lanes,
            Schedules schedules,
            int atOnceMax) {
        Connectors connectors = installed.naming(store.registry());
        this.store = store;
        this.context = context;
        this.lanes = lanes;
        this.chronicle = new Chronicle(store, context);
        this.agenda = new Agenda(store, schedules);
        this.preflight = new Preflight(connectors, store, context);
        this.farewell = new Farewell(connectors, context);
        this.runs = new Runs(store, connectors, context, lanes, chronicle, atOnceMax);
        this.care = new RowCare(store, connectors, runs.owners, context, this::live);
    }

    @Override
    public synchronized void start() {
        clockwork = lanes.start("clockwork", new Clockwork(this, context));
        for (Store.Entry entry : store.syncs()) {
            if (entry.state() == SyncState.RUNNING || entry.state() == SyncState.STARTED) {
                goOn(entry.definition());
            }
        }
        // All that waited stand in the line again, so that the order is theirs.
        runs.admit();
    }

    private void goOn(SyncDefinition definition) {
        try {
            runs.again(definition);
        } catch (EndpointException e) {
            if (e.kind() == EndpointException.Kind.TRANSIENT) {
                throw e;
            }
            // Noted at the sync; the others can do without it.
            LOG.warn("{} {}", e.code().text(), e.getMessage());
        }
    }

    @Override
    public Check check(SyncDefinition definition) {
        return preflight.check(definition, Preflight.Purpose.FIRST_RUN);
    }

    @Override
    public Check check(String syncId, boolean full) {
        return preflight.check(
                entry(syncId).definition(),
                full ? Preflight.Purpose.FULL_RUN : Preflight.Purpose.NEXT_RUN);
    }

    @Override
    public List<Shapes.Resolved> shapes(SyncDefinition definition, @Nullable Catalog given) {
        return preflight.shapes(definition, given);
    }

    @Override
    public synchronized Store.Entry configure(SyncDefinition definition) {
        store.add(definition);
        chronicle.configured(definition.id());
        if (definition.allTheTime()) {
            runs.line(definition, true, Trigger.Priority.NORMAL, definition.workers());
        }
        return entry(definition.id());
    }

    @Override
    public Store.@Nullable Entry find(String syncId) {
        return store.sync(syncId);
    }

    @Override
    public List<Store.Entry> list() {
        return store.syncs();
    }

    @Override
    public synchronized Execution trigger(String syncId, Trigger trigger) {
        Store.Entry entry = entry(syncId);
        if (entry.state() == SyncState.PAUSED) {
            throw wrongState("The sync is paused: resume it first");
        }
        return new Triggering(runs).begin(entry.definition(), trigger);
    }

    /**
     * Looks after all syncs: ends runs that are done, notes failures, starts what is due. Called by
     * the clockwork.
     *
     * @param schedules whether to look at schedules too, which asks the store
     */
    synchronized void tick(boolean schedules) {
        if (closed) {
            return;
        }
        runs.tick();
        if (schedules) {
            agenda.due(context.wallMillis()).forEach(runs::due);
            runs.resting.attend(store.syncs());
        }
        runs.admit();
    }

    @Override
    public synchronized @Nullable Execution execution(String executionId) {
        Execution stored = store.execution(executionId);
        return stored == null ? null : runs.now(stored);
    }

    @Override
    public synchronized @Nullable Execution lastExecution(String syncId) {
        return store.executions(syncId, 1).stream().findFirst().map(runs::now).orElse(null);
    }

    @Override
    public synchronized List<FlowStatus> flows(String syncId) {
        LiveSync sync = runs.live(syncId);
        return sync == null ? List.of() : sync.flows();
    }

    @Override
    public long nextRunMillis(SyncDefinition definition) {
        Store.Entry entry = store.sync(definition.id());
        return agenda.next(
                entry == null ? new Store.Entry(definition, SyncState.CONFIGURED, null) : entry,
                context.wallMillis());
    }

    @Override
    public synchronized void pause(String syncId) {
        if (entry(syncId).state() == SyncState.PAUSED) {
            throw wrongState("The sync is paused already");
        }
        runs.pause(syncId);
    }

    @Override
    public synchronized void resume(String syncId) {
        Store.Entry entry = entry(syncId);
        if (entry.state() != SyncState.PAUSED && entry.state() != SyncState.FAILED) {
            throw wrongState("Only a paused or failed sync can be resumed");
        }
        runs.approve(entry.definition());
    }

    @Override
    public synchronized List<Registry.Left> delete(String syncId, boolean force) {
        return new Changes(store, runs).remove(entry(syncId).definition(), farewell, force);
    }

    @Override
    public List<Verification> verify(String syncId) {
        entry(syncId);
        return care.verify(syncId);
    }

    @Override
    public List<Verification> repair(String syncId) {
        LiveSync idle = null;
        synchronized (this) {
            Store.Entry entry = entry(syncId);
            if (runs.live(syncId) == null && entry.state() == SyncState.COMPLETED) {
                idle = runs.repair(entry.definition());
            }
        }
        return idle == null ? care.repair(syncId) : care.repaired(idle);
    }

    @Override
    public int release(String syncId) {
        entry(syncId);
        return care.release(syncId);
    }

    @Override
    public int refuse(String syncId) {
        entry(syncId);
        int held = care.refuse(syncId);
        pause(syncId);
        return held;
    }

    @Override
    public synchronized Store.Entry update(SyncDefinition definition) {
        entry(definition.id());
        new Changes(store, runs).update(definition);
        return entry(definition.id());
    }

    @Override
    public synchronized Execution resync(String syncId, Resync wanted) {
        return new Changes(store, runs).resync(entry(syncId).definition(), wanted);
    }

    @Override
    public List<Layout> layouts(String syncId, boolean await) {
        return care.layouts(syncId, await);
    }

    @Override
    public ParkedCare parked() {
        return new ParkedCare(store, chronicle, this::live);
    }

    @Override
    public ReviewCare reviews() {
        return new ReviewCare(store, chronicle, context, this::live);
    }

    private synchronized @Nullable LiveSync live(String syncId) {
        return runs.live(syncId);
    }

    private Store.Entry entry(String syncId) {
        Store.Entry entry = store.sync(syncId);
        if (entry == null) {
            throw Owner.unknown("sync", syncId);
        }
        return entry;
    }

    static EndpointException wrongState(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.WRONG_STATE, message);
    }

    @Override
    public AutoCloseable listen(Consumer<SyncEvent> listener) {
        return chronicle.listen(listener);
    }

    @Override
    public void close() {
        Lanes.Handle ticking;
        synchronized (this) {
            closed = true;
            ticking = clockwork;
        }
        if (ticking != null) {
            ticking.stop();
        }
        synchronized (this) {
            runs.close();
        }
    }
}
