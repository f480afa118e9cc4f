package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Skips, after a restart, what each shard has stored already. The shards' checkpoints may differ,
 * so until the stream has passed the latest of them a transaction is held until its end is known: a
 * shard that has stored the end must not see the beginning again. A transaction that needed a
 * barrier (a key change, a truncation) is repeated whole or not at all: after it all checkpoints
 * are made equal before anything else is applied.
 */
final class Replay {
    private final Source source;
    private final Position latest;
    private final Position least;
    private final Function<Change, Position> storedFor;
    private final Map<String, Position> ledgers;
    private final List<Batch> held = new ArrayList<>();
    private boolean over;

    /**
     * @param from where the stream begins
     * @param least the earliest checkpoint of the shards
     * @param latest the latest checkpoint of the shards
     * @param storedFor the checkpoint, when the mirror began, of the shard that has a change's row
     * @param ledgers how far collections without a key had come then, by the source's names; what
     *     they have of a transaction that goes on, they skip themselves
     */
    Replay(
            Source source,
            Position from,
            Position least,
            Position latest,
            Function<Change, Position> storedFor,
            Map<String, Position> ledgers) {
        this.source = source;
        this.least = least;
        this.latest = latest;
        this.storedFor = storedFor;
        this.ledgers = Map.copyOf(ledgers);
        this.over = source.covers(from, latest);
    }

    /** What is left of a batch, and of those held before it, once it may be handed over. */
    List<Batch> pass(Batch batch) {
        if (over) {
            return List.of(batch);
        }
        return switch (batch) {
            case Batch.Truncated _ -> hold(batch);
            case Batch.Relayout _ -> List.of(batch);
            case Batch.Quiet(Position position) -> {
                List<Batch> left = new ArrayList<>(release(position));
                left.add(batch);
                yield left;
            }
            case Batch.Rows rows -> {
                hold(batch);
                yield rows.position() == null ? List.of() : release(rows.position());
            }
        };
    }

    /** Whether the stream has passed all that any shard has stored. */
    boolean over() {
        return over;
    }

    private List<Batch> hold(Batch batch) {
        held.add(batch);
        return List.of();
    }

    private List<Batch> release(Position end) {
        List<Batch> whole = List.copyOf(held);
        held.clear();
        over = source.covers(end, latest);
        boolean barrier = whole.stream().anyMatch(this::needsBarrier);
        boolean again = barrier && !source.covers(least, end);
        List<Batch> left = new ArrayList<>();
        for (Batch batch : whole) {
            switch (batch) {
                case Batch.Rows rows ->
                        left.add(
                                withChanges(
                                        rows,
                                        rows.changes().stream()
                                                .filter(
                                                        change ->
                                                                wanted(change, end, barrier, again))
                                                .toList()));
                case Batch.Truncated truncated -> {
                    List<String> wanted =
                            truncated.collections().stream()
                                    .filter(name -> wanted(name, end, again))
                                    .toList();
                    // Its transaction is told all the same: every chunk has to show it.
                    left.add(
                            wanted.isEmpty()
                                    ? new Batch.Rows(List.of(), truncated.transaction(), null, 0, 0)
                                    : new Batch.Truncated(wanted, truncated.transaction()));
                }
                case Batch.Relayout _, Batch.Quiet _ -> {}
            }
        }
        return left;
    }

    private boolean wanted(Change change, Position end, boolean barrier, boolean again) {
        String collection = change.id().collection();
        return ledgers.containsKey(collection)
                ? wanted(collection, end, again)
                : again || !barrier && !source.covers(storedFor.apply(change), end);
    }

    private boolean wanted(String collection, Position end, boolean again) {
        Position written = ledgers.get(collection);
        return written == null ? again : !source.covers(written, end);
    }

    private boolean needsBarrier(Batch batch) {
        return switch (batch) {
            case Batch.Truncated _ -> true;
            case Batch.Rows rows ->
                    rows.changes().stream()
                            .anyMatch(
                                    change ->
                                            change.from() != null
                                                    && !ledgers.containsKey(
                                                            change.id().collection()));
            case Batch.Relayout _, Batch.Quiet _ -> false;
        };
    }

    private static Batch withChanges(Batch.Rows rows, List<Change> changes) {
        return new Batch.Rows(
                changes, rows.transaction(), rows.position(), rows.committedMillis(), rows.bytes());
    }
}
