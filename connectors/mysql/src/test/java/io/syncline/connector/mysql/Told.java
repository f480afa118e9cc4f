package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream over a place's tables, and what it has told. */
final class Told implements AutoCloseable {
    final Place place;
    final Selection selection;
    final List<Batch> batches = new ArrayList<>();
    Reader reader;
    @Nullable Position last;

    Told(Place place, String... collections) {
        this(place, new Selection("test_" + place.database.name(), List.of(collections)));
    }

    Told(Place place, Selection selection) {
        this.place = place;
        this.selection = selection;
        this.reader = place.endpoint.read(place.endpoint.prepare(selection), selection);
    }

    /** Opens the stream anew behind what was told. */
    void reopen(@Nullable Position after) {
        reader.close();
        reader = place.endpoint.read(after, selection);
    }

    /** Reads until all that is committed now was told; the changes of this call. */
    List<Change> changes() {
        return changes(Integer.MAX_VALUE);
    }

    List<Change> changes(int max) {
        Position head = place.endpoint.head();
        List<Change> changes = new ArrayList<>();
        long end = System.nanoTime() + 20_000_000_000L;
        while ((last == null || !place.endpoint.covers(last, head)) && changes.size() < max) {
            assertThat(System.nanoTime()).as("told %s of %s", last, head).isLessThan(end);
            Batch batch = reader.poll(Duration.ofMillis(100));
            if (batch != null) {
                batches.add(batch);
            }
            switch (batch) {
                case null -> {}
                case Batch.Rows rows -> {
                    changes.addAll(rows.changes());
                    last = rows.position() == null ? last : rows.position();
                }
                case Batch.Quiet(Position position) -> last = position;
                case Batch.Truncated _, Batch.Relayout _ -> {}
            }
        }
        return changes;
    }

    /** What ends the stream before it has told everything. */
    EndpointException failure() {
        try {
            changes();
        } catch (EndpointException e) {
            return e;
        }
        throw new AssertionError("The stream went on");
    }

    /** The rows that were put, in order. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Change change : changes()) {
            if (change.after() instanceof Image.Whole(Row row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        reader.close();
    }
}
