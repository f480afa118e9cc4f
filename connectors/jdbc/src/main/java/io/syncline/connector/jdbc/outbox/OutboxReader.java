package io.syncline.connector.jdbc.outbox;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells an outbox. It is looked at now and then; what is there and was not told is told in rounds.
 * The entries and the rows they lead to are read in one view, so a round that fits in one part
 * brings the target to what the source was at one moment.
 *
 * <p>An entry leaves the outbox only once its effects are durable, and whatever is in the outbox
 * and was not told is told: no order of the numbers is relied on, so a transaction that commits
 * late, with lower numbers than others before it, is not passed over. A crash tells again what was
 * told; that does no harm, because rows are told as they are.
 */
final class OutboxReader implements Reader {
    private static final int LOOK_MAX = 20_000;
    private static final int PART_MAX = 2_000;

    /** So many told entries may wait for their effects to be durable. */
    private static final int WAITING_MAX = 200_000;

    private static final int REMOVE_AT = 1_000;
    private static final long REMOVE_NANOS = 1_000_000_000L;
    private static final long WATCH_NANOS = 5_000_000_000L;

    private final Outbox outbox;
    private final Selection selection;
    private final OutboxProgress progress;
    private final KeyChanges changes;
    private final Context context;
    private final long everyNanos;
    private final Map<String, Layout> layouts = new HashMap<>();
    private final ArrayDeque<Outbox.Entry> rest = new ArrayDeque<>();
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();
    private boolean whole;
    private boolean quiet;
    private long lookAt;
    private long removedAt;
    private long watchedAt;
    private volatile boolean closed;

    OutboxReader(
            Outbox outbox,
            Selection selection,
            OutboxProgress progress,
            KeyChanges changes,
            Context context,
            Duration every) {
        this.outbox = outbox;
        this.selection = selection;
        this.progress = progress;
        this.changes = changes;
        this.context = context;
        this.everyNanos = every.toNanos();
        long now = context.nanos();
        this.lookAt = now;
        this.removedAt = now;
        this.watchedAt = now;
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
                        Kind.TRANSIENT, Code.CONNECTION_LOST, "The outbox's reader is closed");
            }
            long now = context.nanos();
            keep(now);
            if (now >= lookAt) {
                look();
                lookAt = rest.isEmpty() ? context.nanos() + everyNanos : now;
            } else if (now >= until) {
                return null;
            } else {
                context.sleep(Duration.ofNanos(Math.min(until, lookAt) - now));
            }
        }
    }

    /** What has to be done now and then, whether anything is told or not. */
    private void keep(long now) {
        if (now - watchedAt > WATCH_NANOS) {
            watchedAt = now;
            if (!outbox.intact(selection)) {
                throw OutboxSource.changed(selection.flow());
            }
        }
        synchronized (progress) {
            int count = progress.removableCount();
            if (count >= REMOVE_AT || count > 0 && now - removedAt > REMOVE_NANOS) {
                removedAt = now;
                outbox.delete(selection.flow(), progress.removable());
                progress.removed();
            }
        }
    }

    private void look() {
        synchronized (progress) {
            if (rest.isEmpty() && progress.remembered() > WAITING_MAX) {
                return;
            }
            outbox.view(
                    "reading the outbox",
                    view -> {
                        if (rest.isEmpty()) {
                            begin(view);
                        }
                        if (!rest.isEmpty()) {
                            part(view);
                        }
                        return selection;
                    });
        }
    }

    private void begin(Connection view) throws SQLException {
        String flow = selection.flow();
        List<Long> late = new ArrayList<>();
        for (long number : outbox.upTo(view, flow, progress.highest())) {
            if (!progress.has(number) && late.size() < LOOK_MAX) {
                late.add(number);
            }
        }
        if (!late.isEmpty()) {
            rest.addAll(outbox.these(view, flow, late));
        }
        List<Outbox.Entry> fresh = outbox.after(view, flow, progress.highest(), LOOK_MAX);
        rest.addAll(fresh);
        whole = fresh.size() < LOOK_MAX && late.size() < LOOK_MAX;
        if (rest.isEmpty()) {
            rested();
            return;
        }
        quiet = false;
        progress.begin();
        // What was put there since is noted, too, and told after this.
        List<String> emptied =
                rest.stream()
                        .filter(entry -> entry.key() == null && wanted(entry))
                        .map(Outbox.Entry::collection)
                        .distinct()
                        .toList();
        if (!emptied.isEmpty()) {
            ready.add(new Batch.Truncated(emptied, 0));
        }
    }

    /** Nothing is left: said once, so that whoever waits for what is committed by now goes on. */
    private void rested() {
        if (!quiet) {
            quiet = true;
            ready.add(new Batch.Quiet(progress.tell(List.of(), true).position()));
        }
    }

    private boolean wanted(Outbox.Entry entry) {
        return selection.collections().contains(entry.collection());
    }

    private void part(Connection view) throws SQLException {
        for (Layout layout : outbox.changed(view, selection.collections())) {
            layouts.put(layout.collection(), layout);
            ready.add(new Batch.Relayout(layout));
        }
        List<Long> numbers = new ArrayList<>();
        List<KeyChanges.Noted> notes = new ArrayList<>();
        while (!rest.isEmpty() && numbers.size() < PART_MAX) {
            Outbox.Entry entry = rest.remove();
            numbers.add(entry.number());
            List<String> key = entry.key();
            if (key != null && wanted(entry)) {
                Layout layout = Objects.requireNonNull(layouts.get(entry.collection()));
                List<String> former = entry.former();
                notes.add(
                        new KeyChanges.Noted(
                                layout,
                                outbox.id(layout, key),
                                former == null ? null : outbox.id(layout, former)));
            }
        }
        List<Change> told = changes.of(notes, ids -> outbox.rows(view, ids));
        OutboxPosition position = progress.tell(numbers, whole && rest.isEmpty());
        ready.add(new Batch.Rows(told, 0, position.position(), 0, KeyChanges.bytes(told)));
    }

    @Override
    public void acknowledge(Position position) {
        OutboxPosition place = OutboxPosition.of(position);
        if (place != null) {
            synchronized (progress) {
                progress.acknowledge(place);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
