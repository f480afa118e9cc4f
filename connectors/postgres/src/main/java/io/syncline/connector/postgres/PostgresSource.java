package io.syncline.connector.postgres;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL told by its own log, through the plug-in that every server has. A position is the end
 * of a commit.
 *
 * <p>Transactions that another Syncline flow wrote carry a replication origin whose name starts
 * with {@code syncline}; unless they are asked for they are passed over, here and not by the
 * server, whose filter would pass over those of every other replication as well.
 */
final class PostgresSource implements Source {
    private final PostgresConnections connections;
    private final Context context;
    private final ReplicaId replica;
    private final PostgresSlots slots;
    private final ToldTransactions transactions;
    private final BulkBounds bulk;
    private final Sharing sharing;
    private final int sharedFrom;

    /**
     * @param sharing the flows of this process
     * @param sharedFrom with so many flows they share a stream; 0 for never
     */
    PostgresSource(
            PostgresConnections connections,
            Context context,
            ReplicaId replica,
            ToldTransactions transactions,
            BulkBounds bulk,
            Sharing sharing,
            int sharedFrom) {
        this.connections = connections;
        this.context = context;
        this.replica = replica;
        this.transactions = transactions;
        this.bulk = bulk;
        this.sharing = sharing;
        this.sharedFrom = sharedFrom;
        this.slots = new PostgresSlots(context);
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return preflight(selection, 0);
    }

    @Override
    public List<Finding> preflight(Selection selection, int beside) {
        return connections.call(
                "looking for what must be mended",
                connection -> new PostgresPreflight(connection, selection, beside).findings());
    }

    @Override
    public Position prepare(Selection selection) {
        return connections.call(
                "preparing the source",
                connection -> {
                    List<PgTable> tables = tables(connection, selection);
                    PostgresSlots.Slot slot = slots.find(connection, selection);
                    if (slot == null) {
                        // The publication first: the slot sees catalogs as they were when it began.
                        slots.publish(connection, selection, tables, false);
                        return PgLsn.position(slots.create(connection, selection));
                    }
                    long confirmed = slots.checked(slot, selection).confirmed();
                    // Not mended here: what it did not tell meanwhile would never be noticed.
                    slots.published(connection, selection, tables, false);
                    if (!PostgresSlots.complete(connection, selection, tables)) {
                        sharing.without(connections, selection);
                    }
                    slots.publish(connection, selection, tables, true);
                    return PgLsn.position(confirmed);
                });
    }

