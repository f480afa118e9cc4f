package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two tables at the target that say who owns a flow and how far each of its shards has come.
 * Every method works in the transaction of the connection it is given.
 */
final class CheckpointTable {
    /**
     * A lock of ours alone, so that two engines that start together do not both make the tables.
     */
    private static final long MAKING_ALONE = 0x53594e434c494e45L;

    /** Held in common by those who are about to write, and alone by who takes the tables away. */
    private static final long MAKING = MAKING_ALONE + 1;

    /**
     * Checks the epoch and stores the position: part of a statement. {@code fenced} has a row if
     * the epoch holds. A claim meanwhile waits for this transaction or makes it find nothing.
     */
    static final String FENCED =
            "owner AS (SELECT epoch FROM public.syncline_epoch WHERE flow = ? FOR SHARE),"
                    + " fenced AS (INSERT INTO public.syncline_checkpoint (flow, shard, epoch, position)"
                    + " SELECT ?, ?, owner.epoch, ? FROM owner WHERE owner.epoch = ?"
                    + " ON CONFLICT (flow, shard) DO UPDATE SET epoch = excluded.epoch,"
                    + " position = excluded.position RETURNING 1)";

    private CheckpointTable() {}

    /**
     * Sets the parameters of {@link #FENCED}.
     *
     * @param after how many parameters come before them
     */
    static void bind(PreparedStatement statement, int after, Fence fence) throws SQLException {
        statement.setString(after + 1, fence.flow());
        statement.setString(after + 2, fence.flow());
        statement.setInt(after + 3, fence.shard());
        statement.setString(after + 4, fence.position().token());
        statement.setLong(after + 5, fence.epoch());
    }

    /**
     * Makes the tables if they are not there. Until the transaction ends nobody takes them away,
     * though nothing may stand in them yet.
     */
    static void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + MAKING + ")");
            if (there(connection)) {
                return;
            }
            statement.execute("SELECT pg_advisory_xact_lock(" + MAKING_ALONE + ")");
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS public.syncline_epoch (
                        flow text PRIMARY KEY, epoch bigint NOT NULL);
                    CREATE TABLE IF NOT EXISTS public.syncline_checkpoint (
                        flow text, shard int, epoch bigint NOT NULL, position text NOT NULL,
                        PRIMARY KEY (flow, shard))
                    """);
        }
    }

    /** The latest epoch of a flow; 0 if there is none. */
    static long latest(Connection connection, String flow) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT epoch FROM public.syncline_epoch WHERE flow = ?")) {
            query.setString(1, flow);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Raises the flow's epoch, or finds it raised. */
    static Map<Integer, Position> claim(Connection connection, String flow, long epoch)
            throws SQLException {
        try (PreparedStatement raise =
                connection.prepareStatement(
                        "INSERT INTO public.syncline_epoch AS e VALUES (?, ?) ON CONFLICT (flow)"
                                + " DO UPDATE SET epoch = excluded.epoch"
                                + " WHERE e.epoch <= excluded.epoch")) {
            raise.setString(1, flow);
            raise.setLong(2, epoch);
            if (raise.executeUpdate() == 0) {
                throw fenced(flow, epoch);
            }
        }
        Map<Integer, Position> positions = new TreeMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT shard, position FROM public.syncline_checkpoint WHERE flow = ?")) {
            query.setString(1, flow);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getInt(1), new Position(rows.getString(2)));
                }
            }
        }
        return positions;
    }

    /** Checks the epoch and stores the position, in one statement. */
    static void fence(Connection connection, Fence fence) throws SQLException {
        try (PreparedStatement store =
                connection.prepareStatement("WITH " + FENCED + " SELECT 1 FROM fenced")) {
            bind(store, 0, fence);
            try (ResultSet row = store.executeQuery()) {
                if (!row.next()) {
                    throw fenced(fence.flow(), fence.epoch());
                }
            }
        }
    }

    /** Checks the epoch; the position stays. */
    static void check(Connection connection, Fence fence) throws SQLException {
        try (PreparedStatement look =
                connection.prepareStatement(
                        "SELECT 1 FROM public.syncline_epoch WHERE flow = ? AND epoch = ? FOR SHARE")) {
            look.setString(1, fence.flow());
            look.setLong(2, fence.epoch());
            try (ResultSet found = look.executeQuery()) {
                if (!found.next()) {
                    throw fenced(fence.flow(), fence.epoch());
                }
            }
        }
    }

    /** Replaces all positions of a flow. */
    static void reshard(
            Connection connection, String flow, long epoch, Map<Integer, Position> positions)
            throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement(
                        "SELECT 1 FROM public.syncline_epoch WHERE flow = ? AND epoch = ? FOR"
                                + " UPDATE")) {
            lock.setString(1, flow);
            lock.setLong(2, epoch);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    throw fenced(flow, epoch);
                }
            }
        }
        delete(connection, "public.syncline_checkpoint", flow);
        for (var entry : positions.entrySet()) {
            fence(connection, new Fence(flow, entry.getKey(), epoch, entry.getValue()));
        }
    }

    /** Whether the tables are there. */
    static boolean there(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet there =
                        statement.executeQuery(
                                "SELECT to_regclass('public.syncline_checkpoint') IS NOT NULL"
                                        + " AND to_regclass('public.syncline_epoch') IS NOT NULL")) {
            return there.next() && there.getBoolean(1);
        }
    }

    /**
     * Removes all that is known of a flow and its parts; and the tables, when nothing else stands
     * in them.
     */
    static void forget(Connection connection, String flow) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + MAKING + ")");
            if (!there(connection)) {
                return;
            }
            for (String table : List.of("public.syncline_checkpoint", "public.syncline_epoch")) {
                delete(connection, table, flow);
                deleteParts(connection, table, flow);
            }
            if (droppable(statement)) {
                statement.execute("DROP TABLE public.syncline_checkpoint, public.syncline_epoch");
            }
        }
    }

    /** Somebody else may have made them for us, so that we may only write. */
    private static boolean droppable(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT NOT EXISTS (SELECT FROM public.syncline_epoch)"
                                + " AND NOT EXISTS (SELECT FROM public.syncline_checkpoint)"
                                + " AND (SELECT bool_and(pg_has_role(relowner, 'USAGE'))"
                                + " FROM pg_class WHERE oid IN"
                                + " ('public.syncline_epoch'::regclass,"
                                + " 'public.syncline_checkpoint'::regclass))")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void delete(Connection connection, String table, String flow)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE flow = ?")) {
            delete.setString(1, flow);
            delete.executeUpdate();
        }
    }

    private static void deleteParts(Connection connection, String table, String flow)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM " + table + " WHERE starts_with(flow, ? || '/')")) {
            delete.setString(1, flow);
            delete.executeUpdate();
        }
    }

    private static EndpointException fenced(String flow, long epoch) {
        return new EndpointException(
                Kind.FENCED,
                Code.FENCED,
                "The flow " + flow + " is not owned by epoch " + epoch + " any more");
    }
}
