package io.syncline.connector.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads rows of one table by COPY in binary, without decoding them. */
final class PgCopy {
    /** The signature, the flags, and the length of an extension. */
    private static final int HEADER = 19;

    private PgCopy() {}

    /**
     * Reads rows; columns whose binary form is not understood come as text.
     *
     * @param from what follows FROM, quoted
     * @param where a whole clause, or nothing
     */
    static PgBlock read(Connection connection, PgTable table, String from, String where)
            throws SQLException {
        List<String> names = new ArrayList<>();
        for (PgColumn column : table.columns()) {
            String quoted = PgTable.quote(column.name());
            names.add(column.type().readsBinary() ? quoted : quoted + "::text");
        }
        String sql =
                "COPY (SELECT %s FROM %s%s) TO STDOUT (FORMAT binary)"
                        .formatted(String.join(", ", names), from, where);
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        PgBlock.Maker block = new PgBlock.Maker(table.columns());
        boolean first = true;
        byte[] message;
        while ((message = copy.readFromCopy()) != null) {
            block.take(message, first ? HEADER : 0);
            first = false;
        }
        return block.made();
    }
}
