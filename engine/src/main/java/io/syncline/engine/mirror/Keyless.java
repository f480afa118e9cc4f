package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The collections of a flow that have no key. Each is copied before the stream begins, as it was at
 * one place of it, and is told only what came after; a copy that was cut short begins again with an
 * empty collection. Used by the feed's lane only.
 */
final class Keyless implements AutoCloseable {
    /** More at a time are held in memory for nothing. */
    private static final int ROWS_MAX = 10_000;

    private final Object source;
    private final Target target;
    private final int batchSize;
    private final Store store;
    private final Parking parking;
    private final String flow;
    private final long epoch;
    private final Version version;
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();
    private final Map<String, Position> places = new LinkedHashMap<>();
    private final ArrayDeque<Route> todo = new ArrayDeque<>();
    private FrozenReads.@Nullable Copy copy;
    private long rows;
    private long copied;

    /**
     * Takes the collections' cursors over.
     *
     * @param source what can freeze collections, if there are any without a key
     * @param batchSize the most rows of one write
     * @param version for the rows of copies
     */
    Keyless(
            Object source,
            Target target,
            int batchSize,
            Store store,
            Parking parking,
            Plan plan,
            String flow,
            long epoch,
            Version version) {
        this.source = source;
        this.target = target;
        this.batchSize = batchSize;
        this.store = store;
        this.parking = parking;
        this.flow = flow;
        this.epoch = epoch;
        this.version = version;
        Map<String, SnapshotProgress> progress = store.progress(flow);
        for (Route route : of(plan)) {
            routes.put(route.source(), route);
            Position kept = ((Checkpoints) target).claim(owner(flow, route.source()), epoch).get(0);
            SnapshotProgress so = progress.get(route.source());
            SnapshotPosition place = so == null ? null : so.position();
            if (so == null || !so.done() || place == null || kept == null) {
                todo.add(route);
            } else {
                places.put(route.source(), new Position(place.token()));
                cursors.put(route.source(), Cursor.of(kept));
            }
        }
    }

    /** The routes of a plan whose collections have no key. */
    static List<Route> of(Plan plan) {
        return plan.routes().stream()
                .filter(
                        route -> {
                            Layout layout = plan.layouts().get(route.source());
                            return layout != null && layout.key().isEmpty();
                        })
                .toList();
    }

    /**
     * The name under which a target keeps a collection's cursor: not longer than a flow's may be,
     * and the same in every process.
     */
    static String owner(String flow, String collection) {
        String turned = new StringBuilder(collection).reverse().toString();
        return "%s/%08x%08x".formatted(flow, collection.hashCode(), turned.hashCode());
    }

    /** How long to wait at least before the next part is copied; zero: copy it now. */
    Duration rest(Allowance allowance) {
        if (todo.isEmpty()) {
            return Duration.ZERO;
        }
        // A copy that has begun keeps its view of the source open: it is brought to its end.
        return copy == null ? allowance.rest() : allowance.owed();
    }

    /** Copies a part of what is still to be copied; false if nothing is left. */
    boolean copy(Allowance allowance) {
        Route route = todo.peek();
        if (route == null) {
            return false;
        }
        FrozenReads.Copy open = copy;
        if (open == null) {
            open = begin(route);
            copy = open;
        }
        Cursor cursor = new Cursor(open.place(), 0);
        List<Row> part = open.next(allowance.rowsAtOnce(Math.min(batchSize, ROWS_MAX)));
        if (part == null) {
            SnapshotPosition place = new SnapshotPosition(open.place().token());
            store.progress(flow, epoch, route.source(), new SnapshotProgress(place, rows, true, 0));
            places.put(route.source(), open.place());
            cursors.put(route.source(), cursor);
            close();
            todo.remove();
            return true;
        }
        allowance.took(part.size(), part.stream().mapToLong(Paced::bytes).sum());
        writes(route).write(inserts(route, part), cursor.position());
        rows += part.size();
        copied += part.size();
        store.progress(flow, epoch, route.source(), new SnapshotProgress(null, rows, false, 0));
        return true;
    }

    private FrozenReads.Copy begin(Route route) {
        if (!(source instanceof FrozenReads frozen)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.CAPABILITY_MISSING,
                    "The source cannot copy " + route.source() + ", which has no key");
        }
        rows = 0;
        FrozenReads.Copy begun = frozen.freeze(route.source());
        try {
            writes(route).truncate(route.target(), new Cursor(begun.place(), 0).position());
            return begun;
        } catch (RuntimeException e) {
            begun.close();
            throw e;
        }
    }

    private List<Change> inserts(Route route, List<Row> part) {
        List<Change> changes = new ArrayList<>(part.size());
        for (Row row : part) {
            RowId id = new RowId(route.target(), SnapshotRun.values(row));
            changes.add(Change.of(id, Image.absent(), Image.whole(row), version));
        }
        return changes;
    }

    /** How many rows were copied by now. */
    long copied() {
        return copied;
    }

    /** From where on each is to be told. */
    Map<String, Position> places() {
        return Map.copyOf(places);
    }

    /** Up to where each is written, by the source's names. */
    Map<String, Position> written() {
        Map<String, Position> written = new LinkedHashMap<>();
        cursors.forEach((name, cursor) -> written.put(name, cursor.place()));
        return written;
    }

    /** One ledger for each, by the target's names, once all are copied. */
    Map<String, Ledger> ledgers(Runnable changed) {
        return routes.values().stream()
                .collect(
                        Collectors.toMap(
                                Route::target,
                                route ->
                                        new Ledger(
                                                route.target(),
                                                writes(route),
                                                batchSize,
                                                Objects.requireNonNull(cursors.get(route.source())),
                                                changed)));
    }

    private OrderedWrites writes(Route route) {
        return new OrderedWrites(target, parking, owner(flow, route.source()), epoch);
    }

    /** Lets go of a copy that is under way; it begins again. */
    @Override
    public void close() {
        FrozenReads.Copy open = copy;
        copy = null;
        if (open != null) {
            open.close();
        }
    }
}
