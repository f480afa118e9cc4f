package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Leftovers;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What our names mark in one database: the rows of checkpoints. */
final class MySqlLeftovers implements Leftovers, Clocked {
    private static final String FLOWS =
            "SELECT flow FROM syncline_epoch UNION SELECT flow FROM syncline_checkpoint"
                    + " ORDER BY flow";

    private final Pool pool;
    private final FlowCheckpoints checkpoints;

    MySqlLeftovers(Pool pool, FlowCheckpoints checkpoints) {
        this.pool = pool;
        this.checkpoints = checkpoints;
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.CHECKPOINT);
    }

    @Override
    public List<Made> made() {
        if (!checkpoints.there()) {
            return List.of();
        }
        return pool.read(
                "Looking for what Syncline has made",
                connection -> {
                    List<Made> made = new ArrayList<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(FLOWS)) {
                        while (rows.next()) {
                            made.add(checkpoint(rows.getString(1)));
                        }
                    }
                    return List.copyOf(made);
                });
    }

    private static Made checkpoint(String flow) {
        String where = " WHERE flow = '" + flow.replace("\\", "\\\\").replace("'", "''") + "'";
        return new Made(
                Kind.CHECKPOINT,
                "syncline_checkpoint",
                flow,
                false,
                "DELETE FROM syncline_checkpoint" + where + "; DELETE FROM syncline_epoch" + where);
    }

    @Override
    public void remove(Made made) {
        if (made.kind() == Kind.CHECKPOINT) {
            checkpoints.forget(made.flow());
        }
    }

    @Override
    public long systemMillis() {
        return pool.read(
                "Asking for the time",
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row =
                                    statement.executeQuery(
                                            "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000"
                                                    + " AS SIGNED)")) {
                        row.next();
                        return row.getLong(1);
                    }
                });
    }
}
