package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the stream tells into acts, in order: many small transactions become one hand-over; a
 * key change and a truncation stand alone between barriers.
 */
final class Intake {
    private final Map<String, String> targets;
    private final Set<String> keyless;
    private final @Nullable SnapshotRun snapshot;
    private final MirrorMeter meter;
    private final ArrayDeque<Act> acts;

    private List<Change> open = new ArrayList<>();
    private long bytes;
    private @Nullable Position end;
    private int ended;
    private boolean align;
    private int changes;

    /**
     * @param targets the target's names by the source's
     * @param keyless the source's names of collections without a key
     */
    Intake(
            Map<String, String> targets,
            Set<String> keyless,
            @Nullable SnapshotRun snapshot,
            MirrorMeter meter,
            ArrayDeque<Act> acts) {
        this.targets = targets;
        this.keyless = keyless;
        this.snapshot = snapshot;
        this.meter = meter;
        this.acts = acts;
    }

    /** Takes one batch in. */
    void take(Batch batch) {
        switch (batch) {
            case Batch.Rows rows -> rows(rows);
            case Batch.Truncated truncated -> truncate(truncated);
            case Batch.Relayout _ -> {}
            case Batch.Quiet(Position position) -> passed(position);
        }
    }

    /** How many changes were taken since the last hand-over. */
    int changes() {
        return changes;
    }

    /** Hands over what was taken. */
    void close() {
        if (!open.isEmpty() || end != null) {
            route();
        }
        changes = 0;
    }

    private void rows(Batch.Rows rows) {
        if (snapshot != null) {
            snapshot.told(rows.transaction());
        }
        bytes += rows.bytes();
        for (Change told : rows.changes()) {
            // Even if the change is dropped: a replay repeats such a transaction whole.
            boolean moves = told.from() != null && !keyless.contains(told.id().collection());
            align |= moves;
            Change change = wanted(told, rows.transaction());
            if (change == null) {
                continue;
            }
            // What is left of a key change may be partial, and must not be folded over another row.
            if (moves) {
                barrier(new Act.Alone(rename(change)));
            } else {
                open.add(rename(change));
            }
        }
        changes += rows.changes().size();
        meter.read(rows.changes().size());
        meter.committed(rows.committedMillis());
        if (rows.position() != null) {
            passed(rows.position());
        }
    }

    private @Nullable Change wanted(Change change, long transaction) {
        if (!targets.containsKey(change.id().collection())) {
            return null;
        }
        return snapshot == null ? change : snapshot.left(change, transaction);
    }

    private void truncate(Batch.Truncated truncated) {
        List<String> wanted =
                truncated.collections().stream()
                        .filter(targets::containsKey)
                        .map(this::target)
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
        acts.add(new Act.Route(open, end, ended, bytes));
        open = new ArrayList<>();
        bytes = 0;
        end = null;
        ended = 0;
    }

    private void passed(Position position) {
        if (snapshot != null) {
            snapshot.passed(position);
        }
        if (!align) {
            end = position;
            ended = open.size();
            return;
        }
        // No shard may store this end before all have their part: the transaction is repeated
        // whole, and what it empties belongs to all shards.
        align = false;
        close();
        acts.add(new Act.Align(position));
    }

    private Change rename(Change change) {
        RowId id = change.id();
        RowId from = change.from();
        if (from == null && target(id.collection()).equals(id.collection())) {
            return change;
        }
        return new Change(
                rename(id),
                from == null ? null : rename(from),
                change.before(),
                change.after(),
                change.version());
    }

    private RowId rename(RowId id) {
        return new RowId(target(id.collection()), id.key());
    }

    /** A change of the snapshot or the stream by the target's name. */
    Change renamed(Change change) {
        return rename(change);
    }

    private String target(String collection) {
        return Objects.requireNonNull(
                targets.get(collection), () -> "Nobody asked for " + collection);
    }
}
