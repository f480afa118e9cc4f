package io.syncline.engine.store;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that lasts as long as the object: for tests and for the simulated world, where a restart
 * of everything else finds it as it was. It has no clock and no thread of its own, and the same
 * calls give the same answers. Safe for use by several threads; closing it does nothing.
 */
public final class MemoryStore implements Store {
    private final Map<String, Entry> syncs = new LinkedHashMap<>();
    private final Map<String, Long> terms = new HashMap<>();
    private final MemoryExecutions executions = new MemoryExecutions();
    private final Map<String, MemoryFlow> flows = new LinkedHashMap<>();
    private final MemoryParked parked = new MemoryParked();
    private final MemoryEvents events = new MemoryEvents();
    private final Registry registry = new MemoryRegistry();
    private final MemoryPairs pairs = new MemoryPairs(this, this::owned);

    @Override
    public synchronized void add(SyncDefinition definition) {
        if (syncs.containsKey(definition.id())) {
            throw new IllegalArgumentException("The sync " + definition.id() + " is already kept");
        }
        syncs.put(definition.id(), new Entry(definition, SyncState.CONFIGURED, null));
    }

    @Override
    public synchronized @Nullable Entry sync(String id) {
        return syncs.get(id);
    }

    @Override
    public synchronized void replace(Owner owner, SyncDefinition definition) {
        Entry entry = owned(owner);
        owns(owner, definition.id(), "definition of " + definition.id());
        syncs.put(owner.syncId(), new Entry(definition, entry.state(), entry.problem()));
    }

    @Override
    public synchronized List<Entry> syncs() {
        return List.copyOf(syncs.values());
    }

    @Override
    public synchronized Owner takeOver(String syncId) {
        known(syncId);
        return new Owner(syncId, terms.merge(syncId, 1L, Long::sum));
    }

    @Override
    public synchronized void state(Owner owner, SyncState state, @Nullable String problem) {
        syncs.put(owner.syncId(), new Entry(owned(owner).definition(), state, problem));
    }

    @Override
    public synchronized void remove(String id) {
        syncs.remove(id);
        terms.remove(id);
        executions.removeAll(id);
        flows.values().removeIf(flow -> flow.syncId.equals(id));
        pairs.retain(flows.keySet());
        parked.removeAll(id);
        events.removeAll(id);
    }

    @Override
    public synchronized void save(Owner owner, Execution execution) {
        owned(owner);
        owns(owner, execution.syncId(), "execution " + execution.id());
        executions.save(execution);
    }

    @Override
    public synchronized @Nullable Execution execution(String id) {
        return executions.one(id);
    }

    @Override
    public synchronized List<Execution> executions(String syncId, int countMax) {
        return executions.latest(syncId, countMax);
    }

    @Override
    public synchronized long nextEpoch(Owner owner, String flow) {
        return nextEpoch(owner, flow, 0);
    }

    @Override
    public synchronized long nextEpoch(Owner owner, String flow, long above) {
        owned(owner);
        MemoryFlow kept = flows.computeIfAbsent(flow, _ -> new MemoryFlow(owner.syncId()));
        owns(owner, kept.syncId, "flow " + flow);
        kept.epoch = Math.max(kept.epoch, above) + 1;
        return kept.epoch;
    }

    /** No backup is made of it. */
    @Override
    public boolean restored(String flow) {
        return false;
    }

    @Override
    public void reclaimed(String flow, long epoch) {
        lost(flow, epoch);
    }

    @Override
    public synchronized void progress(
            String flow, long epoch, String collection, SnapshotProgress progress) {
        owned(flow, epoch).progress.put(collection, progress);
    }

