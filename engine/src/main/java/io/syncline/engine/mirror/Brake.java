package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Source;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that stops before it hands over mass deletes. A transaction is held until its end is
 * told, up to a bound; once a table would lose too many rows nothing more is handed over, only
 * counted, to show a person all that would go. Then the flow is held, and what was read is read
 * again after the person's word.
 *
 * <p>So of a transaction within the bound nothing is applied. Of a larger one, and of a burst of
 * many, fewer rows of each table than the limit are gone by then. What a run before has stored, and
 * what was released, is not counted.
 */
final class Brake implements Reader {
    /** A transaction that is larger is handed over before its end is known. */
    static final long HELD_BYTES_MAX = 32L << 20;

    /** How much is counted, at most, to show a burst as a whole. */
    private static final int COUNTED_MAX = 5_000_000;

    /** How long what was handed over before may take to be applied; then it is read again. */
    private static final Duration SETTLED_TIME = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration COUNTED_TIME = Duration.ofSeconds(5);

    private final Reader reader;
    private final Source source;
    private final Holds holds;
    private final DeleteCount deletes;
    private final Context context;
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();
    private final List<Batch> held = new ArrayList<>();
    private final @Nullable Position free;
    private long heldBytes;
    private boolean counting;
    private boolean inside;
    private boolean tripped;
    private long trippedAt;
    private long counted;
    private long millis;
    private @Nullable Position end;
    private @Nullable Position handed;
    private @Nullable Position acknowledged;
    private boolean pull;
    private long pullAt;

    /**
     * @param reader the stream; closed with this
     * @param from where it begins
     * @param free up to here nothing is counted, because it was stored or released; null:
     *     everything
     */
    Brake(
            Reader reader,
            Source source,
            Position from,
            @Nullable Position free,
            Holds holds,
            DeleteCount deletes,
            Context context) {
        this.reader = reader;
        this.source = source;
        this.holds = holds;
        this.deletes = deletes;
        this.context = context;
        this.free = free;
        this.counting = free == null || source.covers(from, free);
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        Duration patience = wait;
        while (ready.isEmpty()) {
            if (counted()) {
                return settled(wait);
            }
            Batch batch = reader.poll(patience);
            if (batch == null) {
                if (tripped && !inside) {
                    pull = true;
                    continue;
                }
                return null;
            }
            patience = Duration.ZERO;
            if (onlyNames(batch)) {
                // A chunk that is read next has to show the transaction.
                return batch;
            }
            if (counting) {
                take(batch);
            } else {
                pass(batch);
            }
        }
        return ready.poll();
    }

    private static boolean onlyNames(Batch batch) {
        return batch instanceof Batch.Rows rows
                && rows.changes().isEmpty()
                && rows.position() == null;
    }

    private boolean counted() {
        pull |= tripped && !inside && countedEnough();
        return pull;
    }

    /** What was handed over before is applied first, if that can be waited for. */
    private @Nullable Batch settled(Duration wait) {
        Position last = handed;
        long now = context.nanos();
        pullAt = pullAt == 0 ? now : pullAt;
        if (last == null
                || acknowledged != null && source.covers(acknowledged, last)
                || now - pullAt > SETTLED_TIME.toNanos()) {
            throw holds.pull(deletes.stop(), end);
        }
        context.sleep(wait.compareTo(PAUSE) > 0 ? PAUSE : wait);
        return null;
    }

    /**
     * Up to the place that is free nothing is counted. Of a part of a transaction nobody knows yet
     * on which side of it it lies: it is counted until its end says that it need not be.
     */
    private void pass(Batch batch) {
        Position place = place(batch);
        if (place == null || free == null || !source.covers(free, place)) {
            counting = place != null;
            take(batch);
            return;
        }
        deletes.forget();
        handed = place;
        inside = false;
        hold(batch);
        counting = source.covers(place, free);
    }

    private static @Nullable Position place(Batch batch) {
        return switch (batch) {
            case Batch.Rows rows -> rows.position();
            case Batch.Quiet(Position position) -> position;
            case Batch.Truncated _, Batch.Relayout _ -> null;
        };
    }

    private void take(Batch batch) {
        count(batch);
        Position place = place(batch);
        inside = place == null && (inside || !(batch instanceof Batch.Relayout));
        if (place != null) {
            end = place;
        }
        if (counting) {
            look();
        }
        if (!tripped) {
            handed = place == null ? handed : place;
            hold(batch);
        }
    }

    private void look() {
        if (!tripped && deletes.tooMany()) {
            tripped = true;
            trippedAt = context.nanos();
            held.clear();
        }
    }

    /** Keeps a part back until its transaction is known, as far as memory allows. */
    private void hold(Batch batch) {
        held.add(batch);
        heldBytes += batch instanceof Batch.Rows rows ? rows.bytes() : 0;
        if (!inside || heldBytes > HELD_BYTES_MAX) {
            handOver();
        }
    }

    private void handOver() {
        ready.addAll(held);
        held.clear();
        heldBytes = 0;
    }

    private boolean countedEnough() {
        return counted > COUNTED_MAX || context.nanos() - trippedAt > COUNTED_TIME.toNanos();
    }

    private void count(Batch batch) {
        switch (batch) {
            case Batch.Rows rows -> {
                millis = Math.max(millis, rows.committedMillis());
                counted += rows.changes().size();
                for (Change change : rows.changes()) {
                    deletes.take(change, millis);
                }
            }
            case Batch.Truncated truncated ->
                    truncated.collections().forEach(name -> deletes.emptied(name, millis));
            case Batch.Relayout _, Batch.Quiet _ -> {}
        }
    }

    @Override
    public boolean catchesUp() {
        return reader.catchesUp();
    }

    @Override
    public void acknowledge(Position position) {
        acknowledged = position;
        reader.acknowledge(position);
    }

    @Override
    public void close() {
        reader.close();
    }
}
