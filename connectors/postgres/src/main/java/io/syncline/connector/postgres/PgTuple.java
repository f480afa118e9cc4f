package io.syncline.connector.postgres;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.List;

/**
 * One tuple inside a block of bytes that it shares with others: where each field lies, and in which
 * format. Fields nobody knows (unchanged TOAST) are not in it. Immutable, as is the block.
 */
final class PgTuple implements Row.Encoded {
    /** The length of a NULL. */
    static final int NULL = -1;

    private final List<PgColumn> columns;
    private final byte[] bytes;

    /** Two for each field: the start (its complement when the field is text), the length. */
    private final int[] spans;

    private PgTuple(List<PgColumn> columns, byte[] bytes, int[] spans) {
        this.columns = columns;
        this.bytes = bytes;
        this.spans = spans;
    }

    /**
     * A tuple over these bytes; takes the arrays over.
     *
     * @param columns one for each field, shared by all tuples of a relation
     * @param spans two for each field: {@link #span} of its start, and its length or {@link #NULL}
     */
    static PgTuple of(List<PgColumn> columns, byte[] bytes, int[] spans) {
        if (spans.length != 2 * columns.size()) {
            throw new IllegalArgumentException(spans.length + " bounds for " + columns);
        }
        return new PgTuple(columns, bytes, spans);
    }

    /** How a start is held in the spans. */
    static int span(int start, boolean binary) {
        return binary ? start : ~start;
    }

    /** How many fields are known. */
    int size() {
        return columns.size();
    }

    /** The known fields' columns, in order. */
    List<PgColumn> columns() {
        return columns;
    }

    /** The block; never to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Where a field's bytes start in the block. */
    int start(int index) {
        int start = spans[2 * index];
        return start < 0 ? ~start : start;
    }

    /** How many bytes a field has, or {@link #NULL}. */
    int length(int index) {
        return spans[2 * index + 1];
    }

    /** Whether a field is NULL. */
    boolean isNull(int index) {
        return spans[2 * index + 1] < 0;
    }

    /** Whether a field is in binary; if not, it is in text. */
    boolean binary(int index) {
        return spans[2 * index] >= 0;
    }

    /** Whether every field that is not NULL is in binary. */
    boolean allBinary() {
        for (int i = 0; i < columns.size(); i++) {
            if (!binary(i) && !isNull(i)) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes the fields have in a COPY or Bind message: each with a length of four. */
    int wireLength() {
        int total = 0;
        for (int i = 1; i < spans.length; i += 2) {
            total += 4 + Math.max(0, spans[i]);
        }
        return total;
    }

    @Override
    public Value decode(int index) {
        return isNull(index)
                ? Value.nothing()
                : PostgresTypes.decode(
                        columns.get(index).type(),
                        binary(index),
                        bytes,
                        start(index),
                        length(index));
    }
}
