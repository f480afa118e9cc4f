package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowBlock;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a collection that was read, on its way to the target. Its rows are made changes only
 * when somebody asks for them. Used by the feed's lane only.
 */
final class ChunkRead {
    /** About what a row of a block costs beside its bytes, once it is looked at. */
    private static final int ROW_BYTES = 500;

    private final String collection;
    private final Chunk chunk;
    private final Layout layout;
    private final Shape shape;
    private final Version version;
    private @Nullable Rows rows;

    /**
     * A chunk of a collection.
     *
     * @param layout of the collection at the source
     * @param version of what is written
     */
    ChunkRead(Layout layout, Chunk chunk, Shape shape, Version version) {
        this.collection = layout.collection();
        this.chunk = chunk;
        this.layout = layout;
        this.shape = shape;
        this.version = version;
    }

    /**
     * What becomes of the rows at the target.
     *
     * @param ids of those that go there, by the source's names
     * @param bad what rules of the sync refuse
     */
    record Rows(List<RowId> ids, List<Change> changes, List<Shaped.Bad> bad) {}

    /** Its collection, by the source's name. */
    String collection() {
        return collection;
    }

    /** Its collection, by the target's name. */
    String there() {
        return shape.layout().collection();
    }

    Chunk chunk() {
        return chunk;
    }

    /** All rows as they are to stand at the target, still unread; null if that cannot be. */
    @Nullable RowBlock block() {
        return chunk.rows() instanceof RowBlock block && shape.passes(block.header())
                ? block
                : null;
    }

    /** How many of its rows go to the target. */
    int count() {
        return block() == null ? rows().ids.size() : chunk.rows().size();
    }

    /** The ids of the rows that go to the target, by the source's names, in a list of their own. */
    List<RowId> ids() {
        List<RowId> ids = new ArrayList<>(chunk.rows().size());
        if (block() == null) {
            ids.addAll(rows().ids);
        } else {
            chunk.rows().forEach(row -> ids.add(id(row)));
        }
        return ids;
    }

    /** About what its rows hold as changes. */
    long bytesOfRows() {
        boolean unread = chunk.rows() instanceof RowBlock;
        return chunk.bytes() + (unread ? (long) ROW_BYTES * chunk.rows().size() : 0);
    }

    /** Its rows as changes. */
    Rows rows() {
        Rows made = rows;
        if (made == null) {
            made = made();
            rows = made;
        }
        return made;
    }

    private Rows made() {
        Rows made =
                new Rows(
                        new ArrayList<>(chunk.rows().size()),
                        new ArrayList<>(chunk.rows().size()),
                        new ArrayList<>());
        for (Row row : chunk.rows()) {
            RowId id = id(row);
            switch (shape.shape(Change.of(id, Image.absent(), Image.whole(row), version))) {
                case Shaped.Put(Change change) -> {
                    made.ids.add(id);
                    made.changes.add(change);
                }
                case Shaped.Bad refused -> {
                    made.ids.add(id);
                    made.bad.add(refused);
                }
                // What the stream tells of it is not dropped: it may have been there before.
                case Shaped.Gone _, Shaped.Skip _ -> {}
                case Shaped.Unknown _ -> throw new IllegalStateException("A whole row is unknown");
            }
        }
        return made;
    }

    private RowId id(Row row) {
        return new RowId(collection, SnapshotRun.key(layout, row));
    }
}
