package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Phases;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Relays the rows of a like source into a table, without looking at any of them. */
final class BlockLoad {
    private static final byte[] END = {(byte) 0xff, (byte) 0xff};

    private BlockLoad() {}

    /** Whether a table takes such rows byte by byte. */
    static boolean suits(TableShape shape, PgBlock rows) {
        return rows.columns().stream()
                .allMatch(
                        column -> {
                            TargetColumn mine = shape.find(column.name());
                            return mine != null
                                    && column.type().readsBinary()
                                    && mine.takesBytesOf(column);
                        });
    }

    /**
     * Writes the rows, of which none is there yet, in a transaction of their own.
     *
     * @return false if nothing was written, for something is against one of them
     */
    static boolean load(
            TargetSession session, TableShape shape, PgBlock rows, Fence fence, Phases phases)
            throws SQLException {
        try {
            copy(session, shape, rows);
            CheckpointTable.check(session.connection(), fence);
            if (!FencedApply.commit(session, phases)) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT,
                        Code.CONNECTION_LOST,
                        "The connection broke while rows were committed");
            }
            return true;
        } catch (SQLException e) {
            // A deferred constraint speaks at the commit.
            if (Refusals.kind(e) == null) {
                throw Refusals.root(e);
            }
            session.rollback();
            return false;
        }
    }

    private static void copy(TargetSession session, TableShape shape, PgBlock rows)
            throws SQLException {
        List<String> names = rows.header().names();
        String sql =
                "COPY %s (%s) FROM STDIN (FORMAT binary)"
                        .formatted(
                                shape.table(),
                                names.stream()
                                        .map(PgName::quote)
                                        .collect(Collectors.joining(", ")));
        CopyIn copy = session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(CopyRows.SIGNATURE, 0, CopyRows.SIGNATURE.length);
            rows.send(copy);
            copy.writeToCopy(END, 0, END.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
