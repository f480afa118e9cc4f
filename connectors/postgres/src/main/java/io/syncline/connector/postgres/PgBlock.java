package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowBlock;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.postgresql.copy.CopyIn;

/**
 * Rows of one table as a binary COPY told them, one after the other in one array: without its
 * header, and without its end. Immutable.
 */
final class PgBlock extends AbstractList<Row> implements RowBlock, RandomAccess {
    /** The server reads a message as a whole before it looks at it. */
    private static final int SEND = 64 * 1024;

    private final List<PgColumn> columns;
    private final Header header;
    private final byte[] bytes;
    private final int length;
    private final int[] starts;
    private final int count;

    private PgBlock(Maker maker) {
        this.columns = maker.columns;
        this.header = maker.header;
        this.bytes = maker.bytes;
        this.length = maker.length;
        this.starts = maker.starts;
        this.count = maker.count;
    }

    /** Gathers the rows of a block. Used by one thread. */
    static final class Maker {
        private final List<PgColumn> columns;
        private final Header header;
        private byte[] bytes = new byte[16 * 1024];
        private int length;
        private int[] starts = new int[256];
        private int count;

        /** Rows of these columns. */
        Maker(List<PgColumn> columns) {
            this.columns = columns;
            this.header = Header.of(columns.stream().map(PgColumn::name).toList());
        }

        /**
         * Takes the rows of one message of the server: it sends whole rows, one or more to a
         * message; the end is a count of -1.
         */
        void take(byte[] message, int from) {
            int at = from;
            while (at < message.length && PgBinary.int2(message, at) >= 0) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = length + at - from;
                at += 2;
                for (int i = 0; i < columns.size(); i++) {
                    at += 4 + Math.max(0, PgBinary.int4(message, at));
                }
            }
            int size = at - from;
            if (bytes.length - length < size) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
            }
            System.arraycopy(message, from, bytes, length, size);
            length += size;
        }

        /** The rows taken so far; nothing is taken after it. */
        PgBlock made() {
            return new PgBlock(this);
        }
    }

    @Override
    public Header header() {
        return header;
    }

    /** One for each field, in the order of the bytes. */
    List<PgColumn> columns() {
        return columns;
    }

    /** About what it holds in memory, while nobody looks at its rows. */
    long bytes() {
        return bytes.length + 4L * starts.length;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public Row get(int index) {
        int at = starts[Objects.checkIndex(index, count)] + 2;
        int[] spans = new int[2 * columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            int size = PgBinary.int4(bytes, at);
            at += 4;
            spans[2 * i] = PgTuple.span(at, columns.get(i).type().readsBinary());
            spans[2 * i + 1] = size;
            at += Math.max(0, size);
        }
        return Row.encoded(header, PgTuple.of(columns, bytes, spans));
    }

    /** Sends the rows as they are to a COPY in binary of the same columns. */
    void send(CopyIn copy) throws SQLException {
        for (int at = 0; at < length; at += SEND) {
            copy.writeToCopy(bytes, at, Math.min(SEND, length - at));
        }
    }
}
