package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.filter.Predicate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables in ranges of their blocks, without locks: no order is needed, and no index. The
 * place of a snapshot is {@code table:file:block}, the next block of one table or partition; a file
 * that was rewritten meanwhile is read again from its start.
 *
 * <p>The rows of a table without a key cannot be recognised, so no row may be seen in two views: it
 * is read as it was at one place of the log, see {@link PostgresFrozen}.
 *
 * <p>The memory of how many rows a block holds is a guess that only sizes the next chunk. Safe for
 * use by several threads.
 */
final class PostgresSnapshots implements Snapshots {
    /** Assumed where nobody has counted yet: rows of about 130 bytes. */
    private static final double ROWS_PER_BLOCK = 60;

    /** Rows that a filter wants may lie close together after many that it does not. */
    private static final double FILTERED_MAX = 8;

    private static final String PARTS =
            "SELECT c.oid::int8, pg_relation_filenode(c.oid)::int8,"
                    + " format('%I.%I', n.nspname, c.relname),"
                    + " pg_relation_size(c.oid) / current_setting('block_size')::int8,"
                    + " CASE WHEN c.relpages > 0 AND c.reltuples > 0"
                    + " THEN c.reltuples / c.relpages ELSE -1 END"
                    + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind = 'r' AND (c.oid = ?::int8::oid OR c.oid IN"
                    + " (SELECT relid FROM pg_partition_tree(?::int8::oid) WHERE isleaf))"
                    + " ORDER BY c.oid";

    private final PostgresConnections connections;
    private final Map<Reading, Double> density = new ConcurrentHashMap<>();

    PostgresSnapshots(PostgresConnections connections) {
        this.connections = connections;
    }

    /** What has a density: a table or partition, of which not all rows may be read. */
    private record Reading(long oid, @Nullable Predicate filter) {}

    /** A table or partition that holds rows itself. */
    private record Part(long oid, long file, String name, long blocks, double rowsPerBlock) {}

    /** Blocks to read: to the end of the part, whatever that is then, if there is no last one. */
    private record Range(Part part, long from, @Nullable Long to) {}

    /** Rows, and where to go on; null if they were the last. */
    record Piece(List<Row> rows, @Nullable SnapshotPosition next, long bytes) {}

    private record Read(PgView view, Piece piece) {}

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return connections.call(
                "reading a part of " + collection,
                connection -> {
                    connection.setAutoCommit(false);
                    Read read = read(connection, collection, filter, after, rowsMax);
                    connection.commit();
                    connection.setAutoCommit(true);
                    Piece piece = read.piece;
                    return new Chunk(
                            piece.rows, read.view, until(connection), piece.next, piece.bytes);
                });
    }

    /** Reads the next part of a table in a view of its own, of which nothing else is known. */
    Piece piece(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return connections.call(
                "reading a part of " + collection,
                connection -> {
                    connection.setAutoCommit(false);
                    return read(connection, collection, filter, after, rowsMax).piece;
                });
    }

    private Read read(
            Connection connection,
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax)
            throws SQLException {
        PgView view = PgView.parse(begin(connection));
        PgTable table = PostgresCatalog.one(connection, collection);
        if (table == null) {
            throw new EndpointException(
                    Kind.MISCONFIGURED, Code.UNKNOWN_COLLECTION, "There is no table " + collection);
        }
        return new Read(view, piece(connection, table, filter, after, rowsMax));
    }

    /** Reads the next part of a table in the connection's own view and transaction. */
    Piece piece(
            Connection connection,
            PgTable table,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax)
            throws SQLException {
        List<Part> parts = parts(connection, table);
        Range range = range(parts, filter, after, rowsMax);
        if (range == null) {
            return new Piece(List.of(), null, 0);
        }
        String upper = range.to == null ? "" : " AND ctid < '(" + range.to + ",0)'";
        PgBlock rows =
                PgCopy.read(
                        connection,
                        table,
                        "ONLY " + range.part.name,
                        " WHERE ctid >= '("
                                + range.from
                                + ",0)'"
                                + upper
                                + wanted(connection, table, filter));
        learn(range, filter, rows.size());
        return new Piece(rows, next(parts, range), rows.bytes());
    }

