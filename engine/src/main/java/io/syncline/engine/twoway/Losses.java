package io.syncline.engine.twoway;

import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.DeleteCount;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.store.Store;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many rows the tables of an end have, to tell which deletes are too many.
 *
 * @param flow whose pairs tell how many rows a table had
 * @param looked the tables as they were when the flow opened, by the end's own names
 * @param marked whether a table keeps rows that count as deleted, so that its rows are not to be
 *     counted
 */
record Losses(
        Endpoint end,
        Facing facing,
        Store store,
        String flow,
        Map<String, Layout> looked,
        Predicate<String> marked) {
    /** So many rows are counted at most: of more than these no end is emptied unnoticed. */
    private static final int KNOWN_MAX = 100_000;

    /** What counts the deletes of the end's users. */
    DeleteCount counted(Guards.Deletes limit) {
        return new DeleteCount(
                limit,
                name -> before(name, limit.rowsMin()),
                (name, live, enough) -> marked.test(name) ? live : left(name, live, enough));
    }

    private long left(String name, long live, long enough) {
        return end instanceof Counting counting
                ? counting.count(name, enough)
                : Math.max(live, now(name));
    }

    /** What the end said of a table is an estimate, and of a table that is emptied it is over. */
    private long before(String name, long least) {
        Layout layout = looked.get(name);
        long rows = layout == null ? 0 : layout.rows();
        return rows > least ? rows : Math.max(rows, known(name));
    }

    private long known(String name) {
        return store.pairs().known(flow, null, KNOWN_MAX).stream()
                .filter(id -> facing.own(id).collection().equals(name))
                .count();
    }

    private long now(String name) {
        Catalog catalog = end.catalog();
        Layout layout = catalog.find(name);
        return layout == null ? 0 : Math.max(0, layout.rows());
    }
}
