package io.syncline.engine.shape;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows go as they are; at most their collection has another name there.
 *
 * @param here the collection's name at the source
 * @param layout under the name there
 */
public record Renamed(String here, Layout layout) implements Shape {
    @Override
    public @Nullable Predicate filter() {
        return null;
    }

    @Override
    public boolean passes(Header header) {
        return true;
    }

    @Override
    public Shaped shape(Change change) {
        if (here.equals(layout.collection())) {
            return new Shaped.Put(change);
        }
        RowId from = change.from();
        return new Shaped.Put(
                new Change(
                        there(change.id()),
                        from == null ? null : there(from),
                        change.before(),
                        change.after(),
                        change.version()));
    }

    @Override
    public Row row(Row whole) {
        return whole;
    }

    @Override
    public List<String> compared() {
        return layout.fields().stream().map(Field::name).toList();
    }

    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public List<String> told() {
        return List.of();
    }

    @Override
    public Counts counts() {
        return Counts.NONE;
    }

    @Override
    public RowId there(RowId id) {
        return new RowId(layout.collection(), id.key());
    }

    @Override
    public RowId here(RowId id) {
        return new RowId(here, id.key());
    }

    @Override
    public boolean plainKey() {
        return true;
    }
}
