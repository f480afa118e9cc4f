package io.syncline.connector.jdbc.polling;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks tables in cycles: those with a change column for what is above it, in pages; those without
 * are read through part by part now and then, and a part is told if anything in it is different
 * from the time before. Used by one thread.
 */
final class PollingReader implements Reader {
    private static final int PAGE_MAX = 2_000;
    private static final int BYTES_OF_A_ROW = 400;

    private final Polled polled;
    private final Selection selection;
    private final PollingSource.Ways ways;
    private final Context context;
    private final HybridClock clock;
    private final Map<String, PolledTable> tables = new TreeMap<>();
    private final Map<String, Map<String, Long>> parts = new HashMap<>();
    private final Map<String, Layout> layouts = new HashMap<>();
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();
    private final ArrayDeque<String> todo = new ArrayDeque<>();
    private final Map<String, String> marks;
    private @Nullable SnapshotPosition part;
    private boolean cycling;
    private boolean wholeToo;
    private long cycle;
    private long begun;
    private long page;
    private long cycleAt;
    private long wholeAt;
    private volatile boolean closed;

    PollingReader(
            Polled polled,
            Selection selection,
            PollingPosition from,
            PollingSource.Ways ways,
            Context context,
            HybridClock clock) {
        this.polled = polled;
        this.selection = selection;
        this.ways = ways;
        this.context = context;
        this.clock = clock;
        this.marks = from.marks();
        this.cycle = from.cycle();
        this.page = from.page();
        this.cycleAt = context.nanos();
        this.wholeAt = cycleAt;
        polled.begin();
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        long until = context.nanos() + wait.toNanos();
        while (true) {
            if (!ready.isEmpty()) {
                return ready.remove();
            }
            if (closed) {
                throw new EndpointException(
                        Kind.TRANSIENT, Code.CONNECTION_LOST, "The polling is closed");
            }
            long now = context.nanos();
            if (cycling) {
                step();
            } else if (now >= cycleAt) {
                begin(now);
            } else if (now >= until) {
                return null;
            } else {
                context.sleep(Duration.ofNanos(Math.min(until, cycleAt) - now));
            }
        }
    }

    private void begin(long now) {
        cycling = true;
        begun = Math.max(cycle + 1, context.wallMillis());
        wholeToo = now >= wholeAt;
        todo.addAll(selection.collections());
    }

    private void step() {
        if (todo.isEmpty()) {
            end();
            return;
        }
        polled.view(
                "asking for changes",
                view -> {
                    for (Layout layout : polled.changed(view, selection.collections())) {
                        layouts.put(layout.collection(), layout);
                        ready.add(new Batch.Relayout(layout));
                    }
                    Layout layout = layouts.get(todo.element());
                    if (layout == null) {
                        throw new EndpointException(
                                Kind.TRANSIENT,
                                Code.UNKNOWN_COLLECTION,
                                "There is no table " + todo.element());
                    }
                    String column = ways.column();
                    if (column != null && layout.field(column) != null) {
                        page(view, layout, column);
                    } else if (wholeToo) {
                        part(view, layout);
                    } else {
                        todo.remove();
                    }
                    return selection;
                });
    }

    private void page(java.sql.Connection view, Layout layout, String column)
            throws java.sql.SQLException {
        PolledTable table =
                tables.computeIfAbsent(
                        layout.collection(),
                        name -> new PolledTable(marks.get(name), ways.overlap().toNanos()));
        List<Polled.Marked> rows =
                polled.since(view, layout, column, table.from(), table.after(), PAGE_MAX);
        long now = context.nanos();
        tell(layout, table.take(layout, rows, now));
        if (rows.size() < PAGE_MAX) {
            table.end(now);
            todo.remove();
        }
    }

    private void part(java.sql.Connection view, Layout layout) throws java.sql.SQLException {
        Map<String, Long> known = parts.computeIfAbsent(layout.collection(), _ -> new HashMap<>());
        Polled.Part read = polled.part(view, layout, part, PAGE_MAX);
        String place = part == null ? "" : part.token();
        long hash = RowsHash.of(read.rows());
        Long before = known.put(place, hash);
        if (before == null || before != hash) {
            tell(layout, read.rows());
        }
        part = read.next();
        if (part == null) {
            todo.remove();
        }
    }

    private void tell(Layout layout, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Header names = Header.of(layout.key());
        List<Change> changes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RowId id = PolledTable.id(layout, row);
            Image before = Image.partial(Row.of(names, id.key()));
            changes.add(Change.of(id, before, Image.whole(row), clock.next()));
        }
        page++;
        long bytes = (long) BYTES_OF_A_ROW * changes.size();
        ready.add(new Batch.Rows(changes, 0, place(), 0, bytes));
    }

    private void end() {
        cycling = false;
        cycle = begun;
        page = 0;
        long now = context.nanos();
        cycleAt = now + ways.every().toNanos();
        wholeAt = wholeToo ? now + ways.wholeEvery().toNanos() : wholeAt;
        ready.add(new Batch.Quiet(place()));
    }

    private Position place() {
        Map<String, String> from = new TreeMap<>(marks);
        tables.forEach(
                (name, table) -> {
                    String mark = table.from();
                    if (mark != null) {
                        from.put(name, mark);
                    }
                });
        return new PollingPosition(cycle, page, Objects.requireNonNull(from)).position();
    }

    /** Nothing is kept at the source. */
    @Override
    public void acknowledge(Position position) {}

    @Override
    public void close() {
        closed = true;
    }
}
