package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.filter.Predicate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The durable parts of a flow at its source: publications and a replication slot. */
final class PostgresSlots {
    /** The error of a slot that somebody reads. */
    static final String IN_USE = "55006";

    /** How long to wait before looking again whether a former reader of ours has let go of one. */
    static final Duration RELEASE = Duration.ofMillis(50);

    private static final int RELEASE_TRIES = 200;

    /** A minute for transactions that are under way. */
    private static final int SETTLE_TRIES = 1_200;

    private final Context context;

    PostgresSlots(Context context) {
        this.context = context;
    }

    /** A slot as it is; the place is null while nothing was confirmed. */
    record Slot(
            @Nullable String plugin, boolean here, boolean lost, boolean active, long confirmed) {}

    /** The name of the slot and of its first publication. */
    static String name(Selection selection) {
        return "syncline_" + selection.flow();
    }

    /** The name of the publication that tells nothing but inserts. */
    private static String inserts(Selection selection) {
        return name(selection) + "_inserts";
    }

    /** The name of a publication that tells nothing, and in whose comment markers are counted. */
    static String mark(Selection selection) {
        return name(selection) + "_mark";
    }

    /** What a stream has to name, not quoted. */
    static List<String> publicationNames(Selection selection) {
        return List.of(name(selection), inserts(selection));
    }

    /** What a stream has to name. */
    static String publications(Selection selection) {
        return PgTable.quote(name(selection)) + "," + PgTable.quote(inserts(selection));
    }

    /**
     * Makes the publications, or adds to them the tables they lack. A table whose log does not
     * identify rows must not be published with its updates: they would fail at the source.
     *
     * <p>A transaction that was under way meanwhile may go on to be told as before. So if the
     * publications are read already, all such transactions are waited for: what is copied
     * afterwards shows what they did.
     *
     * @param live whether the publications are read already
     * @throws EndpointException TRANSIENT if a transaction takes too long
     */
    void publish(Connection connection, Selection selection, List<PgTable> tables, boolean live)
            throws SQLException {
        List<Publication> wanted = wanted(connection, selection, tables);
        boolean unsettled = false;
        for (Publication publication : wanted) {
            unsettled |= publication.make(connection, live);
        }
        if (unsettled) {
            settle(connection);
            for (Publication publication : wanted) {
                publication.settled(connection);
            }
        }
    }

    /** Whether {@link #publish} has nothing to do. */
    static boolean complete(Connection connection, Selection selection, List<PgTable> tables)
            throws SQLException {
        for (Publication publication : wanted(connection, selection, tables)) {
            if (!publication.complete(connection)) {
                return false;
            }
        }
        return true;
    }

