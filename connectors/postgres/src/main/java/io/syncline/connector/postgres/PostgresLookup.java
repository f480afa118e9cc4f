package io.syncline.connector.postgres;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by key, all in one snapshot. A place is reached once the log is flushed past it and
 * the snapshot shows its transaction and everything that the stream has told: each is in the log
 * before it is visible, for a moment or for as long as it waits for a synchronous standby. Safe for
 * use by several threads.
 */
final class PostgresLookup implements Lookup {
    /** The moment between a commit's flush and its visibility is far shorter than this. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration STEP = Duration.ofMillis(2);

    private final PostgresConnections connections;
    private final TableShapes shapes;
    private final ToldTransactions told;
    private final Context context;

    /**
     * A look-up.
     *
     * @param told what the stream of this endpoint has told
     */
    PostgresLookup(
            PostgresConnections connections,
            TableShapes shapes,
            ToldTransactions told,
            Context context) {
        this.connections = connections;
        this.shapes = shapes;
        this.told = told;
        this.context = context;
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        long start = context.nanos();
        while (true) {
            List<Found> found =
                    connections.call(
                            "looking rows up", connection -> read(connection, ids, atLeast));
            if (found != null) {
                return found;
            }
            if (context.nanos() - start > PATIENCE.toNanos()) {
                if (ids.isEmpty()) {
                    throw new EndpointException(
                            EndpointException.Kind.TRANSIENT,
                            Code.NO_PROGRESS,
                            "A committed change is not visible at the source yet");
                }
                return Collections.nCopies(ids.size(), Found.NotYet.NOT_YET);
            }
            context.sleep(STEP);
        }
    }

    /** What a snapshot taken now shows. */
    static PgView view(PostgresConnections connections) {
        return connections.call("taking a snapshot", PostgresLookup::view);
    }

    private static PgView view(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
            row.next();
            return PgView.parse(row.getString(1));
        }
    }

    /** The rows, or null if the place is not visible yet. */
    private @Nullable List<Found> read(
            Connection connection, List<RowId> ids, @Nullable Position atLeast)
            throws SQLException {
        // In this order: a snapshot that was taken before need not show what is flushed now.
        if (atLeast != null && !flushed(connection, atLeast)) {
            return null;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
        if (atLeast != null && !shows(view(connection), atLeast)) {
            return null;
        }
        return in(connection, ids);
    }

    /** The rows of ids in the connection's own view. */
    List<Found> in(Connection connection, List<RowId> ids) throws SQLException {
        Found[] found = new Found[ids.size()];
        Map<String, List<Integer>> byCollection = new LinkedHashMap<>();
        for (int i = 0; i < found.length; i++) {
            byCollection.computeIfAbsent(ids.get(i).collection(), _ -> new ArrayList<>()).add(i);
        }
        for (var entry : byCollection.entrySet()) {
            List<Integer> places = entry.getValue();
            StoredRows rows = new StoredRows(shapes.of(entry.getKey(), connection), shapes);
            List<RowId> wanted = places.stream().map(ids::get).toList();
            List<Found.Seen> seen = KeyedRows.read(connection, rows, wanted, false);
            for (int i = 0; i < seen.size(); i++) {
                found[places.get(i)] = seen.get(i);
            }
        }
        return Arrays.asList(found);
    }

    private boolean shows(PgView view, Position place) {
        long transaction = PgLsn.transaction(place);
        return (transaction == 0 || view.sees(transaction)) && told.shownBy(view);
    }

    private static boolean flushed(Connection connection, Position place) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
                                + " ELSE pg_current_wal_flush_lsn() END >= ?::pg_lsn")) {
            query.setString(1, PgLsn.text(PgLsn.of(place)));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
