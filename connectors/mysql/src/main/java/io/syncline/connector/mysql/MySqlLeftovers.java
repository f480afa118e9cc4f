package io.syncline.connector.mysql;

import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Leftovers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What our names mark in one database: the rows of checkpoints, and outboxes. */
final class MySqlLeftovers implements Leftovers, Clocked {
    private static final String FLOWS =
            "SELECT flow FROM syncline_epoch UNION SELECT flow FROM syncline_checkpoint"
                    + " ORDER BY flow";

    private static final String OUTBOXES =
            "SELECT SUBSTRING(table_name, CHAR_LENGTH('%1$s') + 1) FROM information_schema.tables WHERE table_schema = DATABASE() AND LEFT(table_name, CHAR_LENGTH('%1$s')) = '%1$s' ORDER BY table_name"
                    .formatted(OutboxInstallation.PREFIX);

    private final Pool pool;
    private final FlowCheckpoints checkpoints;
    private final OutboxInstallation outboxes;

    MySqlLeftovers(Pool pool, FlowCheckpoints checkpoints) {
        this.pool = pool;
        this.checkpoints = checkpoints;
        this.outboxes = new OutboxInstallation(pool);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.CHECKPOINT, Kind.TABLE);
    }

    @Override
    public List<Made> made() {
        List<Made> all = new ArrayList<>(checkpoints.there() ? checkpoints() : List.of());
        all.addAll(outboxes());
        return List.copyOf(all);
    }

    private List<Made> checkpoints() {
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

    /** Also one whose line was lost. */
    private List<Made> outboxes() {
        return pool.read(
                "Looking for outboxes",
                connection -> {
                    List<Made> made = new ArrayList<>();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(OUTBOXES)) {
                        while (rows.next()) {
                            made.add(outbox(connection, rows.getString(1)));
                        }
                    }
                    return List.copyOf(made);
                });
    }

    private static Made outbox(Connection connection, String flow) throws SQLException {
        StringBuilder removal = new StringBuilder();
        for (String name : OutboxInstallation.standing(connection, flow)) {
            removal.append(OutboxTriggers.drop(name)).append("; ");
        }
        removal.append("DROP TABLE ").append(OutboxInstallation.outbox(flow));
        if (OutboxInstallation.exists(connection, OutboxInstallation.STATE)) {
            removal.append("; DELETE FROM ").append(OutboxInstallation.STATE).append(where(flow));
        }
        return new Made(Kind.TABLE, OutboxInstallation.name(flow), flow, false, removal.toString());
    }

    private static String where(String flow) {
        return " WHERE flow = '" + flow.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static Made checkpoint(String flow) {
        String where = where(flow);
        return new Made(
                Kind.CHECKPOINT,
                "syncline_checkpoint",
                flow,
                false,
                "DELETE FROM syncline_checkpoint" + where + "; DELETE FROM syncline_epoch" + where);
    }

    @Override
    public void remove(Made made) {
        switch (made.kind()) {
            case CHECKPOINT -> checkpoints.forget(made.flow());
            case TABLE -> outboxes.remove(made.flow());
            case SLOT, PUBLICATION -> {
                // None of these is made here.
            }
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
