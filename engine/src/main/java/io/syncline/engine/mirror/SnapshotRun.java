package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot of one flow, while its stream runs. Decides which chunk is good and which changes a
 * chunk already shows.
 *
 * <p>A chunk is good only if it shows every transaction that the stream has told so far: a log
 * position cannot say so, because a committed and already told transaction may be invisible to a
 * later read. Of the transactions told afterwards, those that the chunk shows are dropped for the
 * chunk's keys. Changes of a collection that has no chunk yet are dropped, because its first chunk
 * has to show them; only what removes a row is told. Used by the feed's lane only.
 */
final class SnapshotRun {
    /** How far the copy of a collection is before its first chunk. */
    static final SnapshotProgress NOT_BEGUN = new SnapshotProgress(null, 0, false, 0);

    private final Snapshots snapshots;
    private final Source source;
    private final Store store;
    private final String flow;
    private final long epoch;
    private final Plan plan;
    private final Version version;
    private final Allowance allowance;
    private final @Nullable Position since;
    private final Turns todo;
    private final Map<String, SnapshotProgress> progress = new LinkedHashMap<>();
    private final Set<String> before = new HashSet<>();
    private final Set<Long> told = new HashSet<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<ChunkTicket> tickets = new ArrayList<>();
    private final Map<String, Long> begun = new HashMap<>();
    private final ChunkSize size = new ChunkSize();
    private @Nullable Position streamed;

    /**
     * @param parents of each collection those that it refers to at the target, by the source's
     *     names
     * @param since has to be stored before a first chunk: a change of a table gives rows values
     *     that nobody tells, and rows of before, told again, would take them away
     */
    SnapshotRun(
            Snapshots snapshots,
            Source source,
            Store store,
            String flow,
            long epoch,
            Plan plan,
            Version version,
            Allowance allowance,
            Map<String, Set<String>> parents,
            @Nullable Position since) {
        this.todo = new Turns(parents);
        this.since = since;
        this.snapshots = snapshots;
        this.source = source;
        this.store = store;
        this.flow = flow;
        this.epoch = epoch;
        this.plan = plan;
        this.version = version;
        this.allowance = allowance;
        Map<String, SnapshotProgress> stored = store.progress(flow);
        plan.routes()
                .forEach(
                        route -> {
                            SnapshotProgress so = stored.getOrDefault(route.source(), NOT_BEGUN);
                            progress.put(route.source(), so);
                            if (so.done()) {
                                before.add(route.source());
                            } else {
                                todo.add(route.source());
                            }
                        });
    }

    /** Whether all rows are read; they may not be applied yet. */
    boolean allRead() {
        return todo.isEmpty();
    }

    /** Whether all rows are applied and the stream has passed every chunk. */
    boolean done() {
        return todo.isEmpty() && tickets.isEmpty() && shown.isEmpty();
    }

    /**
     * Whether the stream has to go on before another chunk is read: bounds what is remembered of
     * chunks, and keeps to what may be read of the source. So has a flow that stored too little.
     */
    boolean mustStreamFirst(Position stored) {
        boolean early = since != null && !begun(todo.next()) && !source.covers(stored, since);
        return early || shown.size() > 2 || allowance.rest().isPositive();
    }

    /** The collection of the next chunk, by the target's name. */
    String next() {
        return Objects.requireNonNull(plan.shapes().get(todo.next())).layout().collection();
    }

    Map<String, SnapshotProgress> progress() {
        return progress;
    }

    /** Takes note of a transaction of the stream. */
    void told(long transaction) {
        if (transaction != 0 && !todo.isEmpty()) {
            told.add(transaction);
        }
    }

    /**
     * What is left to apply of a change (by the source's names), or null if a chunk shows it or has
     * to show it. A row that goes is always told: an earlier run may have copied it.
     *
     * @param goes whether the target is not to have the row after the change
     */
    @Nullable Change left(Change change, long transaction, boolean goes) {
        RowId from = change.from();
        boolean put =
                begun(change.id().collection()) && !inChunk(change.id(), transaction)
                        || goes && !begun(change.id().collection());
        if (from == null) {
            return put ? change : null;
        }
        if (inChunk(from, transaction)) {
            return put
                    ? Change.of(change.id(), change.before(), change.after(), change.version())
                    : null;
        }
        return put ? change : Change.of(from, change.before(), Image.absent(), change.version());
    }