    private static List<PgTable> tables(Connection connection, Selection selection)
            throws SQLException {
        Map<String, PgTable> all = PostgresCatalog.all(connection);
        List<PgTable> tables = new ArrayList<>();
        for (String collection : selection.collections()) {
            PgTable table = all.get(collection);
            if (table == null) {
                throw new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "There is no table " + collection);
            }
            tables.add(table);
        }
        return tables;
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        record Start(
                long lsn,
                boolean binary,
                Duration silence,
                List<PgTable> tables,
                List<Long> invisible,
                List<Long> publications) {}
        Start start =
                connections.call(
                        "opening the stream",
                        connection -> {
                            PostgresSlots.Slot slot = slots.find(connection, selection);
                            List<PgTable> tables = tables(connection, selection);
                            return new Start(
                                    start(slot, position, selection),
                                    readsBinary(connection, selection),
                                    silence(connection),
                                    tables,
                                    invisible(connection),
                                    slots.published(connection, selection, tables, true));
                        });
        SharedMember member =
                sharing.enter(connections, selection, start.binary, sharedFrom, context);
        boolean opened = false;
        try {
            PgOutputDecoder decoder =
                    new PgOutputDecoder(
                            replica, new PostgresRelations(connections, start.binary), selection);
            start.invisible.forEach(decoder::before);
            Reader reader =
                    new PostgresReader(
                            new PostgresReading(
                                    connections,
                                    this,
                                    selection,
                                    start.binary,
                                    bulk,
                                    member,
                                    context),
                            decoder,
                            transactions,
                            context,
                            start.lsn,
                            start.silence,
                            () -> unchanged(selection, start.tables, start.publications));
            opened = true;
            return reader;
        } catch (SQLException e) {
            throw PostgresErrors.of(e, "opening the stream");
        } finally {
            if (!opened && member != null) {
                member.close();
            }
        }
    }

    private void unchanged(Selection selection, List<PgTable> tables, List<Long> publications) {
        List<Long> now;
        try {
            now =
                    connections.call(
                            "looking at the publications",
                            connection -> slots.published(connection, selection, tables, true));
        } catch (EndpointException e) {
            if (e.kind() == Kind.TRANSIENT) {
                // The stream may live where a further connection does not; the next look tells.
                return;
            }
            throw e;
        }
        if (!now.equals(publications)) {
            throw PostgresSlots.changed(PostgresSlots.name(selection));
        }
    }

    /** An earlier reader may have been told of what waits for a standby even now. */
    private List<Long> invisible(Connection connection) throws SQLException {
        List<Long> found = new ArrayList<>();
        String sql =
                "SELECT backend_xid::text::int8 FROM pg_stat_activity"
                        + " WHERE wait_event = 'SyncRep' AND backend_xid IS NOT NULL";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getLong(1));
                transactions.add(rows.getLong(1));
            }
        }
        return found;
    }

    /** A server that is asked for an older place than it remembers goes on without a word. */
    private long start(
            PostgresSlots.@Nullable Slot slot, @Nullable Position position, Selection selection) {
        if (slot == null) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.SLOT_LOST,
                    "The replication slot " + PostgresSlots.name(selection) + " is gone");
        }
        long confirmed = slots.checked(slot, selection).confirmed();
        if (position == null) {
            return confirmed;
        }
        if (Long.compareUnsigned(confirmed, PgLsn.of(position)) > 0) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.SLOT_AHEAD,
                    "The replication slot %s is at %s, ahead of %s"
                            .formatted(
                                    PostgresSlots.name(selection),
                                    PgLsn.text(confirmed),
                                    position.token()));
        }
        return PgLsn.of(position);
    }

    /** One type of which only the text is understood makes the whole stream text. */
    private static boolean readsBinary(Connection connection, Selection selection)
            throws SQLException {
        Map<String, PgTable> all = PostgresCatalog.all(connection);
        return selection.collections().stream()
                .map(all::get)
                .allMatch(table -> table == null || table.readsBinary());
    }

    /** Twice what the server itself allows a silent reader; a minute if it allows everything. */
    private static Duration silence(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT setting::int8 FROM pg_settings WHERE name ="
                                        + " 'wal_sender_timeout'")) {
            row.next();
            long millis = row.getLong(1);
            return Duration.ofMillis(millis == 0 ? 60_000 : 2 * millis);
        }
    }

    /**
     * The end of the flushed log: no reader can be told more. The insert position is further, but
     * what lies between may wait for a flush as long as nobody commits, and would look like lag.
     */
    @Override
    public Position head() {
        return connections.call(
                "reading the log's end",
                connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row =
                                    statement.executeQuery(
                                            "SELECT CASE WHEN pg_is_in_recovery() THEN"
                                                    + " pg_last_wal_replay_lsn() ELSE"
                                                    + " pg_current_wal_flush_lsn() END::text")) {
                        row.next();
                        return new Position(row.getString(1));
                    }
                });
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return Long.compareUnsigned(PgLsn.of(reached), PgLsn.of(wanted)) >= 0;
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return Math.max(0, PgLsn.of(head) - PgLsn.of(reached));
    }

    @Override
    public void forget(Selection selection) {
        sharing.without(connections, selection);
        connections.call(
                "removing the slot and the publication",
                connection -> {
                    slots.drop(connection, selection);
                    return selection;
                });
    }
}
