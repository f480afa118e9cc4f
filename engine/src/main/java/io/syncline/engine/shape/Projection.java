package io.syncline.engine.shape;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How rows of one header become rows of the destination: worked out once, not for each row.
 * Immutable.
 */
final class Projection {
    private final RowView.Columns columns;
    private final Chain[] chains;
    private final int[] sources;
    private final boolean same;
    private final boolean touches;
    private final boolean whole;

    private Projection(
            RowView.Columns columns,
            List<Chain> chains,
            List<Integer> sources,
            boolean same,
            boolean whole) {
        this.columns = columns;
        this.chains = chains.toArray(new Chain[0]);
        this.sources = sources.stream().mapToInt(Integer::intValue).toArray();
        this.same = same;
        this.whole = whole;
        this.touches = chains.stream().anyMatch(chain -> !chain.untouched());
    }

    /**
     * For rows that know these fields.
     *
     * @param touched whether values that functions make are wanted; if not, those fields are left
     *     out
     */
    static Projection of(List<Output> outputs, Header known, boolean touched) {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Integer> sources = new ArrayList<>();
        List<Chain> chains = new ArrayList<>();
        for (Output output : outputs) {
            int place = output.source() == null ? -1 : known.indexOf(output.source());
            boolean there = place >= 0 || output.source() == null;
            if (there && (touched || output.chain().untouched())) {
                names.add(output.name());
                places.add(output.chain().untouched() ? (Integer) place : RowView.REPLACED);
                sources.add(place);
                chains.add(output.chain());
            }
        }
        Header header = Header.of(names);
        boolean same = header.equals(known) && chains.stream().allMatch(Chain::untouched);
        return new Projection(
                new RowView.Columns(same ? known : header, places),
                chains,
                sources,
                same,
                names.size() == outputs.size());
    }

    /** Whether rows have every field they should have there. */
    boolean whole() {
        return whole;
    }

    /** Whether no value is touched, so that nothing can fail. */
    boolean untouched() {
        return !touches;
    }

    /** The row there; null if a function cannot turn a value, which {@link #failing} names. */
    @Nullable Row row(Row row) {
        if (same) {
            return row;
        }
        @Nullable Value[] replaced = new Value[chains.length];
        for (int i = 0; touches && i < chains.length; i++) {
            if (!chains[i].untouched()) {
                Value value = value(row, i);
                if (value == null) {
                    return null;
                }
                replaced[i] = value;
            }
        }
        return RowView.of(row, columns, replaced);
    }

    private @Nullable Value value(Row row, int index) {
        return chains[index].forward(sources[index] < 0 ? Value.nothing() : row.at(sources[index]));
    }

    /** The names there of fields that cannot be made. */
    List<String> failing(Row row) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < chains.length; i++) {
            if (!chains[i].untouched() && value(row, i) == null) {
                names.add(columns.header().names().get(i));
            }
        }
        return names;
    }

    /** The row there without the fields that cannot be made. */
    Row partly(Row row) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < chains.length; i++) {
            Value value = value(row, i);
            if (value != null) {
                names.add(columns.header().names().get(i));
                values.add(value);
            }
        }
        return Row.of(Header.of(names), values);
    }
}
