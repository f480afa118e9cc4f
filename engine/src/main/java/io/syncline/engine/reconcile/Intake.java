package io.syncline.engine.reconcile;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one end's log and notes which rows it makes dirty. Never looks at what a row became. */
final class Intake {
    /** How many changes are taken from a log before they are dealt with. */
    private static final int CHANGES_MAX = 5_000;

    private final End end;
    private final Reader reader;
    private final ReplicaId own;
    private final Predicate<Layout> news;
    private final TwoWayMeter meter;
    private final Echoes echoes;
    private Position read;
    private boolean midway;
    private boolean emptied;
    private boolean relaid;

    /**
     * @param read the place after which the reader was opened
     * @param news whether a layout that is told is not the one the loop was opened with
     * @param echoes what the loop knows already of its own writes
     */
    Intake(
            End end,
            Reader reader,
            Position read,
            Predicate<Layout> news,
            TwoWayMeter meter,
            Echoes echoes) {
        this.end = end;
        // What the sync writes there is tagged with its name at that end.
        this.own = new ReplicaId(end.flow());
        this.news = news;
        this.meter = meter;
        this.echoes = echoes;
        this.reader = reader;
        this.read = read;
    }

    /** Takes what there is, up to a bound, but never ends within a transaction. */
    void read(Backlog dirty, Duration wait) {
        int taken = 0;
        Batch batch = reader.poll(wait);
        while (batch != null) {
            taken += take(batch, dirty);
            if (taken >= CHANGES_MAX && !midway) {
                return;
            }
            batch = reader.poll(Duration.ZERO);
        }
    }

    private int take(Batch batch, Backlog dirty) {
        switch (batch) {
            case Batch.Rows rows -> {
                meter.told(rows.changes().size());
                if (end.facing().translates()) {
                    expect(rows.changes());
                }
                for (Change change : rows.changes()) {
                    note(change, rows.by(), dirty);
                    Change meant = end.facing().meant(change);
                    if (meant != null && !change.origin().equals(own)) {
                        end.deletes().take(meant, rows.committedMillis());
                    }
                }
                Position end = rows.position();
                midway = end == null;
                read = end == null ? read : end;
                return rows.changes().size();
            }
            case Batch.Quiet(Position position) -> {
                read = position;
                midway = false;
            }
            case Batch.Truncated(List<String> collections, _) -> {
                collections.forEach(each -> end.deletes().emptied(each, 0));
                emptied = true;
                midway = true;
            }
            case Batch.Relayout(Layout layout) -> relaid |= news.test(layout);
        }
        return 0;
    }

    /** All rows are asked about at once, with what they refer to. */
    private void expect(List<Change> changes) {
        List<RowId> ids = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        for (Change change : changes) {
            ids.add(change.id());
            images.add(change.after());
            ids.add(change.from() == null ? change.id() : change.from());
            images.add(change.before());
        }
        end.facing().expectOwn(ids, images);
    }

    private void note(Change change, @Nullable String by, Backlog dirty) {
        RowId from = change.from();
        RowId id = end.facing().shared(change.id());
        if (id == null) {
            return;
        }
        RowId left = from == null ? null : end.facing().shared(from);
        if (from != null && left != null) {
            Change gone = Change.of(from, change.before(), Image.absent(), change.version());
            note(left, gone, by, dirty);
        }
        if (isKnown(id, change, dirty)) {
            return;
        }
        note(id, change, by, dirty);
        if (left != null && !change.origin().equals(own)) {
            dirty.fresh().computeIfPresent(id, (_, known) -> known.movedFrom(left));
        }
    }

    /** Whether it is a write of the loop's own, to a row of which nothing else is told. */
    private boolean isKnown(RowId id, Change change, Backlog dirty) {
        return change.from() == null
                && change.origin().equals(own)
                && echoes.tellNothing(end.which(), id, end.facing().shared(id, change.after()))
                && !dirty.has(id);
    }

    private void note(RowId id, Change change, @Nullable String by, Backlog backlog) {
        Map<RowId, Dirt> dirty = backlog.fresh();
        Dirt known = dirty.getOrDefault(id, Dirt.of(id));
        Told told =
                known.told(end.which())
                        .and(
                                made(change),
                                end.facing().shared(id, change.before()),
                                end.facing().shared(id, change.after()),
                                change.origin().equals(own),
                                read,
                                by);
        Dirt now = known.with(end.which(), told);
        dirty.remove(id);
        dirty.put(id, now);
    }

    /** The change as that of the replica which made it. */
    private Change made(Change change) {
        Version told = change.version();
        return new Change(
                change.id(),
                change.from(),
                change.before(),
                change.after(),
                new Version(told.millis(), told.counter(), end.maker(told.replica())));
    }

    /** Whether a transaction has been read in part. */
    boolean midway() {
        return midway;
    }

    /** Whether a collection was emptied since this was forgotten. */
    boolean emptied() {
        return emptied;
    }

    /** What its users have deleted, if that is more than may go without a word; else null. */
    @Nullable Stop stop() {
        return end.deletes().tooMany() ? end.deletes().stop() : null;
    }

    /** What was deleted so far may go. */
    void letGo() {
        emptied = false;
        end.deletes().forget();
    }

    /** Whether the end's tables are not what they were when the loop was opened. */
    boolean relaid() {
        return relaid;
    }

    /** How far it is read. */
    Position place() {
        return read;
    }

    void acknowledge(Position place) {
        reader.acknowledge(place);
    }

    void close() {
        reader.close();
    }
}
