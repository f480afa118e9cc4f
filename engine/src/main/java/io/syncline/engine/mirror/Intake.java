package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the stream tells into acts, in order: many small transactions become one hand-over; a
 * key change and a truncation stand alone between barriers.
 */
final class Intake {
    private final Shaping shaping;
    private final Set<String> keyless;
    private final @Nullable SnapshotRun snapshot;
    private final MirrorMeter meter;
    private final ArrayDeque<Act> acts;
    private final Relayouts relayouts;

    private List<Change> open = new ArrayList<>();
    private List<Shaped.Bad> bad = new ArrayList<>();
    private long bytes;
    private @Nullable Position end;
    private int ended;
    private int badEnded;
    private boolean align;

    /**
     * @param shaping what becomes of changes
     * @param keyless the source's names of collections without a key
     * @param relayouts tells news of layouts from what is over
     */
    Intake(
            Shaping shaping,
            Set<String> keyless,
            @Nullable SnapshotRun snapshot,
            MirrorMeter meter,
            ArrayDeque<Act> acts,
            Relayouts relayouts) {
        this.shaping = shaping;
        this.keyless = keyless;
        this.snapshot = snapshot;
        this.meter = meter;
        this.acts = acts;
        this.relayouts = relayouts;
    }

    /** Takes one batch in. */
    void take(Batch batch) {
        switch (batch) {
            case Batch.Rows rows -> rows(rows);
            case Batch.Truncated truncated -> truncate(truncated);
            case Batch.Relayout(Layout layout) -> relayout(layout);
            case Batch.Quiet(Position position) -> passed(position);
        }
    }

    /** Everything before is applied by the layout it was told in. */
    private void relayout(Layout layout) {
        if (relayouts.news(layout)) {
            barrier(new Act.Relayout(layout.collection()));
        }
    }

    /** Hands over what was taken. */
    void close() {
        if (!open.isEmpty() || !bad.isEmpty() || end != null) {
            route();
        }
    }

    private void rows(Batch.Rows rows) {
        if (snapshot != null) {
            snapshot.told(rows.transaction());
        }
        bytes += rows.bytes();
        List<@Nullable Shaped> shaped = shaping.shape(rows.changes());
        for (int i = 0; i < shaped.size(); i++) {
            Change told = rows.changes().get(i);
            // Even if the change is dropped: a replay repeats such a transaction whole.
            boolean moves = told.from() != null && !keyless.contains(told.id().collection());
            align |= moves;
            Shaped wanted = wanted(told, shaped.get(i), rows.transaction());
            if (wanted != null) {
                take(wanted, moves);
            }
        }
        meter.read(rows.changes().size());
        meter.committed(rows.committedMillis());
        if (rows.position() != null) {
            passed(rows.position());
        }
    }

    private @Nullable Shaped wanted(Change told, @Nullable Shaped shaped, long transaction) {
        if (shaped == null || snapshot == null) {
            return shaped;
        }
        boolean goes = told.after().isAbsent() || shaped instanceof Shaped.Gone;
        Change left = snapshot.left(told, transaction, goes);
        return left == null ? null : left.equals(told) ? shaped : shaping.shape(left);
    }

    private void take(Shaped shaped, boolean moves) {
        switch (shaped) {
            case Shaped.Put(Change change) -> put(change, moves);
            case Shaped.Gone(Change change) -> {
                meter.left();
                put(change, moves);
            }
            case Shaped.Skip _ -> meter.skipped();
            case Shaped.Bad refused -> refuse(refused);
            case Shaped.Unknown _ ->
                    throw new IllegalStateException("A row that was not asked for");
        }
    }

    private void put(Change change, boolean moves) {
        // What is refused comes after all changes of its row in one hand-over.
        if (!bad.isEmpty()
                && bad.stream().anyMatch(each -> each.change().id().equals(change.id()))) {
            route();
        }
        // What is left of a key change may be partial, and must not be folded over another row.
        if (moves) {
            barrier(new Act.Alone(change));
        } else {
            open.add(change);
        }
    }

    /** A row that moved to where it is refused goes from its old key. */
    private void refuse(Shaped.Bad refused) {
        Change change = refused.change();
        RowId from = change.from();
        if (from != null) {
            barrier(
                    new Act.Alone(
                            Change.of(from, change.before(), Image.absent(), change.version())));
        }
        Change standing = Change.of(change.id(), change.before(), change.after(), change.version());
        bad.add(new Shaped.Bad(standing, refused.code(), refused.detail()));
    }

    private void truncate(Batch.Truncated truncated) {
        List<String> wanted =
                truncated.collections().stream()
                        .filter(shaping::empties)
                        .map(shaping::there)
                        .toList();
        align = true;
        if (snapshot != null) {
            snapshot.told(truncated.transaction());
            truncated.collections().forEach(snapshot::emptied);
        }
        if (!wanted.isEmpty()) {
            barrier(new Act.Truncate(wanted));
        }
    }

    private void barrier(Act act) {
        route();
        acts.add(act);
        align = true;
    }

    private void route() {
        acts.add(new Act.Route(open, bad, end, ended, badEnded, bytes));
        open = new ArrayList<>();
        bad = new ArrayList<>();
        bytes = 0;
        end = null;
        ended = 0;
        badEnded = 0;
    }

    private void passed(Position position) {
        if (snapshot != null) {
            snapshot.passed(position);
        }
        if (!align) {
            end = position;
            ended = open.size();
            badEnded = bad.size();
            return;
        }
        // No shard may store this end before all have their part: the transaction is repeated
        // whole, and what it empties belongs to all shards.
        align = false;
        close();
        acts.add(new Act.Align(position));
    }
}
