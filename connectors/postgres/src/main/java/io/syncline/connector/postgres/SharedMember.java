package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A flow whose reader is open here, and which may follow a stream that others read too. The reader
 * asks; the thread that sees to the sharing answers when it can.
 */
final class SharedMember implements AutoCloseable {
    /** How long a slot stands while its flow follows another's stream. */
    private static final long ADVANCE_NANOS = 30_000_000_000L;

    /** So much log is not held because of it. */
    private static final long ADVANCE_BYTES = 64L << 20;

    private static final long ADVANCE_NANOS_MIN = 1_000_000_000L;

    private final SharedFlows flows;
    private final PostgresConnections connections;
    private final Selection selection;
    private final Context context;
    private volatile boolean wants;
    private volatile boolean refused;
    private volatile long refusedAt;
    private volatile @Nullable Follower follower;
    private long advanced;
    private long advancedAt;

    SharedMember(
            SharedFlows flows,
            PostgresConnections connections,
            Selection selection,
            Context context) {
        this.flows = flows;
        this.connections = connections;
        this.selection = selection;
        this.context = context;
        this.advancedAt = context.nanos();
    }

    /** Where a flow's own slot stands. */
    record Confirmed(SharedMember member, long place) {}

    /**
     * A copy of a flow's slot, which ends with its session.
     *
     * @param place all behind it can be read
     */
    record Copy(PostgresConnections.Replication on, String name, long place)
            implements AutoCloseable {
        @Override
        public void close() {
            PostgresConnections.quietly((AutoCloseable) on.connection());
        }
    }

    // ---------------------------------------------------------------- the reader's thread

    /**
     * What reads on behind a place for this flow too; null while there is nothing of that kind.
     *
     * @param from where the flow has come, at the end of the log
     */
    @Nullable Follower at(long from) {
        wants = true;
        Follower found = follower;
        if (found == null) {
            return null;
        }
        if (found.letGone()) {
            found.close();
            refuse();
            return null;
        }
        if (!found.reaches(from)) {
            return null;
        }
        found.begin(from);
        return found;
    }

    /** The reader has ended. */
    @Override
    public void close() {
        flows.left(this);
        Follower last = follower;
        if (last != null) {
            last.close();
        }
    }

    // ---------------------------------------------------------------- the thread that sees to it

    String flow() {
        return selection.flow();
    }

    PostgresConnections connections() {
        return connections;
    }

    /** The names of what its slot tells. */
    List<String> publications() {
        return PostgresSlots.publicationNames(selection);
    }

    /** Leaves it alone for a while. */
    void refuse() {
        refusedAt = context.nanos();
        refused = true;
        follower = null;
    }

    /** Whether it would follow a stream, or does; what it shares has no messages. */
    boolean willing(long pauseNanos) {
        return wants
                && selection.filters().isEmpty()
                && !selection.echoes()
                && !(refused && context.nanos() - refusedAt < pauseNanos);
    }

    /** Follows, unless it does. */
    void follow(Shared shared) {
        if (follower == null) {
            follower = shared.follow(flow(), selection.collections());
        }
    }

    /** Lets its slot go on to what is durable, now and then, while it is read by nobody. */
    void advance() {
        Follower now = follower;
        if (now == null || now.letGone()) {
            return;
        }
        long durable = now.durable();
        long passed = context.nanos() - advancedAt;
        boolean due =
                passed > ADVANCE_NANOS
                        || passed > ADVANCE_NANOS_MIN && durable - advanced > ADVANCE_BYTES;
        if (!due || Long.compareUnsigned(durable, advanced) <= 0) {
            return;
        }
        try {
            if (now.whileOpen(() -> advance(durable))) {
                advanced = durable;
            }
        } catch (EndpointException e) {
            // The flow's own reading tells what is wrong with its slot.
            now.letGo();
        }
        advancedAt = context.nanos();
    }

    private void advance(long to) {
        connections.call(
                "letting a slot go on",
                connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute(
                                "SELECT pg_replication_slot_advance(%s, %s)"
                                        .formatted(
                                                PgName.literal(PostgresSlots.name(selection)),
                                                PgName.literal(PgLsn.text(to))));
                    } catch (SQLException e) {
                        if (!PostgresSlots.IN_USE.equals(e.getSQLState())) {
                            throw e;
                        }
                    }
                    return to;
                });
    }

    /** Where the slots of flows stand; only those that can be copied. */
    static List<Confirmed> confirmed(List<SharedMember> members) {
        Map<String, SharedMember> byName =
                members.stream()
                        .collect(
                                Collectors.toMap(
                                        each -> PostgresSlots.name(each.selection),
                                        Function.identity(),
                                        (first, _) -> first));
        String sql =
                "SELECT slot_name, confirmed_flush_lsn::text FROM pg_replication_slots"
                        + " WHERE slot_name = ANY (?) AND wal_status <> 'lost'"
                        + " AND confirmed_flush_lsn IS NOT NULL";
        return members.getFirst()
                .connections
                .call(
                        "looking at slots",
                        connection -> {
                            List<Confirmed> found = new ArrayList<>();
                            try (var statement = connection.prepareStatement(sql)) {
                                statement.setArray(
                                        1,
                                        connection.createArrayOf(
                                                "text", byName.keySet().toArray()));
                                try (var rows = statement.executeQuery()) {
                                    while (rows.next()) {
                                        SharedMember member = byName.get(rows.getString(1));
                                        if (member != null) {
                                            found.add(
                                                    new Confirmed(
                                                            member,
                                                            PgLsn.parse(rows.getString(2))));
                                        }
                                    }
                                }
                            }
                            return found;
                        });
    }

    /** Copies this one's slot, which may have gone on since anybody looked where it stands. */
    Copy copy() throws SQLException {
        PostgresConnections.Replication on = connections.replication();
        Connection connection = (Connection) on.connection();
        String name = "syncline_shared_" + on.connection().getBackendPID();
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT lsn::text FROM pg_copy_logical_replication_slot(%s, %s, true)"
                                        .formatted(
                                                PgName.literal(PostgresSlots.name(selection)),
                                                PgName.literal(name)))) {
            row.next();
            return new Copy(on, name, PgLsn.parse(row.getString(1)));
        } catch (SQLException | RuntimeException e) {
            PostgresConnections.quietly((AutoCloseable) connection);
            throw e;
        }
    }

    /**
     * Opens a stream of what several flows ask for, which owns the copy from then on.
     *
     * @param from not before where the copy stands
     */
    static PgStream stream(Copy copy, List<SharedMember> all, long from, boolean binary)
            throws SQLException {
        try {
            requirePublications((Connection) copy.on().connection(), all);
        } catch (SQLException | RuntimeException e) {
            copy.close();
            throw e;
        }
        String publications =
                all.stream()
                        .map(each -> PostgresSlots.publications(each.selection))
                        .collect(Collectors.joining(","));
        return PgStream.start(copy.on(), copy.name(), from, publications, binary, false);
    }

    /**
     * A server passes over a publication that it does not have, from version 18 without an error.
     */
    private static void requirePublications(Connection connection, List<SharedMember> all)
            throws SQLException {
        List<String> names = all.stream().flatMap(each -> each.publications().stream()).toList();
        String list = names.stream().map(PgName::literal).collect(Collectors.joining(", "));
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_publication WHERE pubname IN ("
                                        + list
                                        + ")")) {
            row.next();
            if (row.getInt(1) != names.size()) {
                throw new SQLException("Not all publications of theirs are there", "42704");
            }
        }
    }
}
