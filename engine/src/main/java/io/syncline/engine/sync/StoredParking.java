package io.syncline.engine.sync;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.mirror.Parking;
import io.syncline.engine.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Parks rows in the store; keeps what is parked in memory too, because every change is asked for.
 */
public final class StoredParking implements Parking {
    private static final int PAGE = 1000;

    private final Store store;
    private final String syncId;
    private final String flow;
    private final LongSupplier wallMillis;
    private final Consumer<Parked> listener;
    private final Map<RowId, Parked> parked = new HashMap<>();
    private long epoch;

    /** What is parked for a flow, read from the store; changed only once it is claimed. */
    public StoredParking(
            Store store,
            String syncId,
            String flow,
            LongSupplier wallMillis,
            Consumer<Parked> listener) {
        this.store = store;
        this.syncId = syncId;
        this.flow = flow;
        this.wallMillis = wallMillis;
        this.listener = listener;
        read();
    }

    @Override
    public synchronized void claim(long owner) {
        epoch = owner;
        parked.clear();
        read();
    }

    private void read() {
        long after = 0;
        for (var page = store.parked(syncId, after, PAGE);
                !page.isEmpty();
                page = store.parked(syncId, after, PAGE)) {
            for (Parked row : page) {
                after = row.id();
                if (row.flow().equals(flow)) {
                    parked.put(row.change().id(), row);
                }
            }
        }
    }

    @Override
    public synchronized boolean isEmpty() {
        return parked.isEmpty();
    }

    @Override
    public synchronized @Nullable Change parked(RowId id) {
        Parked row = parked.get(id);
        return row == null ? null : row.change();
    }

    @Override
    public synchronized void park(Change change, Code code, String detail) {
        Parked row =
                store.park(
                        epoch,
                        new Parked(0, syncId, flow, change, code, detail, wallMillis.getAsLong()));
        parked.put(change.id(), row);
        listener.accept(row);
    }

    @Override
    public synchronized void renew(Change change) {
        Parked row = parked.get(change.id());
        if (row != null) {
            parked.put(
                    change.id(),
                    store.park(
                            epoch,
                            new Parked(
                                    row.id(),
                                    syncId,
                                    flow,
                                    change,
                                    row.code(),
                                    row.detail(),
                                    row.millis())));
        }
    }

    @Override
    public synchronized void emptied(List<String> collections) {
        List.copyOf(parked.keySet()).stream()
                .filter(id -> collections.contains(id.collection()))
                .forEach(this::settled);
    }

    @Override
    public synchronized void settled(RowId id) {
        Parked row = parked.get(id);
        if (row != null) {
            store.settle(epoch, row);
            parked.remove(id);
        }
    }

    /** Takes a row out because a person wants that; what comes later for it is applied. */
    public synchronized void discard(RowId id) {
        Parked row = parked.remove(id);
        if (row != null) {
            store.discard(row.id());
        }
    }

    /** How many rows are parked. */
    public synchronized int count() {
        return parked.size();
    }
}
