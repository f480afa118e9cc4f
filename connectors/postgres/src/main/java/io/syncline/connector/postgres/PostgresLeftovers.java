package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Leftovers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What our names mark in one database: slots, publications, and the rows of checkpoints. */
final class PostgresLeftovers implements Leftovers, Clocked {
    private static final String PREFIX = "syncline_";

    /** Of a publication that tells inserts alone. */
    private static final String INSERTS = "_inserts";

    /** A slot that ends with its session, as that of a frozen copy, is nobody's leftover. */
    private static final String SLOTS =
            "SELECT slot_name, active FROM pg_replication_slots WHERE starts_with(slot_name, '"
                    + PREFIX
                    + "') AND plugin = 'pgoutput' AND NOT temporary"
                    + " AND database = current_database() ORDER BY slot_name";

    private static final String PUBLICATIONS =
            "SELECT pubname FROM pg_publication WHERE starts_with(pubname, '"
                    + PREFIX
                    + "') AND starts_with(obj_description(oid, 'pg_publication'), 'Made by Syncline')"
                    + " ORDER BY pubname";

    private static final String FLOWS =
            "SELECT flow FROM public.syncline_epoch UNION SELECT flow FROM"
                    + " public.syncline_checkpoint ORDER BY flow";

    private final PostgresConnections connections;

    PostgresLeftovers(PostgresConnections connections) {
        this.connections = connections;
    }

    @Override
    public Set<Leftovers.Kind> kinds() {
        return EnumSet.of(
                Leftovers.Kind.SLOT,
                Leftovers.Kind.PUBLICATION,
                Leftovers.Kind.CHECKPOINT,
                Leftovers.Kind.TABLE);
    }

    @Override
    public List<Made> made() {
        return connections.call(
                "looking for what Syncline has made",
                connection -> {
                    List<Made> made = new ArrayList<>();
                    slots(connection, made);
                    publications(connection, made);
                    if (CheckpointTable.there(connection)) {
                        flows(connection, made);
                    }
                    if (OutboxInstallation.exists(connection, OutboxTriggers.STATE)) {
                        outboxes(connection, made);
                    }
                    return List.copyOf(made);
                });
    }

    private static void slots(Connection connection, List<Made> into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SLOTS)) {
            while (rows.next()) {
                String name = rows.getString(1);
                into.add(
                        new Made(
                                Leftovers.Kind.SLOT,
                                name,
                                name.substring(PREFIX.length()),
                                rows.getBoolean(2),
                                "SELECT pg_drop_replication_slot('" + name + "')"));
            }
        }
    }

    private static void publications(Connection connection, List<Made> into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(PUBLICATIONS)) {
            while (rows.next()) {
                String name = rows.getString(1);
                String flow = name.substring(PREFIX.length());
                into.add(
                        new Made(
                                Leftovers.Kind.PUBLICATION,
                                name,
                                flow.endsWith(INSERTS)
                                        ? flow.substring(0, flow.length() - INSERTS.length())
                                        : flow,
                                false,
                                "DROP PUBLICATION " + PgTable.quote(name)));
            }
        }
    }

    private static void flows(Connection connection, List<Made> into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FLOWS)) {
            while (rows.next()) {
                String flow = rows.getString(1);
                String where = " WHERE flow = '" + flow.replace("'", "''") + "'";
                into.add(
                        new Made(
                                Leftovers.Kind.CHECKPOINT,
                                "public.syncline_checkpoint",
                                flow,
                                false,
                                "DELETE FROM public.syncline_checkpoint"
                                        + where
                                        + "; DELETE FROM public.syncline_epoch"
                                        + where));
            }
        }
    }

    private static void outboxes(Connection connection, List<Made> into) throws SQLException {
        for (String flow :
                TableShapes.strings(
                        connection,
                        "SELECT flow FROM " + OutboxTriggers.STATE + " WHERE flow <> ? ORDER BY 1",
                        "")) {
            StringBuilder removal = new StringBuilder();
            for (String function : OutboxInstallation.functions(connection, flow)) {
                removal.append("DROP FUNCTION ").append(function).append(" CASCADE; ");
            }
            removal.append("DROP TABLE ")
                    .append(OutboxTriggers.outbox(flow))
                    .append("; DELETE FROM ")
                    .append(OutboxTriggers.STATE)
                    .append(" WHERE flow = ")
                    .append(PgName.literal(flow));
            into.add(
                    new Made(
                            Leftovers.Kind.TABLE,
                            OutboxTriggers.outbox(flow),
                            flow,
                            false,
                            removal.toString()));
        }
    }

    @Override
    public void remove(Made made) {
        if (made.kind() == Leftovers.Kind.TABLE) {
            new OutboxInstallation(connections).remove(made.flow());
            return;
        }
        connections.call(
                "removing what Syncline has made",
                connection -> {
                    switch (made.kind()) {
                        case SLOT -> dropSlot(connection, made.name());
                        case PUBLICATION ->
                                PostgresSlots.run(
                                        connection,
                                        "DROP PUBLICATION IF EXISTS " + PgTable.quote(made.name()));
                        case CHECKPOINT -> {
                            connection.setAutoCommit(false);
                            CheckpointTable.forget(connection, made.flow());
                            connection.commit();
                        }
                        case TABLE -> {
                            // Removed above.
                        }
                    }
                    return made;
                });
    }

    private static void dropSlot(Connection connection, String name) throws SQLException {
        try (PreparedStatement look =
                connection.prepareStatement(
                        "SELECT active FROM pg_replication_slots WHERE slot_name = ?")) {
            look.setString(1, name);
            try (ResultSet row = look.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                if (row.getBoolean(1)) {
                    throw new EndpointException(
                            EndpointException.Kind.MISCONFIGURED,
                            Code.WRONG_STATE,
                            "Somebody reads the replication slot " + name + " now");
                }
            }
        }
        PostgresSlots.query(
                        connection,
                        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                                + " WHERE slot_name = ?",
                        name)
                .close();
    }

    @Override
    public long systemMillis() {
        return connections.call(
                "asking for the time",
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row =
                                    statement.executeQuery(
                                            "SELECT (extract(epoch FROM clock_timestamp()) * 1000)"
                                                    + "::int8")) {
                        row.next();
                        return row.getLong(1);
                    }
                });
    }
}
