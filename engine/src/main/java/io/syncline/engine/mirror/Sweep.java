package io.syncline.engine.mirror;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.sync.Route;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * After lost log and a new snapshot: finds the target's rows that the source has not. Nobody told
 * their deletion and no chunk can show it. Goes by the difference of keys, because two systems may
 * order keys differently, and in bites, so that the stream is not held up. Used by the feed's lane
 * only.
 */
final class Sweep implements Aftercare {
    private static final int KEYS_AT_ONCE = 500;

    private final Lookup source;
    private final Scan target;
    private final Plan plan;
    private final Allowance allowance;
    private final Runnable swept;
    private final Departed departed;
    private final TooMany tooMany;
    private final ArrayDeque<Route> todo = new ArrayDeque<>();
    private final List<RowId> found = new ArrayList<>();
    private long seen;
    private Scan.@Nullable Rows rows;
    private boolean over;

    /** A limit on what may be deleted at once. */
    interface TooMany {
        /** Whether so many deletes of so many rows need a person's word. */
        boolean test(long deletes, long rows);

        /** All is looked through; whether a person had allowed it, this once. */
        boolean over();
    }

    /**
     * @param routes which collections of the plan to look through
     * @param allowance when and how fast to look
     * @param departed what sweeps have found lately
     * @param tooMany stops a collection's deletes
     * @param swept notes durably that all is looked at and mended
     */
    Sweep(
            Lookup source,
            Scan target,
            Plan plan,
            List<Route> routes,
            Allowance allowance,
            Departed departed,
            TooMany tooMany,
            Runnable swept) {
        this.source = source;
        this.target = target;
        this.plan = plan;
        this.allowance = allowance;
        this.departed = departed;
        this.tooMany = tooMany;
        this.swept = swept;
        // Rows that refer to others were copied after them, and go before them.
        routes.forEach(todo::addFirst);
        // What has no key was emptied before it was copied.
        todo.removeAll(Keyless.of(plan));
        // Where rows never go, nothing is too many.
        todo.removeIf(route -> plan.shape(route).appendOnly());
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public boolean bite(Consumer<RowId> gone) {
        if (todo.isEmpty()) {
            swept.run();
            if (tooMany.over()) {
                departed.forget();
            }
            over = true;
            return true;
        }
        if (allowance.rest().isPositive()) {
            return false;
        }
        Route route = todo.element();
        Shape shape = plan.shape(route);
        List<RowId> there = rows(shape.layout());
        if (there.isEmpty()) {
            close();
            limit(route);
            found.forEach(gone);
            found.clear();
            seen = 0;
            todo.remove();
            return true;
        }
        seen += there.size();
        List<Found> here = source.current(there.stream().map(shape::here).toList(), null);
        allowance.took(there.size(), 0);
        for (int i = 0; i < there.size(); i++) {
            if (!belongs(shape, here.get(i))) {
                found.add(there.get(i));
            }
        }
        return true;
    }

    private void limit(Route route) {
        long lately = departed.lately(route.target());
        long deletes = found.size() + lately;
        if (!found.isEmpty() && tooMany.test(deletes, seen + lately)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.TOO_MANY_DELETES,
                    "The source lacks %d of %d rows of %s, which would be deleted"
                            .formatted(deletes, seen + lately, route.target()));
        }
        departed.note(route.target(), found.size());
    }

    private static boolean belongs(Shape shape, Found found) {
        Row row = found instanceof Found.Seen(var image, _) ? image.row() : null;
        return row != null && (shape.keeps() || shape.row(row) != null);
    }

    private List<RowId> rows(Layout layout) {
        Scan.Rows reading = rows;
        if (reading == null) {
            reading = target.scan(layout);
            rows = reading;
        }
        List<RowId> ids = new ArrayList<>();
        for (Row row = reading.next(); row != null; row = reading.next()) {
            ids.add(new RowId(layout.collection(), SnapshotRun.key(layout, row)));
            if (ids.size() == KEYS_AT_ONCE) {
                break;
            }
        }
        return ids;
    }

    @Override
    public void close() {
        Scan.Rows reading = rows;
        rows = null;
        if (reading != null) {
            reading.close();
        }
    }
}
