package io.syncline.engine.sync;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.guard.Guards;
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
    private Guards.Parking limit = Guards.none().parking();
    private LongSupplier rows = () -> 0;
    private long epoch;
    private long since;
    private long changes;

    /**
     * From now on no more rows are parked than this allows.
     *
     * @param all how many rows and changes were read, for the share
     */
    public synchronized void limit(Guards.Parking most, LongSupplier all) {
        limit = most;
        rows = all;
    }

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
        Parked before = parked.get(change.id());
        if (before != null
                && before.code() == code
                && before.detail().equals(detail)
                && before.change().equals(change)) {
            return;
        }
        boolean fresh = !parked.containsKey(change.id());
        long rowsRead = Math.max(since, rows.getAsLong());
        // What sources do not agree on is not wrong with the sync: it may be any number of rows.
        boolean counts = fresh && code != Code.UNVERIFIED;
        if (counts && limit.tooMany(since + 1, rowsRead)) {
            // Nothing passes the checkpoint that is not parked: it is told again after a person's
            // word.
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.TOO_MANY_PARKED,
                    "%d rows of %d were parked since the sync was started, the last for: %s"
                            .formatted(since, rowsRead, detail));
        }
        since += counts ? 1 : 0;
        changes++;
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
    public synchronized List<RowId> within(List<String> collections) {
        return parked.keySet().stream()
                .filter(id -> collections.contains(id.collection()))
                .toList();
    }

    @Override
    public synchronized void emptied(List<String> collections) {
        within(collections).forEach(this::settled);
    }

    @Override
    public synchronized void settled(RowId id) {
        Parked row = parked.get(id);
        if (row != null) {
            store.settle(epoch, row);
            changes++;
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

    /** Grows with every row that is parked or leaves. */
    synchronized long changes() {
        return changes;
    }

    /** Rows that wait for another row, which may have come or gone by now. */
    synchronized List<RowId> waiting(int countMax) {
        return parked.values().stream()
                .filter(
                        row ->
                                row.code() == Code.UNIQUE_TAKEN
                                        || row.code() == Code.REFERENCE_MISSING
                                        || row.code() == Code.ROW_MISSING)
                .limit(countMax)
                .map(row -> row.change().id())
                .toList();
    }

    /** How many rows are parked. */
    public synchronized int count() {
        return parked.size();
    }
}
