package io.syncline.engine.shape;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those fields of the source's rows through that were there when the shape was resolved:
 * one that was added since is unknown to the destination, or is not wanted there.
 */
public final class Kept implements Shape {
    private final Shape inner;
    private final Set<String> fields;

    /** Rows of a source mostly share one header: it is judged once. */
    private volatile @Nullable Header good;

    /**
     * A shape that sees no other fields than these.
     *
     * @param fields by the source's names
     */
    public Kept(Shape inner, Set<String> fields) {
        this.inner = inner;
        this.fields = Set.copyOf(fields);
    }

    @Override
    public Layout layout() {
        return inner.layout();
    }

    @Override
    public @Nullable Predicate filter() {
        return inner.filter();
    }

    @Override
    public List<Link> links() {
        return inner.links();
    }

    @Override
    public boolean passes(Header header) {
        return known(header) && inner.passes(header);
    }

    @Override
    public Shaped shape(Change change) {
        Image before = kept(change.before());
        Image after = kept(change.after());
        boolean same = before.equals(change.before()) && after.equals(change.after());
        return inner.shape(
                same
                        ? change
                        : new Change(change.id(), change.from(), before, after, change.version()));
    }

    @Override
    public @Nullable Row row(Row whole) {
        return inner.row(kept(whole));
    }

    @Override
    public List<String> compared() {
        return inner.compared();
    }

    @Override
    public boolean keeps() {
        return inner.keeps();
    }

    @Override
    public boolean appendOnly() {
        return inner.appendOnly();
    }

    @Override
    public List<String> told() {
        return inner.told();
    }

    @Override
    public List<String> checks() {
        return inner.checks();
    }

    @Override
    public Counts counts() {
        return inner.counts();
    }

    @Override
    public RowId there(RowId here) {
        return inner.there(here);
    }

    @Override
    public RowId here(RowId there) {
        return inner.here(there);
    }

    @Override
    public boolean plainKey() {
        return inner.plainKey();
    }

    private Image kept(Image image) {
        return switch (image) {
            case Image.Absent _ -> image;
            case Image.Whole(Row row) -> known(row.header()) ? image : Image.whole(kept(row));
            case Image.Partial(Row row) -> known(row.header()) ? image : Image.partial(kept(row));
        };
    }

    @SuppressWarnings("ReferenceEquality") // neighbours share their header
    private boolean known(Header header) {
        if (header == good) {
            return true;
        }
        boolean all = fields.containsAll(header.names());
        if (all) {
            good = header;
        }
        return all;
    }

    private Row kept(Row row) {
        if (known(row.header())) {
            return row;
        }
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < row.header().size(); i++) {
            if (fields.contains(row.header().names().get(i))) {
                names.add(row.header().names().get(i));
                values.add(row.at(i));
            }
        }
        return Row.of(Header.of(names), values);
    }
}