    private boolean inChunk(RowId id, long transaction) {
        for (Shown chunk : shown) {
            if (chunk.shows(id, transaction)) {
                return true;
            }
        }
        return false;
    }

    /** A collection is emptied: what its chunks show came later, and is told again. */
    void emptied(String collection) {
        shown.forEach(chunk -> chunk.forget(collection));
    }

    /** Whether some rows of a collection are copied, and the stream has not passed all of them. */
    boolean copies(String collection) {
        SnapshotProgress so = progress.get(collection);
        return so != null && !done() && begun(collection) && !before.contains(collection);
    }

    private boolean begun(String collection) {
        SnapshotProgress so = progress.get(collection);
        return so == null || so.done() || so.position() != null;
    }

    /** The stream has told everything up to here. */
    void passed(Position position) {
        streamed = position;
        shown.removeIf(chunk -> source.covers(position, chunk.until()));
    }

    /**
     * Reads the next chunk.
     *
     * @param loads whether chunks like it may go to the target as a whole
     * @return null if it does not show all that was told: read again soon
     */
    @Nullable ChunkRead read(Context context, Predicate<ChunkRead> loads) {
        String collection = todo.next();
        SnapshotProgress so = Objects.requireNonNull(progress.get(collection));
        // With the time of earlier processes, and without that between them.
        long began =
                begun.computeIfAbsent(collection, _ -> context.nanos() - so.millis() * 1_000_000);
        Shape shape = Objects.requireNonNull(plan.shapes().get(collection));
        int atMost = allowance.rowsAtOnce(size.of(collection));
        Chunk chunk = snapshots.chunk(collection, shape.filter(), so.position(), atMost);
        allowance.took(chunk.rows().size(), chunk.bytes());
        if (!showsAllTold(chunk.view())) {
            size.tooLate(collection);
            return null;
        }
        told.clear();
        Layout layout = Objects.requireNonNull(plan.layouts().get(collection));
        ChunkRead read = new ChunkRead(layout, chunk, shape, version);
        size.read(collection, chunk.rows().size(), chunk.bytes(), loads.test(read));
        if (streamed == null || !source.covers(streamed, chunk.until())) {
            shown.add(Shown.of(read));
        }
        boolean last = chunk.next() == null;
        long millis = (context.nanos() - began) / 1_000_000;
        progress.put(
                collection,
                new SnapshotProgress(chunk.next(), so.rows() + read.count(), last, millis));
        todo.taken(last);
        return read;
    }

    /** Remembers a chunk on its way to the shards. */
    void sent(ChunkTicket ticket) {
        tickets.add(ticket);
    }

    /** Notes durably what has been applied; in order, so that a crash never skips a chunk. */
    void checkpoint(Map<String, SnapshotProgress> durable) {
        Iterator<ChunkTicket> each = tickets.iterator();
        while (each.hasNext()) {
            ChunkTicket ticket = each.next();
            if (!ticket.durable()) {
                return;
            }
            each.remove();
            SnapshotProgress so = durable.getOrDefault(ticket.collection, NOT_BEGUN);
            SnapshotProgress now =
                    new SnapshotProgress(
                            ticket.next,
                            so.rows() + ticket.rows,
                            ticket.next == null,
                            Objects.requireNonNull(progress.get(ticket.collection)).millis());
            store.progress(flow, epoch, ticket.collection, now);
            durable.put(ticket.collection, now);
        }
    }

    /**
     * A transaction seen once is seen by every later view, so only what was told since the last
     * good chunk is asked.
     */
    private boolean showsAllTold(Chunk.View view) {
        for (long transaction : told) {
            if (!view.sees(transaction)) {
                return false;
            }
        }
        return true;
    }

    static List<Value> key(Layout layout, Row row) {
        List<Value> key = new ArrayList<>(layout.key().size());
        for (String name : layout.key()) {
            key.add(
                    Objects.requireNonNull(
                            row.get(name),
                            () -> "A row of " + layout.collection() + " without its key"));
        }
        return key;
    }

    /** All values of a row: what identifies it where there is no key. */
    static List<Value> values(Row row) {
        List<Value> values = new ArrayList<>(row.header().size());
        for (int i = 0; i < row.header().size(); i++) {
            values.add(row.at(i));
        }
        return values;
    }
}
