package io.syncline.connector.postgres;

import io.syncline.core.change.Field;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.filter.Predicate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads whole tables by one COPY in binary; rows stay in their bytes where types agree. */
final class PostgresScan implements Scan {
    /** The signature, flags and length of extension in front of the first row. */
    private static final int PREAMBLE = 19;

    private final PostgresConnections connections;
    private final TableShapes shapes;

    PostgresScan(PostgresConnections connections, TableShapes shapes) {
        this.connections = connections;
        this.shapes = shapes;
    }

    @Override
    public Rows scan(Layout layout, Predicate wanted) {
        Connection connection = connections.open("reading a table");
        try {
            TableShape shape = shapes.of(layout.collection(), connection);
            List<TargetColumn> columns =
                    shape.columns(layout.fields().stream().map(Field::name).toList());
            String names =
                    columns.stream().map(PostgresScan::selected).collect(Collectors.joining(", "));
            CopyOut copy =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "COPY (SELECT "
                                            + names
                                            + " FROM "
                                            + shape.table()
                                            + where(connection, layout, wanted)
                                            + ") TO STDOUT (FORMAT binary)");
            return new CopiedRows(connection, copy, layout, columns);
        } catch (SQLException e) {
            PostgresConnections.quietly(connection);
            throw PostgresErrors.of(e, "reading " + layout.collection());
        } catch (RuntimeException e) {
            PostgresConnections.quietly(connection);
            throw e;
        }
    }

    private static String where(Connection connection, Layout layout, Predicate wanted)
            throws SQLException {
        PgTable table =
                wanted == Predicate.Constant.ALL
                        ? null
                        : PostgresCatalog.one(connection, layout.collection());
        if (table == null) {
            return "";
        }
        // The values go by settings of the transaction.
        connection.setAutoCommit(false);
        return " WHERE true" + PostgresSnapshots.wanted(connection, table, wanted);
    }

    private static String selected(TargetColumn column) {
        return column.column().type().readsBinary() ? column.quoted() : column.quoted() + "::text";
    }

    private static final class CopiedRows implements Rows {
        private final Connection connection;
        private final CopyOut copy;
        private final Layout layout;
        private final Header header;
        private final List<PgColumn> columns;
        private final boolean asTheyAre;
        private int skip = PREAMBLE;

        CopiedRows(Connection connection, CopyOut copy, Layout layout, List<TargetColumn> columns) {
            this.connection = connection;
            this.copy = copy;
            this.layout = layout;
            this.header = Header.of(columns.stream().map(TargetColumn::name).toList());
            this.columns = columns.stream().map(TargetColumn::column).toList();
            boolean same = true;
            for (int i = 0; i < columns.size(); i++) {
                same &= layout.fields().get(i).type().equals(this.columns.get(i).fieldType());
            }
            this.asTheyAre = same;
        }

        @Override
        public @Nullable Row next() {
            try {
                byte[] bytes;
                do {
                    bytes = copy.isActive() ? copy.readFromCopy() : null;
                    if (bytes == null) {
                        return null;
                    }
                } while (bytes.length <= skip || PgBinary.int2(bytes, skip) < 0);
                Row row = row(bytes, skip);
                skip = 0;
                return row;
            } catch (SQLException e) {
                throw PostgresErrors.of(e, "reading " + layout.collection());
            }
        }

        private Row row(byte[] bytes, int start) {
            int[] spans = new int[2 * columns.size()];
            int at = start + 2;
            for (int i = 0; i < columns.size(); i++) {
                int length = PgBinary.int4(bytes, at);
                spans[2 * i] = PgTuple.span(at + 4, columns.get(i).type().readsBinary());
                spans[2 * i + 1] = length;
                at += 4 + Math.max(0, length);
            }
            Row row = Row.encoded(header, PgTuple.of(columns, bytes, spans));
            if (asTheyAre) {
                return row;
            }
            List<Value> values = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                values.add(StoredRows.conform(row.at(i), layout.fields().get(i).type()));
            }
            return Row.of(header, values);
        }

        @Override
        public void close() {
            PostgresConnections.quietly(connection);
        }
    }
}