    private void settle(Connection connection) throws SQLException {
        String next;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT pg_snapshot_xmax(pg_current_snapshot())::text")) {
            row.next();
            next = row.getString(1);
        }
        String ended = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8";
        for (int i = 0; i < SETTLE_TRIES; i++) {
            try (ResultSet row = query(connection, ended, next)) {
                if (row.next() && row.getBoolean(1)) {
                    return;
                }
            }
            context.sleep(RELEASE);
        }
        throw new EndpointException(
                Kind.TRANSIENT,
                Code.NO_PROGRESS,
                "A transaction that began before the publication was changed has not ended");
    }

    /**
     * Which publications there are, while they tell all they have to.
     *
     * @param asAsked whether they also have to tell by the filters that are asked for now: a reader
     *     must, and who has to be prepared need not
     * @return their identities; other ones are other publications, whatever their names
     * @throws EndpointException HISTORY_LOST if one is missing or tells less: the server passes
     *     over what it is not asked for without a word
     */
    List<Long> published(
            Connection connection, Selection selection, List<PgTable> tables, boolean asAsked)
            throws SQLException {
        List<Long> identities = new ArrayList<>();
        for (Publication publication : wanted(connection, selection, tables)) {
            Long identity = publication.whole(connection, asAsked);
            if (identity == null) {
                throw changed(publication.name());
            }
            identities.add(identity);
        }
        return identities;
    }

    /** What is said of a publication that was dropped or changed. */
    static EndpointException changed(String name) {
        return new EndpointException(
                Kind.HISTORY_LOST,
                Code.PUBLICATION_CHANGED,
                "The publication " + name + " was dropped or changed by somebody else");
    }

    private static List<Publication> wanted(
            Connection connection, Selection selection, List<PgTable> tables) throws SQLException {
        boolean utf8 = PostgresConnections.utf8(connection);
        List<Publication.Member> whole = new ArrayList<>();
        List<Publication.Member> inserted = new ArrayList<>();
        for (PgTable table : tables) {
            Predicate filter = selection.filters().get(table.collection());
            String sql =
                    filter == null
                            ? null
                            : PgFilter.ofPublication(
                                    table, filter, utf8, ownCollations(connection, table));
            (table.identifies() ? whole : inserted)
                    .add(new Publication.Member(table.quoted(), sql));
        }
        return List.of(
                new Publication(name(selection), true, List.copyOf(whole)),
                new Publication(inserts(selection), false, List.copyOf(inserted)));
    }

    private static Set<String> ownCollations(Connection connection, PgTable table)
            throws SQLException {
        Set<String> columns = new HashSet<>();
        String sql =
                "SELECT attname FROM pg_attribute WHERE attcollation >= 16384"
                        + " AND attrelid = to_regclass(?)";
        try (ResultSet row = query(connection, sql, table.quoted())) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    /** The slot, or null if there is none. */
    @Nullable Slot find(Connection connection, Selection selection) throws SQLException {
        String sql =
                "SELECT plugin, database = current_database(), wal_status = 'lost', active,"
                        + " confirmed_flush_lsn::text FROM pg_replication_slots"
                        + " WHERE slot_name = ?";
        try (ResultSet found = query(connection, sql, name(selection))) {
            if (!found.next()) {
                return null;
            }
            String confirmed = found.getString(5);
            return new Slot(
                    found.getString(1),
                    found.getBoolean(2),
                    found.getBoolean(3),
                    found.getBoolean(4),
                    confirmed == null ? 0 : PgLsn.parse(confirmed));
        }
    }

    /**
     * The slot that is there, checked.
     *
     * @throws EndpointException HISTORY_LOST if its log is gone, MISCONFIGURED if it is not ours
     */
    Slot checked(Slot slot, Selection selection) {
        String name = name(selection);
        if (slot.lost) {
            throw new EndpointException(
                    Kind.HISTORY_LOST,
                    Code.SLOT_LOST,
                    "The server has removed log that the replication slot "
                            + name
                            + " still needed; a larger max_slot_wal_keep_size keeps more");
        }
        if (!slot.here || !"pgoutput".equals(slot.plugin)) {
            throw new EndpointException(
                    Kind.MISCONFIGURED,
                    Code.BAD_NAME,
                    "A replication slot " + name + " exists for another use; choose another name");
        }
        return slot;
    }

    /** Makes the slot and returns its consistent point. */
    long create(Connection connection, Selection selection) throws SQLException {
        String sql = "SELECT lsn::text FROM pg_create_logical_replication_slot(?, 'pgoutput')";
        try (ResultSet made = query(connection, sql, name(selection))) {
            made.next();
            return PgLsn.parse(made.getString(1));
        }
    }

    /** Drops both, ending a reader of ours that still holds the slot. */
    void drop(Connection connection, Selection selection) throws SQLException {
        Slot slot = find(connection, selection);
        String name = name(selection);
        if (slot != null && slot.here && "pgoutput".equals(slot.plugin)) {
            for (int i = 0; slot != null && slot.active && i < RELEASE_TRIES; i++) {
                query(
                                connection,
                                "SELECT pg_terminate_backend(active_pid)"
                                        + " FROM pg_replication_slots"
                                        + " WHERE slot_name = ? AND active_pid IS NOT NULL",
                                name)
                        .close();
                context.sleep(RELEASE);
                slot = find(connection, selection);
            }
            query(
                            connection,
                            "SELECT pg_drop_replication_slot(slot_name)"
                                    + " FROM pg_replication_slots WHERE slot_name = ?",
                            name)
                    .close();
        }
        run(
                connection,
                "DROP PUBLICATION IF EXISTS "
                        + publications(selection)
                        + ","
                        + PgTable.quote(mark(selection)));
    }

    static ResultSet query(Connection connection, String sql, String parameter)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.closeOnCompletion();
        statement.setString(1, parameter);
        return statement.executeQuery();
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
