package io.syncline.connector.postgres;

import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one view become tuples of a table: the bytes of columns that nobody touched,
 * beside those of the values that replace the others. Judged once for all rows of a relation. Used
 * by one thread at a time.
 */
final class PgMixture {
    private final RowView.Columns view;
    private final List<PgColumn> sources;
    private final @Nullable List<PgColumn> columns;

    private PgMixture(
            RowView.Columns view, List<PgColumn> sources, @Nullable List<PgColumn> columns) {
        this.view = view;
        this.sources = sources;
        this.columns = columns;
    }

    static PgMixture of(TableShape shape, RowView.Columns view, List<PgColumn> sources) {
        List<PgColumn> columns = new ArrayList<>();
        for (int i = 0; i < view.header().size(); i++) {
            TargetColumn target = shape.find(view.header().names().get(i));
            int place = view.place(i);
            boolean replaced = place == RowView.REPLACED;
            boolean good =
                    target != null
                            && (replaced
                                    ? PgEncoding.writes(target.column())
                                    : target.takesBytesOf(sources.get(place)));
            if (target == null || !good) {
                return new PgMixture(view, sources, null);
            }
            columns.add(replaced ? target.column() : sources.get(place));
        }
        return new PgMixture(view, sources, List.copyOf(columns));
    }

    /** Whether this is how such a view of such tuples is mixed. */
    @SuppressWarnings("ReferenceEquality") // rows of one relation share both
    boolean of(RowView.Columns other, PgTuple tuple) {
        return view == other && sources == tuple.columns();
    }

    /** The tuple of a row; null if a value of it has to go as text. */
    @Nullable PgTuple tuple(RowView row, PgTuple base) {
        List<PgColumn> known = columns;
        if (known == null) {
            return null;
        }
        byte[] @Nullable [] written = new byte[known.size()] @Nullable [];
        int[] spans = new int[2 * known.size()];
        int total = 0;
        for (int i = 0; i < known.size(); i++) {
            int place = view.place(i);
            int length;
            if (place == RowView.REPLACED) {
                Value value = row.decode(i);
                byte[] bytes =
                        value instanceof Value.Null ? null : PgEncoding.bytes(value, known.get(i));
                if (bytes == null && !(value instanceof Value.Null)) {
                    return null;
                }
                written[i] = bytes;
                length = bytes == null ? PgTuple.NULL : bytes.length;
            } else {
                length = base.length(place);
                if (length >= 0 && !base.binary(place)) {
                    return null;
                }
            }
            spans[2 * i] = PgTuple.span(total, true);
            spans[2 * i + 1] = length;
            total += Math.max(0, length);
        }
        return PgTuple.of(known, filled(base, written, spans, total), spans);
    }

    private byte[] filled(PgTuple base, byte[] @Nullable [] written, int[] spans, int total) {
        byte[] block = new byte[total];
        for (int i = 0; i < written.length; i++) {
            int length = spans[2 * i + 1];
            byte[] own = written[i];
            if (length > 0 && own != null) {
                System.arraycopy(own, 0, block, spans[2 * i], length);
            } else if (length > 0) {
                int start = base.start(view.place(i));
                System.arraycopy(base.bytes(), start, block, spans[2 * i], length);
            }
        }
        return block;
    }
}
