package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that is ready to be made: its table is known and its values fit.
 *
 * @param index its place among the writes
 * @param whole whether every field of the row is known
 * @param names the columns it writes, in the order of {@link #texts}; only the key's for a delete
 * @param tuple its bytes, when the target takes them as they are; null otherwise
 */
record Item(
        int index,
        Write write,
        TableShape shape,
        Step step,
        boolean whole,
        List<String> names,
        @Nullable PgTuple tuple) {
    /** In this order, a key or a unique value is given up before another row takes it. */
    enum Step {
        DELETE,
        MOVE,
        UPDATE,
        INSERT
    }

    /** Items of one group are written by one statement. */
    record Group(TableShape shape, Step step, boolean whole, List<String> names, boolean binary) {}

    Group group() {
        return new Group(shape, step, whole, names, tuple != null);
    }

    /** Makes an item; what does not fit is told by {@link #problem}. */
    static Item of(int index, Write write, TableShape shape) {
        var change = write.change();
        Row row = change.after().row();
        boolean whole = change.after() instanceof io.syncline.core.change.Image.Whole;
        if (row == null) {
            List<String> key = shape.key().stream().map(TargetColumn::name).toList();
            return new Item(index, write, shape, Step.DELETE, false, key, null);
        }
        Header header = row.header();
        PgTuple tuple =
                row.encoded() instanceof PgTuple own
                                && change.from() == null
                                && shape.hasKeyIn(header)
                                && passes(own, header, shape)
                        ? own
                        : null;
        Step step =
                change.from() != null
                        ? Step.MOVE
                        : whole && change.before().isAbsent() ? Step.INSERT : Step.UPDATE;
        List<String> names = header.names();
        if (!shape.hasKeyIn(header)) {
            names = new ArrayList<>(names);
            for (TargetColumn column : shape.key()) {
                if (header.indexOf(column.name()) < 0) {
                    names.add(column.name());
                }
            }
        }
        return new Item(index, write, shape, step, whole, names, tuple);
    }

    private static boolean passes(PgTuple tuple, Header header, TableShape shape) {
        if (!tuple.allBinary()) {
            return false;
        }
        for (int i = 0; i < header.size(); i++) {
            TargetColumn column = shape.find(header.names().get(i));
            if (column == null || !column.takesBytesOf(tuple.columns().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Why a value of it does not fit its column, or null. */
    @Nullable String problem() {
        if (tuple != null) {
            return null;
        }
        for (String name : names) {
            String problem = Fit.problem(value(name), shape.column(name));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** The columns it writes. */
    List<TargetColumn> columns() {
        return shape.columns(names);
    }

    /** The values it writes, as text; null for NULL. */
    @Nullable String[] texts() {
        @Nullable String[] texts = new String[names.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(i);
        }
        return texts;
    }

    private @Nullable String text(int index) {
        // JSON keeps the form it came in: a second delivery by another path must be equal.
        if (tuple != null
                && !tuple.isNull(index)
                && tuple.columns().get(index).type().form() == PgForm.JSON) {
            return PgText.utf8(tuple.bytes(), tuple.start(index), tuple.length(index));
        }
        return PostgresTypes.literal(value(names.get(index)));
    }

    /** The key of an id as text. */
    static @Nullable String[] key(RowId id) {
        return id.key().stream().map(PostgresTypes::literal).toArray(String[]::new);
    }

    private Value value(String name) {
        Row row = write.change().after().row();
        Value value = row == null ? null : row.get(name);
        if (value != null) {
            return value;
        }
        for (int i = 0; i < shape.key().size(); i++) {
            if (shape.key().get(i).name().equals(name)) {
                return write.change().id().key().get(i);
            }
        }
        throw new IllegalStateException("No value for " + name + " of " + shape.collection());
    }
}
