package io.syncline.connector.postgres;

import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.SnapshotPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as it was at one place of the log. The place and the snapshot come from a temporary
 * replication slot, because only the server can name both at once; the slot is gone as soon as the
 * snapshot is taken over. Used by one thread.
 */
final class PostgresFrozen implements FrozenReads.Copy {
    private final PostgresSnapshots snapshots;
    private final Connection connection;
    private final PgTable table;
    private final Position place;
    private @Nullable SnapshotPosition after;
    private boolean over;

    private PostgresFrozen(
            PostgresSnapshots snapshots, Connection connection, PgTable table, Position place) {
        this.snapshots = snapshots;
        this.connection = connection;
        this.table = table;
        this.place = place;
    }

    /**
     * Begins to read a table.
     *
     * @param slot a name that no replication slot has
     */
    static PostgresFrozen open(
            PostgresConnections connections,
            PostgresSnapshots snapshots,
            String collection,
            String slot) {
        Connection reading = connections.open("copying " + collection);
        try (Connection creating = (Connection) connections.replication().connection();
                Statement statement = creating.createStatement();
                ResultSet made =
                        statement.executeQuery(
                                "CREATE_REPLICATION_SLOT "
                                        + PgTable.quote(slot)
                                        + " TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT")) {
            made.next();
            Position place = PgLsn.position(PgLsn.parse(made.getString("consistent_point")));
            adopt(reading, made.getString("snapshot_name"));
            PgTable table = PostgresCatalog.one(reading, collection);
            if (table == null) {
                throw new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "There is no table " + collection);
            }
            return new PostgresFrozen(snapshots, reading, table, place);
        } catch (SQLException e) {
            PostgresConnections.quietly(reading);
            throw PostgresErrors.of(e, "freezing " + collection);
        } catch (RuntimeException e) {
            PostgresConnections.quietly(reading);
            throw e;
        }
    }

    private static void adopt(Connection reading, String snapshot) throws SQLException {
        reading.setAutoCommit(false);
        try (Statement statement = reading.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute("SET TRANSACTION SNAPSHOT " + PgName.literal(snapshot));
        }
    }

    @Override
    public Position place() {
        return place;
    }

    @Override
    public @Nullable List<Row> next(int rowsMax) {
        if (over) {
            return null;
        }
        try {
            PostgresSnapshots.Piece piece =
                    snapshots.piece(connection, table, null, after, rowsMax);
            after = piece.next();
            over = after == null;
            return piece.rows();
        } catch (SQLException e) {
            throw PostgresErrors.of(e, "copying " + table.collection());
        }
    }

    @Override
    public void close() {
        PostgresConnections.quietly(connection);
    }
}
