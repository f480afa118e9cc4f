package io.syncline.connector.postgres;

import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads rows of one table by COPY in binary, without decoding them. Used once, by one thread. */
final class PgCopy {
    /** The signature, the flags, and the length of an extension. */
    private static final int HEADER = 19;

    /** Few calls bring less than a tenth of it. */
    private static final int ROWS_ABOUT = 1_000;

    /** About what a row costs beside its bytes. */
    private static final int ROW_BYTES = 500;

    private final Connection connection;
    private final List<PgColumn> columns;
    private final Header header;
    private final List<Row> rows = new ArrayList<>(ROWS_ABOUT);

    PgCopy(Connection connection, PgTable table) {
        this.connection = connection;
        this.columns = table.columns();
        this.header = Header.of(columns.stream().map(PgColumn::name).toList());
    }

    /** The rows read so far. */
    List<Row> rows() {
        return rows;
    }

    /**
     * Reads rows; columns whose binary form is not understood come as text.
     *
     * @param from what follows FROM, quoted
     * @param where a whole clause, or nothing
     * @return about how many bytes the rows hold
     */
    long read(String from, String where) throws SQLException {
        List<String> names = new ArrayList<>();
        for (PgColumn column : columns) {
            String quoted = PgTable.quote(column.name());
            names.add(column.type().readsBinary() ? quoted : quoted + "::text");
        }
        String sql =
                "COPY (SELECT %s FROM %s%s) TO STDOUT (FORMAT binary)"
                        .formatted(String.join(", ", names), from, where);
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        long bytes = 0;
        boolean first = true;
        byte[] block;
        while ((block = copy.readFromCopy()) != null) {
            bytes += block(block, first ? HEADER : 0);
            first = false;
        }
        return bytes;
    }

    /** The server sends whole rows, one or more to a block; the end is a count of -1. */
    private long block(byte[] block, int from) {
        int at = from;
        long bytes = 0;
        while (at < block.length && PgBinary.int2(block, at) >= 0) {
            at += 2;
            int[] spans = new int[2 * columns.size()];
            for (int i = 0; i < columns.size(); i++) {
                int length = PgBinary.int4(block, at);
                at += 4;
                spans[2 * i] = PgTuple.span(at, columns.get(i).type().readsBinary());
                spans[2 * i + 1] = length;
                at += Math.max(0, length);
            }
            rows.add(Row.encoded(header, PgTuple.of(columns, block, spans)));
            bytes += ROW_BYTES;
        }
        return bytes + block.length;
    }
}
