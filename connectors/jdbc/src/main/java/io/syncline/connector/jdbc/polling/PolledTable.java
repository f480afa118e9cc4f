package io.syncline.connector.jdbc.polling;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a table with a change column. A transaction may commit a lower value after
 * a higher one was seen, so each pass begins again at the highest value that was seen one overlap
 * ago; rows of that stretch that are as they were told are not told again. Used by one thread.
 */
final class PolledTable {
    /** Rows beyond are told again each time: that costs, and harms nothing. */
    private static final int REMEMBERED_MAX = 50_000;

    private record Note(long nanos, String mark) {}

    private final long overlapNanos;
    private final Deque<Note> notes = new ArrayDeque<>();
    private Map<RowId, Row> told = Map.of();
    private Map<RowId, Row> seen = new HashMap<>();
    private @Nullable String from;
    private Polled.@Nullable Marked after;

    /**
     * @param from from which value on it has to be asked; null for all
     */
    PolledTable(@Nullable String from, long overlapNanos) {
        this.from = from;
        this.overlapNanos = overlapNanos;
    }

    /** From which value on it has to be asked after a crash; null for all. */
    @Nullable String from() {
        return from;
    }

    /** Where the pass has come to; null at its beginning. */
    Polled.@Nullable Marked after() {
        return after;
    }

    /** Takes a page of the pass; the rows of it that were not told as they are. */
    List<Row> take(Layout layout, List<Polled.Marked> page, long nanos) {
        List<Row> fresh = new ArrayList<>();
        for (Polled.Marked each : page) {
            RowId id = id(layout, each.row());
            Row known = told.get(id);
            if (known == null || !each.row().equals(known)) {
                fresh.add(each.row());
            }
            if (seen.size() < REMEMBERED_MAX) {
                seen.put(id, each.row());
            }
            after = each;
        }
        if (!page.isEmpty()) {
            notes.add(new Note(nanos, page.getLast().mark()));
        }
        return fresh;
    }

    /** The pass is over: the next begins where it has to. */
    void end(long nanos) {
        told = seen;
        seen = new HashMap<>();
        after = null;
        while (!notes.isEmpty() && nanos - notes.getFirst().nanos() >= overlapNanos) {
            from = notes.removeFirst().mark();
        }
    }

    static RowId id(Layout layout, Row row) {
        List<Value> key = new ArrayList<>();
        for (String name : layout.key()) {
            key.add(Objects.requireNonNull(row.get(name)));
        }
        return new RowId(layout.collection(), key);
    }
}