    /**
     * COPY takes no parameters: the filter's values go by settings, which end with the transaction.
     */
    static String wanted(Connection connection, PgTable table, @Nullable Predicate filter)
            throws SQLException {
        boolean utf8 = PostgresConnections.utf8(connection);
        PushedFilter pushed = filter == null ? null : PgFilter.bySettings(table, filter, utf8);
        if (pushed == null) {
            return "";
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            for (int i = 0; i < pushed.values().size(); i++) {
                statement.setString(1, PgFilter.setting(i));
                statement.setString(2, (String) pushed.values().get(i));
                statement.executeQuery().close();
            }
        }
        return " AND " + pushed.sql();
    }

    /** The snapshot is taken by the first statement, which is the one that describes it. */
    private static String begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try (ResultSet row = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static List<Part> parts(Connection connection, PgTable table) throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            statement.setLong(1, table.oid());
            statement.setLong(2, table.oid());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    parts.add(
                            new Part(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getLong(4),
                                    row.getDouble(5)));
                }
            }
        }
        return parts;
    }

    private @Nullable Range range(
            List<Part> parts,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        long[] token = {-1, -1, 0};
        if (after != null) {
            String[] texts = after.token().split(":");
            for (int i = 0; i < 3; i++) {
                token[i] = Long.parseLong(texts[i]);
            }
        }
        for (Part part : parts) {
            if (part.oid >= token[0]) {
                boolean same = part.oid == token[0] && part.file == token[1];
                long from = same ? token[2] : 0;
                double rows = part.rowsPerBlock > 0 ? part.rowsPerBlock : ROWS_PER_BLOCK;
                Double counted = density.get(new Reading(part.oid, filter));
                if (counted != null) {
                    rows = filter == null ? counted : Math.max(counted, rows / FILTERED_MAX);
                }
                long to = from + Math.max(1, (long) (rowsMax / rows));
                return new Range(part, from, to >= part.blocks ? null : (Long) to);
            }
        }
        return null;
    }

    private void learn(Range range, @Nullable Predicate filter, int rows) {
        long to = range.to == null ? range.part.blocks : range.to;
        if (to > range.from) {
            // Half a row at least: a long stretch of dead rows must not swell the next chunk.
            density.put(
                    new Reading(range.part.oid, filter),
                    Math.max(0.5, (double) rows / (to - range.from)));
        }
    }

    private static @Nullable SnapshotPosition next(List<Part> parts, Range range) {
        if (range.to != null) {
            return new SnapshotPosition(range.part.oid + ":" + range.part.file + ":" + range.to);
        }
        for (Part part : parts) {
            if (part.oid > range.part.oid) {
                return new SnapshotPosition(part.oid + ":" + part.file + ":0");
            }
        }
        return null;
    }

    /**
     * The end of what was ever written to the log: it is behind the commit of everything the rows
     * show, even of a transaction that did not wait for its flush. The stream only comes there once
     * that is flushed, so a tiny transaction of our own flushes it if nobody else did.
     */
    private static Position until(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String place;
            boolean flushed;
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT l::text, pg_is_in_recovery() OR pg_current_wal_flush_lsn() >= l"
                                    + " FROM (SELECT CASE WHEN pg_is_in_recovery()"
                                    + " THEN pg_last_wal_replay_lsn()"
                                    + " ELSE pg_current_wal_insert_lsn() END AS l OFFSET 0) x")) {
                row.next();
                place = row.getString(1);
                flushed = row.getBoolean(2);
            }
            if (!flushed) {
                statement.execute(
                        "SELECT set_config('synchronous_commit', 'local', false),"
                                + " pg_logical_emit_message(true, 'syncline', '')");
            }
            return new Position(place);
        }
    }
}
