package io.syncline.core.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by field name. Rows are equal when they have the same names with equal values, in whatever
 * order they are held. Immutable; decoding an encoded row on first look is idempotent, so rows may
 * be shared between threads.
 */
public final class Row {
    /**
     * A row still in its source's own bytes. A connector whose target understands those bytes
     * passes them on unread; everybody else asks for values.
     */
    public interface Encoded {
        /** The value at this place of the header the row was made with. Never null; pure. */
        Value decode(int index);
    }

    private final Header header;

    /** Null while nobody has looked: most rows pass through unread. */
    private @Nullable Value @Nullable [] values;

    private final @Nullable Encoded encoded;

    private Row(Header header, @Nullable Value @Nullable [] values, @Nullable Encoded encoded) {
        this.header = header;
        this.values = values;
        this.encoded = encoded;
    }

    /** A row of these values, one for each name of the header. */
    public static Row of(Header header, List<Value> values) {
        if (values.size() != header.size()) {
            throw new IllegalArgumentException(values.size() + " values for the fields " + header);
        }
        return new Row(header, values.toArray(new Value[0]), null);
    }

    /** A row of these named values, in the map's order. */
    public static Row of(Map<String, ? extends Value> fields) {
        return of(Header.of(List.copyOf(fields.keySet())), List.copyOf(fields.values()));
    }

    /** A row of one field, for tests and keys. */
    public static Row of(String name, Value value) {
        return of(Header.of(name), List.of(value));
    }

    /** A row that stays in its source's bytes until somebody looks. */
    public static Row encoded(Header header, Encoded encoded) {
        return new Row(header, null, encoded);
    }

    /** The names this row knows. */
    public Header header() {
        return header;
    }

    /** The source's own bytes, or null if there are none. */
    public @Nullable Encoded encoded() {
        return encoded;
    }

    /** The value at a place of {@link #header()}. */
    public Value at(int index) {
        @Nullable Value[] known = values;
        if (known == null) {
            known = new Value[header.size()];
            values = known;
        }
        Value value = known[index];
        if (value == null) {
            if (encoded == null) {
                throw new IllegalStateException("A row without a value at " + index);
            }
            value = encoded.decode(index);
            known[index] = value;
        }
        return value;
    }

    /**
     * The same for who goes through many rows and looks at each value once: what has to be decoded
     * for it is not kept.
     */
    public Value once(int index) {
        @Nullable Value[] known = values;
        Value value = known == null ? null : known[index];
        return value == null && encoded != null ? encoded.decode(index) : at(index);
    }

    /**
     * The value of a field, or null if the row does not know the field. A known NULL is {@link
     * Value.Null}.
     */
    public @Nullable Value get(String name) {
        int index = header.indexOf(name);
        return index < 0 ? null : at(index);
    }

    /** This row with the other's fields laid over it; fields only one of them knows are kept. */
    public Row overlaid(Row over) {
        if (header.equals(over.header)) {
            return over;
        }
        List<String> names = new ArrayList<>(header.names());
        List<Value> merged = new ArrayList<>(names.size());
        for (int i = 0; i < header.size(); i++) {
            Value newer = over.get(header.names().get(i));
            merged.add(newer == null ? at(i) : newer);
        }
        for (int i = 0; i < over.header.size(); i++) {
            if (header.indexOf(over.header.names().get(i)) < 0) {
                names.add(over.header.names().get(i));
                merged.add(over.at(i));
            }
        }
        return of(names.size() == header.size() ? header : Header.of(names), merged);
    }

    /** A row of the same fields with each value replaced. */
    public Row map(BiFunction<String, Value, Value> each) {
        List<Value> mapped = new ArrayList<>(header.size());
        for (int i = 0; i < header.size(); i++) {
            mapped.add(each.apply(header.names().get(i), at(i)));
        }
        return of(header, mapped);
    }

    /** Whether every field this row knows has an equal value in the other. */
    public boolean within(Row other) {
        boolean even = header.equals(other.header);
        for (int i = 0; i < header.size(); i++) {
            if (!at(i).equals(even ? other.at(i) : other.get(header.names().get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Row row && header.size() == row.header.size() && within(row);
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < header.size(); i++) {
            hash += header.names().get(i).hashCode() * 31 ^ at(i).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < header.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(header.names().get(i)).append('=').append(at(i));
        }
        return text.append('}').toString();
    }
}
