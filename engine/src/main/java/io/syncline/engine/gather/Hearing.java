package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the log of one source and notes which rows it makes dirty; what they became is asked. */
final class Hearing {
    /** How many changes are taken from a log before they are dealt with. */
    private static final int CHANGES_MAX = 5_000;

    private final Contributor contributor;
    private final Map<String, Part> parts;
    private final Reader reader;
    private final Predicate<Layout> news;
    private final Consumer<Part> emptied;
    private final GatherMeter meter;
    private Position place;
    private boolean midway;
    private boolean relaid;

    /**
     * @param parts its tables, by its own names
     * @param place the place after which the reader was opened
     * @param news whether a layout that is told is not the one the loop was opened with
     * @param emptied hears of a table that was emptied
     */
    Hearing(
            Contributor contributor,
            Map<String, Part> parts,
            Reader reader,
            Position place,
            Predicate<Layout> news,
            Consumer<Part> emptied,
            GatherMeter meter) {
        this.contributor = contributor;
        this.parts = Map.copyOf(parts);
        this.reader = reader;
        this.place = place;
        this.news = news;
        this.emptied = emptied;
        this.meter = meter;
    }

    Contributor contributor() {
        return contributor;
    }

    /** Takes what there is, up to a bound, but never ends within a transaction. */
    void read(Set<RowId> dirty, Duration wait) {
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

    private int take(Batch batch, Set<RowId> dirty) {
        switch (batch) {
            case Batch.Rows rows -> {
                meter.told(contributor.name(), rows.changes().size());
                rows.changes().forEach(change -> note(change, dirty));
                Position end = rows.position();
                midway = end == null;
                place = end == null ? place : end;
                return rows.changes().size();
            }
            case Batch.Quiet(Position position) -> {
                place = position;
                midway = false;
            }
            case Batch.Truncated(List<String> collections, _) -> {
                for (String name : collections) {
                    Part part = parts.get(name);
                    if (part != null) {
                        emptied.accept(part);
                    }
                }
                midway = true;
            }
            case Batch.Relayout(Layout layout) -> relaid |= news.test(layout);
        }
        return 0;
    }

    private void note(Change change, Set<RowId> dirty) {
        note(change.id(), dirty);
        RowId from = change.from();
        if (from != null) {
            note(from, dirty);
        }
    }

    private void note(RowId own, Set<RowId> dirty) {
        @Nullable Part part = parts.get(own.collection());
        RowId there = part == null ? null : part.there(own);
        if (there != null) {
            dirty.add(there);
        }
    }

    /** Whether a transaction has been read in part. */
    boolean midway() {
        return midway;
    }

    /** Whether the source's tables are not what they were when the loop was opened. */
    boolean relaid() {
        return relaid;
    }

    /** How far it is read. */
    Position place() {
        return place;
    }

    void acknowledge(Position durable) {
        reader.acknowledge(durable);
    }

    void close() {
        reader.close();
    }
}