    @Override
    public synchronized Map<String, SnapshotProgress> progress(String flow) {
        MemoryFlow kept = flows.get(flow);
        return kept == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(kept.progress));
    }

    @Override
    public synchronized void restart(Owner owner, String flow) {
        owned(owner);
        MemoryFlow kept = flows.get(flow);
        if (kept != null) {
            owns(owner, kept.syncId, "flow " + flow);
            kept.progress.clear();
        }
    }

    @Override
    public synchronized void lost(String flow, long epoch) {
        MemoryFlow kept = owned(flow, epoch);
        kept.progress.clear();
        kept.sweepDue = true;
    }

    @Override
    public synchronized Map<String, Agreed> agreed(String flow) {
        MemoryFlow kept = flows.get(flow);
        return kept == null ? Map.of() : Map.copyOf(kept.agreed);
    }

    @Override
    public synchronized void agree(
            String flow, long epoch, String collection, Agreed agreed, boolean again) {
        MemoryFlow kept = owned(flow, epoch);
        kept.agreed.put(collection, agreed);
        if (again) {
            kept.progress.remove(collection);
        }
    }

    @Override
    public synchronized void disregard(String flow, long epoch, String collection) {
        MemoryFlow kept = owned(flow, epoch);
        kept.agreed.remove(collection);
        kept.progress.remove(collection);
    }

    @Override
    public synchronized boolean sweepDue(String flow) {
        MemoryFlow kept = flows.get(flow);
        return kept != null && kept.sweepDue;
    }

    @Override
    public synchronized void swept(String flow, long epoch) {
        owned(flow, epoch).sweepDue = false;
    }

    @Override
    public synchronized @Nullable String note(String flow, String name) {
        MemoryFlow kept = flows.get(flow);
        return kept == null ? null : kept.notes.get(name);
    }

    @Override
    public synchronized void note(Owner owner, String flow, String name, @Nullable String text) {
        owned(owner);
        MemoryFlow kept = flows.get(flow);
        if (kept == null) {
            return;
        }
        owns(owner, kept.syncId, "flow " + flow);
        if (text == null) {
            kept.notes.remove(name);
        } else {
            kept.notes.put(name, text);
        }
    }

    @Override
    public synchronized Parked park(long epoch, Parked entry) {
        owned(entry.flow(), epoch);
        return parked.park(entry);
    }

    @Override
    public synchronized List<Parked> parked(String syncId, long afterId, int countMax) {
        return Page.first(
                parked.all(),
                entry -> entry.syncId().equals(syncId) && entry.id() > afterId,
                countMax);
    }

    @Override
    public synchronized List<RowId> parkedRows(String flow) {
        return parked.rows(flow);
    }

    @Override
    public synchronized @Nullable Parked parkedRow(long id) {
        return parked.one(id);
    }

    @Override
    public synchronized void settle(long epoch, Parked entry) {
        owned(entry.flow(), epoch);
        parked.remove(entry.id());
    }

    @Override
    public synchronized void discard(long id) {
        parked.remove(id);
    }

    @Override
    public synchronized SyncEvent append(
            String syncId, String type, long millis, Map<String, String> data) {
        return events.append(syncId, type, millis, data);
    }

    @Override
    public synchronized List<SyncEvent> events(
            @Nullable String syncId, long afterSequence, int countMax) {
        return events.after(syncId, afterSequence, countMax);
    }

    @Override
    public Pairs pairs() {
        return pairs;
    }

    /** What is kept stays: whoever opens this store again finds it. */
    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {}

    private synchronized MemoryFlow owned(String name, long epoch) {
        MemoryFlow flow = flows.get(name);
        if (flow == null) {
            throw Owner.unknown("flow", name);
        }
        if (flow.epoch != epoch) {
            throw Owner.fenced("flow", name);
        }
        return flow;
    }

    private Entry known(String syncId) {
        Entry entry = syncs.get(syncId);
        if (entry == null) {
            throw Owner.unknown("sync", syncId);
        }
        return entry;
    }

    private Entry owned(Owner owner) {
        Entry entry = known(owner.syncId());
        if (terms.getOrDefault(owner.syncId(), 0L) != owner.term()) {
            throw Owner.fenced("sync", owner.syncId());
        }
        return entry;
    }

    private static void owns(Owner owner, String syncId, String what) {
        if (!syncId.equals(owner.syncId())) {
            throw new IllegalArgumentException("The " + what + " belongs to another sync");
        }
    }
}
