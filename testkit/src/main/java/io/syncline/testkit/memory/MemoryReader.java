package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.Choices;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one flow from a {@link MemoryDatabase}'s log: as a stream, or in bulk where its source lets
 * it, and goes over from one to the other between two transactions. Turns, splits and delays by
 * chance.
 */
final class MemoryReader implements Reader {
    private final MemoryDatabase database;
    private final Selection selection;
    private final Weather weather;
    private final Choices any;
    private final ArrayDeque<Batch> before = new ArrayDeque<>();
    private final ArrayDeque<Batch> parts = new ArrayDeque<>();
    private final Map<String, Optional<Layout>> layouts = new HashMap<>();
    private final Map<String, Layout> told = new HashMap<>();
    private final MemorySource owner;
    private @Nullable MemoryBulk bulk;
    private long at;
    private boolean toldQuiet;

    MemoryReader(
            MemorySource owner,
            MemoryDatabase database,
            Selection selection,
            long after,
            Weather weather,
            Choices any) {
        this.owner = owner;
        this.database = database;
        this.selection = selection;
        this.at = after;
        for (Commit commit : database.invisibleUpTo(after)) {
            before.add(new Batch.Rows(List.of(), commit.transaction(), null, 0, 0));
        }
        this.weather = weather;
        this.any = any;
        this.bulk = owner.bulk() && any.chance(50) ? ahead() : null;
        if (bulk == null) {
            owner.streams(selection.flow(), this);
        }
    }

    /** Reads on in bulk from here; null if the server does not let it. */
    private @Nullable MemoryBulk ahead() {
        try {
            return new MemoryBulk(owner, database, selection.flow(), at, weather, any);
        } catch (EndpointException e) {
            return null;
        }
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        weather.before("poll");
        if (bulk == null) {
            open();
        }
        if (!before.isEmpty()) {
            // At once: a chunk may be read after the first poll.
            return before.poll();
        }
        if (owner.silent()) {
            return null;
        }
        if (parts.isEmpty()) {
            turn();
        }
        Commit next = parts.isEmpty() ? next() : null;
        if (next != null) {
            cut(next);
            at = next.number();
            toldQuiet = false;
        } else if (parts.isEmpty() && at == size() && (!toldQuiet || any.chance(20))) {
            toldQuiet = true;
            return new Batch.Quiet(new Position(Long.toString(at)));
        }
        if (!parts.isEmpty() && owner.slow() && any.chance(20)) {
            return null;
        }
        return parts.poll();
    }

    /** Goes over to the other way of reading, if it is time to. */
    private void turn() {
        MemoryBulk now = bulk;
        if (now != null ? !now.over() : !owner.bulk() || at == size() || any.chance(85)) {
            return;
        }
        weather.before("turn");
        if (now != null) {
            bulk = null;
            owner.streams(selection.flow(), this);
        } else {
            bulk = ahead();
            if (bulk != null) {
                owner.closed(selection.flow(), this);
            }
        }
        weather.after("turn");
    }

    /** The next transaction, unless there is none yet or it takes its time. */
    private @Nullable Commit next() {
        MemoryBulk now = bulk;
        if (now == null && at == size() || owner.slow() && any.chance(40)) {
            return null;
        }
        return now == null ? database.log().get((int) at) : now.next();
    }

    private int size() {
        return database.log().size();
    }

    private void cut(Commit commit) {
        Position end = new Position(Long.toString(commit.number()));
        List<Change> open = new ArrayList<>();
        for (Commit.Step step : commit.steps()) {
            switch (step) {
                case Commit.Step.Emptied(String collection) -> {
                    if (tells(collection, commit)) {
                        flush(open, commit);
                        parts.add(new Batch.Truncated(List.of(collection), commit.transaction()));
                    }
                }
                case Commit.Step.Altered altered ->
                        layouts.put(altered.collection(), Optional.ofNullable(altered.layout()));
                case Commit.Step.Row(Change change, _) -> {
                    if (tells(change.id().collection(), commit)) {
                        relayout(change.id().collection(), open, commit);
                        open.add(change);
                        if (owner.splits() && any.chance(30)) {
                            flush(open, commit);
                        }
                    }
                }
            }
        }
        if (open.isEmpty() && any.chance(50)) {
            parts.add(new Batch.Quiet(end));
        } else {
            parts.add(new Batch.Rows(open, commit.transaction(), end, 0, open.size() * 10L));
        }
    }

    private boolean tells(String collection, Commit commit) {
        return selection.collections().contains(collection)
                && database.tells(selection.flow(), collection, commit);
    }

    /** A layout is told before the first row of it. */
    private void relayout(String collection, List<Change> open, Commit commit) {
        if (!database.altered()) {
            return;
        }
        Layout layout =
                layouts.computeIfAbsent(
                                collection,
                                name ->
                                        Optional.ofNullable(
                                                database.layoutBefore(name, commit.number())))
                        .orElseThrow();
        if (!layout.equals(told.put(collection, layout))) {
            flush(open, commit);
            parts.add(new Batch.Relayout(layout));
        }
    }

    private void flush(List<Change> open, Commit commit) {
        if (!open.isEmpty()) {
            parts.add(
                    new Batch.Rows(
                            List.copyOf(open), commit.transaction(), null, 0, open.size() * 10L));
            open.clear();
        }
    }

    @Override
    public boolean catchesUp() {
        return bulk != null;
    }

    @Override
    public void acknowledge(Position position) {
        weather.before("acknowledge");
        MemoryBulk now = bulk;
        if (now == null) {
            open();
            database.moveSlot(selection.flow(), MemorySource.number(position));
        } else {
            now.durable(MemorySource.number(position));
        }
        weather.after("acknowledge");
    }

    @Override
    public void close() {
        owner.closed(selection.flow(), this);
    }

    private void open() {
        if (!owner.isStreaming(selection.flow(), this)) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.CONNECTION_LOST,
                    "Another reader of " + selection.flow() + " was opened");
        }
        owner.holds(selection.flow());
    }
}
