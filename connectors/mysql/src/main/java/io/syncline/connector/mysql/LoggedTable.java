package io.syncline.connector.mysql;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table as the binary log writes its rows at one place, and as its rows come: fields that nobody
 * can write are passed over. Values stay in the event's bytes until somebody looks. Used by one
 * thread; rows made of it may be shared.
 */
final class LoggedTable {
    private final Layout layout;
    private final List<LoggedType> types;
    private final int[] fields;
    private final Shape whole;
    private final int[] key;
    private final Map<BitSet, Shape> shapes = new HashMap<>();

    private record Shape(Header header, List<LoggedColumn> columns) {
        static Shape of(List<LoggedColumn> columns) {
            return new Shape(Header.of(columns.stream().map(LoggedColumn::name).toList()), columns);
        }
    }

    private record Bytes(byte[] bytes, int[] spans, List<LoggedColumn> columns)
            implements Row.Encoded {
        @Override
        public Value decode(int index) {
            return LoggedTable.value(columns.get(index), bytes, spans, index);
        }
    }

    /**
     * A table.
     *
     * @param types of all its columns, as the log writes them
     * @param columns what fields they are, in the same order; null for one that is no field
     */
    LoggedTable(Layout layout, List<LoggedType> types, List<@Nullable LoggedColumn> columns) {
        this.layout = layout;
        this.types = List.copyOf(types);
        this.fields = new int[columns.size()];
        List<LoggedColumn> known = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            LoggedColumn column = columns.get(i);
            fields[i] = column == null ? -1 : known.size();
            if (column != null) {
                known.add(column);
            }
        }
        this.whole = Shape.of(known);
        List<String> names = layout.key().isEmpty() ? whole.header.names() : layout.key();
        this.key = names.stream().mapToInt(whole.header::indexOf).toArray();
    }

    Layout layout() {
        return layout;
    }

    /** How many columns the log's bitmaps count. */
    int width() {
        return types.size();
    }

    /** How many fields a whole row has. */
    int size() {
        return whole.header.size();
    }

    /** The fields of the key, or all where there is no key. */
    int[] key() {
        return key.clone();
    }

    /**
     * The places of a row's values, start and length by field; a length of -1 is NULL, one of -2
     * unknown.
     *
     * @param in at the bitmap of the row's NULLs
     * @param present where the bitmap begins that says which columns there are
     */
    int[] spans(EventBytes in, int present) {
        byte[] bytes = in.array();
        int count = 0;
        for (int i = 0; i < types.size(); i++) {
            count += EventBytes.bit(bytes, present, i) ? 1 : 0;
        }
        int nulls = in.skip((count + 7) / 8);
        int[] spans = new int[2 * size()];
        java.util.Arrays.fill(spans, -2);
        int number = 0;
        for (int i = 0; i < types.size(); i++) {
            if (!EventBytes.bit(bytes, present, i)) {
                continue;
            }
            int length = -1;
            int start = 0;
            if (!EventBytes.bit(bytes, nulls, number++)) {
                length = types.get(i).take(in);
                start = in.skip(length);
            }
            if (fields[i] >= 0) {
                spans[2 * fields[i]] = start;
                spans[2 * fields[i] + 1] = length;
            }
        }
        return spans;
    }

    /** The fields that are known. */
    static BitSet known(int[] spans) {
        BitSet known = new BitSet(spans.length / 2);
        for (int i = 0; i < spans.length / 2; i++) {
            known.set(i, spans[2 * i + 1] != -2);
        }
        return known;
    }

    /** A row of the known fields. */
    Row row(byte[] bytes, int[] spans, BitSet known) {
        if (known.cardinality() == size()) {
            return Row.encoded(whole.header, new Bytes(bytes, spans, whole.columns));
        }
        Shape shape = shapes.get(known);
        if (shape == null) {
            List<LoggedColumn> columns = new ArrayList<>();
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
        return Row.encoded(shape.header, new Bytes(bytes, few, shape.columns));
    }

    /** The identity of the row, or null if not all of its key is known. */
    @Nullable RowId id(byte[] bytes, int[] spans) {
        Value[] values = new Value[key.length];
        for (int i = 0; i < key.length; i++) {
            if (spans[2 * key[i] + 1] == -2) {
                return null;
            }
            values[i] = value(whole.columns.get(key[i]), bytes, spans, key[i]);
        }
        return new RowId(layout.collection(), List.of(values));
    }

    private static Value value(LoggedColumn column, byte[] bytes, int[] spans, int index) {
        int length = spans[2 * index + 1];
        if (length < 0) {
            return Value.nothing();
        }
        try {
            return column.value(bytes, spans[2 * index], length);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw EventBytes.bad(
                    "A value of " + column.name() + " cannot be understood: " + e.getMessage());
        }
    }
}
