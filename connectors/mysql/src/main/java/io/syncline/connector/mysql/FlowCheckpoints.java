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
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a flow and how far each of its shards has come, in two tables beside the rows. Writers
 * share the epoch's row while they write; who takes the flow over needs it alone, and so waits for
 * their ends.
 */
final class FlowCheckpoints implements Checkpoints {
    /** The table of positions, where flows also sign their transactions. */
    static final String TABLE = "syncline_checkpoint";

    /** No flow is called so, and no two sessions meet. */
    private static final String MARK =
            "INSERT INTO syncline_checkpoint (flow, shard, epoch, position) VALUES ('syncline keys',"
                    + " -1 - CAST(MOD(CONNECTION_ID(), 1000000000) AS SIGNED), 0, '')";

    private static final String UNMARK =
            "DELETE FROM syncline_checkpoint WHERE flow = 'syncline keys'"
                    + " AND shard = -1 - CAST(MOD(CONNECTION_ID(), 1000000000) AS SIGNED)";

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

    private static final String THERE =
            "SELECT count(*) = 2 FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " AND table_name IN ('syncline_epoch', 'syncline_checkpoint')";

    private final Pool pool;
    private final Transactions transactions;

    FlowCheckpoints(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        return new Alone(pool).run("Claiming " + flow, _ -> claimed(flow, epoch));
    }

    private Map<Integer, Position> claimed(String flow, long epoch) {
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
        new Alone(pool)
                .run(
                        "Forgetting " + flow,
                        held -> {
                            if (!there()) {
                                return false;
                            }
                            boolean empty =
                                    transactions.run(
                                            "Forgetting " + flow,
                                            connection -> forget(connection, flow));
                            if (empty && held) {
                                dropTables();
                            }
                            return true;
                        });
    }

    /** Removes the rows of a flow and its parts; whether no others are left. */
    private static boolean forget(Connection connection, String flow) throws SQLException {
        for (String table : List.of("syncline_epoch", "syncline_checkpoint")) {
            String parts = "DELETE FROM " + table + " WHERE flow = ? OR LOCATE(?, flow) = 1";
            update(connection, parts, flow, flow + "/");
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT NOT EXISTS (SELECT 1 FROM syncline_epoch)"
                                        + " AND NOT EXISTS (SELECT 1 FROM syncline_checkpoint)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Without the right to do so they stay, empty. */
    private void dropTables() {
        pool.read(
                "Removing the tables for checkpoints",
                connection -> {
                    try {
                        Transactions.execute(
                                connection,
                                "DROP TABLE IF EXISTS syncline_checkpoint, syncline_epoch");
                        return true;
                    } catch (SQLException e) {
                        return false;
                    }
                });
    }

    /** Whether both tables are there. */
    boolean there() {
        return pool.read(
                "Looking for the tables for checkpoints",
                connection -> Alone.answer(connection, THERE));
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

    /**
     * Says in the log whose the transaction is: by a row beside the shard's own, as other sessions
     * of the flow may write that. It has to differ from what it was, or nothing would be logged.
     */
    void sign(Connection connection, Fence owner) throws SQLException {
        update(
                connection,
                "INSERT INTO syncline_checkpoint (flow, shard, epoch, position)"
                        + " VALUES (?, ?, ?, '') ON DUPLICATE KEY UPDATE"
                        + " epoch = VALUES(epoch), position = IF(position = '', 'x', '')",
                owner.flow(),
                -1L - owner.shard(),
                owner.epoch());
    }

    /**
     * Commits something, and so brings to the disk, as far as the server is told to do so, what all
     * have done there before. Nothing is left of it.
     */
    void makeDurable() {
        if (!there()) {
            makeTables();
        }
        transactions.run(
                "Committing",
                connection -> {
                    update(connection, MARK);
                    update(connection, UNMARK);
                    return true;
                });
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
        var positions = new TreeMap<Integer, Position>();
        String sql = "SELECT shard, position FROM " + TABLE + " WHERE flow = ? AND shard >= 0";
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
