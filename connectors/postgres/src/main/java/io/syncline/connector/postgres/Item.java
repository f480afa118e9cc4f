package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that is ready to be made: its table is known and its values fit.
 *
 * @param index its place among the writes
 * @param form the table and the columns it writes, only the key's for a delete
 * @param whole whether every field of the row is known
 * @param tuple its bytes, when the target takes them as they are; null otherwise
 */
record Item(
        int index, Write write, RowForm form, Step step, boolean whole, @Nullable PgTuple tuple) {
    /** In this order, a key or a unique value is given up before another row takes it. */
    enum Step {
        DELETE,
        MOVE,
        UPDATE,
        INSERT
    }

    /** Items of one group are written by one statement. */
    record Group(RowForm form, Step step, boolean whole, boolean binary) {}

    Group group() {
        return new Group(form, step, whole, tuple != null);
    }

    /** The same, whatever row it meets. */
    Item unconditional() {
        return new Item(index, Write.any(write.change()), form, step, whole, tuple);
    }

    /** Whether another item is written by the same statement. */
    boolean like(Item other) {
        return form == other.form
                && step == other.step
                && whole == other.whole
                && (tuple != null) == (other.tuple != null);
    }

    /** Makes an item; what does not fit is told by {@link #problem}. */
    static Item of(int index, Write write, TableShape shape, RowForm.All forms) {
        Change change = write.change();
        Row row = change.after().row();
        if (row == null) {
            return new Item(index, write, forms.ofKey(shape), Step.DELETE, false, null);
        }
        RowForm form = forms.of(shape, row.header());
        PgTuple tuple = change.from() == null ? form.tuple(row.encoded()) : null;
        boolean whole = change.after() instanceof Image.Whole;
        Step step =
                change.from() != null
                        ? Step.MOVE
                        : whole && change.before().isAbsent() ? Step.INSERT : Step.UPDATE;
        return new Item(index, write, form, step, whole, tuple);
    }

    /** The table it is written to. */
    TableShape shape() {
        return form.shape();
    }

    /** The columns it writes, in the order of {@link #texts}. */
    List<String> names() {
        return form.names();
    }

    /** Why a value of it does not fit its column, or null. */
    @Nullable String problem() {
        if (tuple != null) {
            return null;
        }
        for (String name : names()) {
            String problem = Fit.problem(value(name), shape().column(name));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** The columns it writes. */
    List<TargetColumn> columns() {
        return form.columns();
    }

    /** The values it writes, as text; null for NULL. */
    @Nullable String[] texts() {
        @Nullable String[] texts = new String[names().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(i);
        }
        return texts;
    }

    private @Nullable String text(int index) {
        Row row = write.change().after().row();
        return tuple != null && row != null
                ? text(row, names().get(index))
                : PostgresTypes.literal(value(names().get(index)));
    }

    /** A value of a row as text. JSON keeps the form it came in: another way must be equal. */
    static @Nullable String text(Row row, String name) {
        int index = row.header().indexOf(name);
        Row.Encoded encoded = row.encoded();
        int place = index;
        if (encoded instanceof RowView view) {
            encoded = view.base();
            place = view.columns().place(index);
        }
        if (place >= 0
                && encoded instanceof PgTuple tuple
                && !tuple.isNull(place)
                && tuple.columns().get(place).type().form() == PgForm.JSON) {
            return PgText.utf8(tuple.bytes(), tuple.start(place), tuple.length(place));
        }
        return PostgresTypes.literal(row.at(index));
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
        List<TargetColumn> key = shape().key();
        for (int i = 0; i < key.size(); i++) {
            if (key.get(i).name().equals(name)) {
                return write.change().id().key().get(i);
            }
        }
        throw new IllegalStateException("No value for " + name + " of " + shape().collection());
    }
}
