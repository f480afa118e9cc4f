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

/** The stream of one flow from a {@link MemoryDatabase}'s log; splits and delays by chance. */
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
    }

    @Override
    public @Nullable Batch poll(Duration wait) {
        weather.before("poll");
        open();
        if (!before.isEmpty()) {
            // At once: a chunk may be read after the first poll.
            return before.poll();
        }
        if (owner.silent()) {
            return null;
        }
        if (parts.isEmpty() && at < database.log().size() && !(owner.slow() && any.chance(40))) {
            cut(database.log().get((int) at));
            at++;
            toldQuiet = false;
        } else if (parts.isEmpty()
                && at == database.log().size()
                && (!toldQuiet || any.chance(20))) {
            toldQuiet = true;
            return new Batch.Quiet(new Position(Long.toString(at)));
        }
        if (!parts.isEmpty() && owner.slow() && any.chance(20)) {
            return null;
        }
        return parts.poll();
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
    public void acknowledge(Position position) {
        weather.before("acknowledge");
        open();
        database.moveSlot(selection.flow(), MemorySource.number(position));
        weather.after("acknowledge");
    }

    @Override
    public void close() {
        owner.closed(selection.flow(), this);
    }

    private void open() {
        if (!owner.isOpen(selection.flow(), this)) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.CONNECTION_LOST,
                    "Another reader of " + selection.flow() + " was opened");
        }
        owner.holds(selection.flow());
    }
}
