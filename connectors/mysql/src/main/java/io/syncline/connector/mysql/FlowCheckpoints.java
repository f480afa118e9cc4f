package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a flow and how far each of its shards has come, in two tables beside the rows. Writers
 * share the epoch's row while they write; who takes the flow over needs it alone, and so waits for
 * their ends.
 */
final class FlowCheckpoints implements Checkpoints {
    private static final String COLUMNS = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL";
    private static final String EPOCHS =
            "CREATE TABLE IF NOT EXISTS syncline_epoch (flow VARCHAR(64)"
                    + COLUMNS
                    + " PRIMARY KEY, epoch BIGINT NOT NULL) ENGINE=InnoDB";
    private static final String POSITIONS =
            "CREATE TABLE IF NOT EXISTS syncline_checkpoint (flow VARCHAR(64)"
                    + COLUMNS
                    + ", shard INT NOT NULL, epoch BIGINT NOT NULL, position LONGTEXT"
                    + COLUMNS
                    + ", PRIMARY KEY (flow, shard)) ENGINE=InnoDB";

    private final Pool pool;
    private final Transactions transactions;

    FlowCheckpoints(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        makeTables();
        return transactions.run(
                "Claiming " + flow,
                connection -> {
                    update(
                            connection,
                            "INSERT IGNORE INTO syncline_epoch (flow, epoch) VALUES (?, ?)",
                            flow,
                            epoch);
                    Long held = epoch(connection, flow, "FOR UPDATE");
                    if (held == null || held > epoch) {
                        throw fenced(flow, epoch, held);
                    }
                    update(
                            connection,
                            "UPDATE syncline_epoch SET epoch = ? WHERE flow = ?",
                            epoch,
                            flow);
                    return positions(connection, flow);
                });
    }

    @Override
    public long latest(String flow) {
        makeTables();
        Long held =
                transactions.run(
                        "Asking for the epoch of " + flow,
                        connection -> {
                            Long found = epoch(connection, flow, "");
                            return found == null ? Long.valueOf(0) : found;
                        });
        return held;
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        transactions.run(
                "Resharding " + flow,
                connection -> {
                    Long held = epoch(connection, flow, "FOR UPDATE");
                    if (held == null || held != epoch) {
                        throw fenced(flow, epoch, held);
                    }
                    update(connection, "DELETE FROM syncline_checkpoint WHERE flow = ?", flow);
                    for (Map.Entry<Integer, Position> each : positions.entrySet()) {
                        store(connection, new Fence(flow, each.getKey(), epoch, each.getValue()));
                    }
                    return true;
                });
    }

    @Override
    public void forget(String flow) {
        makeTables();
        transactions.run(
                "Forgetting " + flow,
                connection -> {
                    update(connection, "DELETE FROM syncline_epoch WHERE flow = ?", flow);
                    update(connection, "DELETE FROM syncline_checkpoint WHERE flow = ?", flow);
                    return true;
                });
    }

    /** Makes sure, until the transaction ends, that nobody else has taken the flow over. */
    void check(Connection connection, Fence fence) throws SQLException {
        Long held = epoch(connection, fence.flow(), "LOCK IN SHARE MODE");
        if (held == null || held != fence.epoch()) {
            throw fenced(fence.flow(), fence.epoch(), held);
        }
    }

    /** Stores the fence's position with the rows. */
    void store(Connection connection, Fence fence) throws SQLException {
        update(
                connection,
                "INSERT INTO syncline_checkpoint (flow, shard, epoch, position)"
                        + " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
                        + " epoch = VALUES(epoch), position = VALUES(position)",
                fence.flow(),
                (long) fence.shard(),
                fence.epoch(),
                fence.position().token());
    }

    private void makeTables() {
        pool.read(
                "Making the tables for checkpoints",
                connection -> {
                    Transactions.execute(connection, EPOCHS);
                    Transactions.execute(connection, POSITIONS);
                    return true;
                });
    }

    private static @Nullable Long epoch(Connection connection, String flow, String lock)
            throws SQLException {
        String sql = "SELECT epoch FROM syncline_epoch WHERE flow = ? " + lock;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, flow);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }

    private static Map<Integer, Position> positions(Connection connection, String flow)
            throws SQLException {
        Map<Integer, Position> positions = new TreeMap<>();
        String sql = "SELECT shard, position FROM syncline_checkpoint WHERE flow = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, flow);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    positions.put(row.getInt(1), new Position(row.getString(2)));
                }
            }
        }
        return positions;
    }

    private static void update(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                Sql.bind(statement, i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private static EndpointException fenced(String flow, long epoch, @Nullable Long held) {
        return new EndpointException(
                EndpointException.Kind.FENCED,
                Code.FENCED,
                "The flow "
                        + flow
                        + (held == null ? " is not claimed" : " is held by epoch " + held)
                        + ", so epoch "
                        + epoch
                        + " writes nothing.");
    }
}
