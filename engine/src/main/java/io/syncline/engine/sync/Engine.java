package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final Connectors connectors;
    private final Context context;
    private final Lanes lanes;
    private final Schedules schedules;
    private final Preflight preflight;
    private final Map<String, LiveSync> live = new TreeMap<>();
    private final List<Consumer<SyncEvent>> listeners = new CopyOnWriteArrayList<>();
    private Lanes.@Nullable Handle clockwork;
    private boolean closed;

    /** An engine; nothing runs before {@link #start} or {@link #configure}. */
    public Engine(
            Store store, Connectors connectors, Context context, Lanes lanes, Schedules schedules) {
        this.store = store;
        this.connectors = connectors;
        this.context = context;
        this.lanes = lanes;
        this.schedules = schedules;
        this.preflight = new Preflight(connectors, context);
    }

    @Override
    public synchronized void start() {
        clockwork = lanes.start("clockwork", new Clockwork(this, context));
        for (Store.Entry entry : store.syncs()) {
            if (entry.state() == SyncState.RUNNING || entry.state() == SyncState.STARTED) {
                goOn(entry.definition());
            }
        }
    }

    private void goOn(SyncDefinition definition) {
        Owner owner = store.takeOver(definition.id());
        Execution last = lastStored(definition.id());
        Execution open =
                last != null && last.completedMillis() == 0 ? last : newExecution(owner, false);
        try {
            run(definition, owner, open, definition.workers());
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
        return preflight.check(definition);
    }

    @Override
    public synchronized Store.Entry configure(SyncDefinition definition) {
        store.add(definition);
        emit(definition.id(), "state_changed", Map.of("state", "configured"));
        if (allTheTime(definition)) {
            run(definition, true);
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
        SyncDefinition definition = entry(syncId).definition();
        LiveSync running = live.get(syncId);
        if (running != null && !trigger.full()) {
            return running.execution();
        }
        if (running != null && !allTheTime(definition)) {
            throw wrongState("A run of this sync is under way");
        }
        if (running != null) {
            live.remove(syncId);
            running.close();
        }
        Owner owner = store.takeOver(syncId);
        if (trigger.full()) {
            for (int i = 0; i < definition.destinations().size(); i++) {
                store.restart(owner, LiveFlow.flowName(syncId, i));
            }
        }
        Integer workers = trigger.workers();
        Execution execution = newExecution(owner, trigger.full());
        run(definition, owner, execution, workers == null ? definition.workers() : workers);
        return execution;
    }

    private Execution newExecution(Owner owner, boolean full) {
        String id =
                "exec_"
                        + Long.toHexString(context.random().nextLong() | Long.MIN_VALUE)
                                .substring(4);
        Execution execution = Execution.started(id, owner.syncId(), full, context.wallMillis());
        store.save(owner, execution);
        return execution;
    }

    private void run(SyncDefinition definition, boolean full) {
        Owner owner = store.takeOver(definition.id());
        run(definition, owner, newExecution(owner, full), definition.workers());
    }

    private void run(SyncDefinition definition, Owner owner, Execution execution, int workers) {
        LiveSync sync;
        try {
            sync = made(definition, owner, execution, workers);
        } catch (EndpointException e) {
            store.state(owner, SyncState.FAILED, e.getMessage());
            throw e;
        }
        live.put(definition.id(), sync);
        store.state(owner, SyncState.STARTED, null);
        emit(
                definition.id(),
                "state_changed",
                Map.of("state", "started", "execution_id", execution.id()));
        sync.start(!allTheTime(definition));
    }

    private LiveSync made(
            SyncDefinition definition, Owner owner, Execution execution, int workers) {
        return new LiveSync(
                definition,
                owner,
                execution,
                workers,
                connectors,
                store,
                lanes,
                context,
                this::emit);
    }

    private static boolean allTheTime(SyncDefinition definition) {
        return definition.mode() == Mode.REAL_TIME || definition.mode() == Mode.EVENT_DRIVEN;
    }

    /**
     * Looks after all syncs: ends runs that are done, notes failures, starts what is due. Called by
     * the clockwork.
     */
    synchronized void tick() {
        if (closed) {
            return;
        }
        for (LiveSync sync : new ArrayList<>(live.values())) {
            if (sync.over()) {
                live.remove(sync.definition().id());
                sync.close();
            }
        }
        for (Store.Entry entry : store.syncs()) {
            String id = entry.definition().id();
            boolean may = entry.state() != SyncState.PAUSED && !live.containsKey(id);
            long due = nextRunMillis(id);
            if (may
                    && due != 0
                    && due <= context.wallMillis()
                    && entry.definition().mode() == Mode.SCHEDULED) {
                run(entry.definition(), false);
            }
        }
    }

    @Override
    public synchronized @Nullable Execution execution(String executionId) {
        Execution stored = store.execution(executionId);
        if (stored == null) {
            return null;
        }
        LiveSync sync = live.get(stored.syncId());
        return sync != null && sync.execution().id().equals(executionId)
                ? sync.execution()
                : stored;
    }

    @Override
    public synchronized @Nullable Execution lastExecution(String syncId) {
        LiveSync sync = live.get(syncId);
        return sync == null ? lastStored(syncId) : sync.execution();
    }

    private @Nullable Execution lastStored(String syncId) {
        List<Execution> last = store.executions(syncId, 1);
        return last.isEmpty() ? null : last.getFirst();
    }

    @Override
    public synchronized List<FlowStatus> flows(String syncId) {
        LiveSync sync = live.get(syncId);
        return sync == null ? List.of() : sync.flows();
    }

    @Override
    public long nextRunMillis(String syncId) {
        Store.Entry entry = store.sync(syncId);
        Schedule schedule = entry == null ? null : entry.definition().schedule();
        if (entry == null || schedule == null) {
            return 0;
        }
        Execution last = lastStored(syncId);
        long from = last == null ? entry.definition().createdMillis() : last.startedMillis();
        return schedules.next(schedule, from);
    }

    @Override
    public synchronized void pause(String syncId) {
        entry(syncId);
        LiveSync sync = live.remove(syncId);
        if (sync != null) {
            sync.close();
            sync.end(SyncState.PAUSED, null);
        }
        store.state(store.takeOver(syncId), SyncState.PAUSED, null);
        emit(syncId, "state_changed", Map.of("state", "paused"));
    }

    @Override
    public synchronized void resume(String syncId) {
        Store.Entry entry = entry(syncId);
        if (live.containsKey(syncId)) {
            throw wrongState("The sync is running already");
        }
        run(entry.definition(), false);
    }

    @Override
    public synchronized void delete(String syncId) {
        SyncDefinition definition = entry(syncId).definition();
        LiveSync sync = live.remove(syncId);
        Owner owner = store.takeOver(syncId);
        LiveSync last =
                sync != null
                        ? sync
                        : made(definition, owner, newExecution(owner, false), definition.workers());
        try (last) {
            // If something cannot be reached now, the sync stands still until it is deleted again.
            store.state(owner, SyncState.PAUSED, null);
            last.forget();
        }
        store.remove(syncId);
    }

    @Override
    public List<Verification> verify(String syncId) {
        List<Verification> made = new ArrayList<>();
        for (LiveFlow flow : running(syncId).all()) {
            made.add(flow.verify());
        }
        return made;
    }

    @Override
    public List<Verification> repair(String syncId) {
        running(syncId).all().forEach(LiveFlow::repair);
        return verify(syncId);
    }

    private synchronized LiveSync running(String syncId) {
        entry(syncId);
        LiveSync sync = live.get(syncId);
        if (sync == null) {
            throw wrongState("The sync is not running: resume or trigger it first");
        }
        return sync;
    }

    @Override
    public boolean replay(long parkedId) {
        Parked row = parked(parkedId);
        RowId id = row.change().id();
        return running(row.syncId()).flow(row.flow()).replay(id);
    }

    @Override
    public void discard(long parkedId) {
        Parked row = parked(parkedId);
        LiveSync sync;
        synchronized (this) {
            sync = live.get(row.syncId());
        }
        if (sync == null) {
            store.discard(parkedId);
        } else {
            sync.flow(row.flow()).discard(row.change().id());
        }
    }

    private Parked parked(long id) {
        Parked row = store.parkedRow(id);
        if (row == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_PARKED,
                    "There is no parked row " + id);
        }
        return row;
    }

    @Override
    public AutoCloseable listen(Consumer<SyncEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void emit(String syncId, String type, Map<String, String> data) {
        SyncEvent event = store.append(syncId, type, context.wallMillis(), data);
        listeners.forEach(listener -> listener.accept(event));
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
            live.values().forEach(LiveSync::close);
            live.clear();
        }
    }
}
