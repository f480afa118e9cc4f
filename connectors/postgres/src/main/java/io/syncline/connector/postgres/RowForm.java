package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows that know the same fields are written to one table: worked out once for a batch, not for
 * each of its rows. Compared by identity. Used by one thread.
 */
final class RowForm {
    private final TableShape shape;
    private final List<String> names;
    private final boolean keyed;
    private @Nullable List<TargetColumn> columns;
    private @Nullable List<PgColumn> judged;
    private boolean passes;

    private RowForm(TableShape shape, List<String> names, boolean keyed) {
        this.shape = shape;
        this.names = names;
        this.keyed = keyed;
    }

    /** The forms of one batch. */
    static final class All {
        private final Map<TableShape, Map<Header, RowForm>> rows = new HashMap<>();
        private final Map<TableShape, RowForm> keys = new HashMap<>();
        private @Nullable Header lastHeader;
        private @Nullable RowForm last;

        /** The form of rows with this header. */
        @SuppressWarnings("ReferenceEquality") // the same one is found without comparing names
        RowForm of(TableShape shape, Header header) {
            RowForm form = last;
            // Neighbours mostly come from the same relation, whose rows share one header.
            if (form != null && header == lastHeader && form.shape == shape) {
                return form;
            }
            form =
                    rows.computeIfAbsent(shape, _ -> new HashMap<>())
                            .computeIfAbsent(header, fields -> RowForm.of(shape, fields));
            lastHeader = header;
            last = form;
            return form;
        }

        /** The form of keys alone. */
        RowForm ofKey(TableShape shape) {
            return keys.computeIfAbsent(
                    shape,
                    table ->
                            new RowForm(
                                    table,
                                    table.key().stream().map(TargetColumn::name).toList(),
                                    true));
        }
    }

    private static RowForm of(TableShape shape, Header header) {
        List<String> names = new ArrayList<>(header.names());
        for (TargetColumn column : shape.key()) {
            if (header.indexOf(column.name()) < 0) {
                names.add(column.name());
            }
        }
        return new RowForm(shape, List.copyOf(names), names.size() == header.size());
    }

    TableShape shape() {
        return shape;
    }

    /** The columns written: the row's, and those of the key that the row lacks. */
    List<String> names() {
        return names;
    }

    /** The same by what the table says of them. */
    List<TargetColumn> columns() {
        List<TargetColumn> known = columns;
        if (known == null) {
            known = shape.columns(names);
            columns = known;
        }
        return known;
    }

    /** Whether a tuple of this form can be stored byte by byte. */
    @SuppressWarnings("ReferenceEquality") // tuples of one relation share their list of columns
    boolean passes(PgTuple tuple) {
        if (tuple.columns() != judged) {
            judged = tuple.columns();
            passes = keyed && takes(tuple.columns());
        }
        return passes && tuple.allBinary();
    }

    private boolean takes(List<PgColumn> sources) {
        for (int i = 0; i < sources.size(); i++) {
            TargetColumn column = shape.find(names.get(i));
            if (column == null || !column.takesBytesOf(sources.get(i))) {
                return false;
            }
        }
        return true;
    }
}
