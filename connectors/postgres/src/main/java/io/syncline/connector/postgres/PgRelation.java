package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A relation as the stream described it last, with what its tuples share. Used by one thread. */
final class PgRelation {
    private final PgTable table;
    private final Layout layout;
    private final Shape whole;
    private final int[] key;
    private final long after;
    private final Map<BitSet, Shape> shapes = new HashMap<>();

    /** The columns and names of tuples that know the same fields. */
    private record Shape(List<PgColumn> columns, Header header) {
        static Shape of(List<PgColumn> columns) {
            return new Shape(
                    List.copyOf(columns), Header.of(columns.stream().map(PgColumn::name).toList()));
        }
    }

    /**
     * A relation.
     *
     * @param after transactions whose commit lies before are not to be told; 0 for none
     */
    PgRelation(PgTable table, long after) {
        this.table = table;
        this.after = after;
        this.layout = table.layout();
        this.whole = Shape.of(table.columns());
        List<String> names = table.key().isEmpty() ? whole.header.names() : table.key();
        this.key = names.stream().mapToInt(whole.header::indexOf).toArray();
    }

    /** How its rows look. */
    Layout layout() {
        return layout;
    }

    /** Whether what is committed at a place is to be told. */
    boolean tells(long commit) {
        return Long.compareUnsigned(commit, after) >= 0;
    }

    /** How many columns the stream sends. */
    int width() {
        return table.columns().size();
    }

    /** Whether rows have a key; if not, a row is identified by all its values. */
    boolean keyed() {
        return !table.key().isEmpty();
    }

    /** A row of which every field is known. */
    Row row(byte[] bytes, int[] spans) {
        return Row.encoded(whole.header, PgTuple.of(whole.columns, bytes, spans));
    }

    /** A row of these fields only. */
    Row row(byte[] bytes, int[] spans, BitSet known) {
        Shape shape = shapes.get(known);
        if (shape == null) {
            List<PgColumn> columns = new ArrayList<>();
            known.stream().forEach(i -> columns.add(whole.columns.get(i)));
            shape = Shape.of(columns);
            shapes.put((BitSet) known.clone(), shape);
        }
        int[] few = new int[2 * shape.columns.size()];
        int at = 0;
        for (int i = known.nextSetBit(0); i >= 0; i = known.nextSetBit(i + 1)) {
            few[at++] = spans[2 * i];
            few[at++] = spans[2 * i + 1];
        }
        return Row.encoded(shape.header, PgTuple.of(shape.columns, bytes, few));
    }

    /** The places of the key's columns. */
    BitSet keyed(int width) {
        BitSet set = new BitSet(width);
        for (int index : key) {
            set.set(index);
        }
        return set;
    }

    /** The identity of the row in these bytes. */
    RowId id(byte[] bytes, int[] spans) {
        if (key.length == 1) {
            return new RowId(table.collection(), List.of(value(bytes, spans, key[0])));
        }
        Value[] values = new Value[key.length];
        for (int i = 0; i < key.length; i++) {
            values[i] = value(bytes, spans, key[i]);
        }
        return new RowId(table.collection(), List.of(values));
    }

    private Value value(byte[] bytes, int[] spans, int index) {
        int length = spans[2 * index + 1];
        if (length < 0) {
            return Value.nothing();
        }
        int start = spans[2 * index];
        return PostgresTypes.decode(
                whole.columns.get(index).type(),
                start >= 0,
                bytes,
                start < 0 ? ~start : start,
                length);
    }
}
