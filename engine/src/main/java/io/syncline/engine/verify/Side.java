package io.syncline.engine.verify;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Truth;
import io.syncline.engine.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison: its rows as they stand, or should stand, at the target.
 *
 * @param scan reads them
 * @param layout in which to read them
 * @param shape what becomes of a row; null for none
 * @param key the names of the key's fields at the target; of all fields where there is no key
 * @param compared the names of the fields that are compared, sorted
 * @param collection the target's name
 * @param rows which rows to ask for; more may come
 */
record Side(
        Scan scan,
        Layout layout,
        UnaryOperator<@Nullable Row> shape,
        List<String> key,
        List<String> compared,
        String collection,
        Predicate rows) {
    /** The source's side. */
    static Side here(Scan scan, Layout layout, Shape shape) {
        return new Side(
                scan,
                layout,
                row -> shape.row(Objects.requireNonNull(row)),
                key(shape),
                compared(shape),
                shape.layout().collection(),
                Predicate.Constant.ALL);
    }

    /** The source's side of a part of the collection. */
    static Side here(Scan source, Layout layout, Shape shape, Stretch stretch) {
        Predicate wanted = stretch.rows(layout.key());
        Side all = here(source, layout, shape);
        return new Side(
                source,
                layout,
                row -> row == null || wanted.test(row) != Truth.TRUE ? null : all.shape.apply(row),
                all.key,
                all.compared,
                all.collection,
                wanted);
    }

    /** The target's side of the same part. */
    static Side there(Scan target, Layout layout, Shape shape, Stretch stretch) {
        Predicate wanted = stretch.rows(layout.key());
        Header header = Header.of(layout.key());
        Side all = there(target, shape);
        return new Side(
                target,
                shape.layout(),
                row -> {
                    RowId id = new RowId(all.collection, all.key(Objects.requireNonNull(row)));
                    Row key = Row.of(header, shape.here(id).key());
                    return wanted.test(key) == Truth.TRUE ? row : null;
                },
                all.key,
                all.compared,
                all.collection,
                shape.plainKey() ? stretch.rows(all.key) : Predicate.Constant.ALL);
    }

    /** The target's side. */
    static Side there(Scan scan, Shape shape) {
        return new Side(
                scan,
                shape.layout(),
                row -> row,
                key(shape),
                compared(shape),
                shape.layout().collection(),
                Predicate.Constant.ALL);
    }

    private static List<String> compared(Shape shape) {
        return shape.compared().stream().sorted().toList();
    }

    private static List<String> key(Shape shape) {
        return shape.layout().key().isEmpty() ? compared(shape) : shape.layout().key();
    }

    /** Reads all rows, by the target's ids. */
    void read(BiConsumer<RowId, Row> each) {
        try (Scan.Rows reading = scan.scan(layout, rows)) {
            for (Row row = reading.next(); row != null; row = reading.next()) {
                Row shaped = shape.apply(row);
                if (shaped != null) {
                    each.accept(new RowId(collection, key(shaped)), shaped);
                }
            }
        }
    }

    private List<Value> key(Row row) {
        List<Value> values = new ArrayList<>(key.size());
        for (String name : key) {
            values.add(Objects.requireNonNull(row.get(name)));
        }
        return values;
    }
}
