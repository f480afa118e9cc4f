package io.syncline.core.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoded row seen otherwise: its columns under other names and in another order, some left out,
 * some replaced by values. Columns that nobody replaced are still in their source's own bytes, so a
 * connector that understands those can pass them on unread. Immutable.
 */
public final class RowView implements Row.Encoded {
    /** The place of a column that was replaced. */
    public static final int REPLACED = -1;

    private final Row.Encoded base;
    private final Columns columns;
    private final @Nullable Value[] replaced;

    private RowView(Row.Encoded base, Columns columns, @Nullable Value[] replaced) {
        this.base = base;
        this.columns = columns;
        this.replaced = replaced;
    }

    /**
     * Where the columns of a view come from: made once for all rows of one header and compared by
     * identity, so that whoever looks at many views need look at their columns once.
     */
    public static final class Columns {
        private final Header header;
        private final int[] places;

        /**
         * The columns of views.
         *
         * @param header the names they have in the view
         * @param places where each stands in the row that is viewed, or {@link #REPLACED}
         */
        public Columns(Header header, List<Integer> places) {
            if (places.size() != header.size()) {
                throw new IllegalArgumentException(places.size() + " places for " + header);
            }
            this.header = header;
            this.places = places.stream().mapToInt(Integer::intValue).toArray();
        }

        /** The names in the view. */
        public Header header() {
            return header;
        }

        /** Where a column stands in the row that is viewed, or {@link #REPLACED}. */
        public int place(int index) {
            return places[index];
        }
    }

    /**
     * A row as these columns show it.
     *
     * @param replaced a value for each replaced column, at its place in the view; others are not
     *     looked at. Taken over, never to be changed
     */
    public static Row of(Row row, Columns columns, @Nullable Value[] replaced) {
        Row.Encoded encoded = row.encoded();
        Row.Encoded base = encoded == null ? row::at : encoded;
        return Row.encoded(columns.header(), new RowView(base, columns, replaced));
    }

    /** What is viewed. */
    public Row.Encoded base() {
        return base;
    }

    /** Where the columns come from. */
    public Columns columns() {
        return columns;
    }

    /** The value that replaces a column; null if none does. */
    public @Nullable Value replacement(int index) {
        return columns.places[index] == REPLACED ? replaced[index] : null;
    }

    @Override
    public Value decode(int index) {
        int place = columns.places[index];
        if (place != REPLACED) {
            return base.decode(place);
        }
        Value value = replaced[index];
        if (value == null) {
            throw new IllegalStateException("No value for " + columns.header.names().get(index));
        }
        return value;
    }
}
