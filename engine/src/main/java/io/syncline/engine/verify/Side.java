package io.syncline.engine.verify;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
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
 */
record Side(
        Scan scan,
        Layout layout,
        UnaryOperator<@Nullable Row> shape,
        List<String> key,
        List<String> compared,
        String collection) {
    /** The source's side. */
    static Side here(Scan scan, Layout layout, Shape shape) {
        return new Side(
                scan,
                layout,
                row -> shape.row(Objects.requireNonNull(row)),
                key(shape),
                compared(shape),
                shape.layout().collection());
    }

    /** The target's side. */
    static Side there(Scan scan, Shape shape) {
        return new Side(
                scan,
                shape.layout(),
                row -> row,
                key(shape),
                compared(shape),
                shape.layout().collection());
    }

    private static List<String> compared(Shape shape) {
        return shape.compared().stream().sorted().toList();
    }

    private static List<String> key(Shape shape) {
        return shape.layout().key().isEmpty() ? compared(shape) : shape.layout().key();
    }

    /** Reads all rows, by the target's ids. */
    void read(BiConsumer<RowId, Row> each) {
        try (Scan.Rows rows = scan.scan(layout)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
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
