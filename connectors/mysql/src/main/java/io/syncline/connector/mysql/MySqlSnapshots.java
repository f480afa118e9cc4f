package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.PushedFilter;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.filter.Predicate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables in parts by their key, each in a transaction of its own that begins with a
 * consistent snapshot: the server says which place of its binary log that shows, exactly and
 * without a lock. So a part shows a transaction if and only if it begins before that place. Safe
 * for use by several threads.
 */
final class MySqlSnapshots implements Snapshots, FrozenReads {
    /** A part with large rows ends before it has all it was asked for. */
    private static final long PART_BYTES_MAX = 16 << 20;

    /** Between its place in the log and its visibility a commit takes far less than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(5);
    private static final int ROWS_AT_ONCE = 1000;
    private static final int ROW_BYTES = 300;

    private final Pool pool;
    private final Shapes shapes;
    private final MySqlSource source;
    private final Context context;

    MySqlSnapshots(Pool pool, Shapes shapes, MySqlSource source, Context context) {
        this.pool = pool;
        this.shapes = shapes;
        this.source = source;
        this.context = context;
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        long start = context.nanos();
        while (true) {
            Chunk chunk = attempt(collection, filter, after, rowsMax);
            if (chunk != null) {
                return chunk;
            }
            if (context.nanos() - start > PATIENCE.toNanos()) {
                throw new EndpointException(
                        Kind.TRANSIENT,
                        Code.NO_PROGRESS,
                        "What the binary log has told is not visible yet");
            }
            context.sleep(STEP);
        }
    }

    /**
     * The part, or null if it does not show the place where the stream began, or the table is new.
     */
    private @Nullable Chunk attempt(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        Shape shape = shapes.of(collection);
        try (Pool.Lease lease = pool.lease()) {
            Connection connection = lease.connection();
            BinlogPlace shown = begin(connection);
            BinlogPlace begun = source.begun();
            if (begun != null && !shows(shown, begun) || !current(connection, shape)) {
                Transactions.execute(connection, "COMMIT");
                lease.done();
                return null;
            }
            PushedFilter wanted =
                    filter == null ? null : FilterSql.of(filter, shape.table(), pool.server());
            Part part = part(connection, new KeyRange(shape, wanted), after, rowsMax);
            if (part.ended) {
                Transactions.execute(connection, "COMMIT");
                lease.done();
            }
            long place = BinlogPlace.ordinal(shown.file(), shown.offset());
            return new Chunk(
                    part.rows,
                    transaction -> transaction < place,
                    shown.position(),
                    part.next,
                    part.bytes);
        } catch (SQLException e) {
            throw Failures.weather(e, "Reading a part of " + collection);
        }
    }

    /**
     * A part that hides nothing of what is told later, because that shows rows as they are then.
     *
     * @param head asked once the part is read
     */
    Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax,
            Supplier<Position> head) {
        Shape shape = shapes.of(collection);
        Part part;
        try (Pool.Lease lease = pool.lease()) {
            Connection connection = lease.connection();
            PushedFilter wanted =
                    filter == null ? null : FilterSql.of(filter, shape.table(), pool.server());
            part = part(connection, new KeyRange(shape, wanted), after, rowsMax);
            if (part.ended) {
                lease.done();
            }
        } catch (SQLException e) {
            throw Failures.weather(e, "Reading a part of " + collection);
        }
        return new Chunk(part.rows, _ -> false, head.get(), part.next, part.bytes);
    }

    private static BinlogPlace begin(Connection connection) throws SQLException {
        Transactions.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        Transactions.execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        return LogPlaces.shown(connection);
    }

    private static boolean shows(BinlogPlace shown, BinlogPlace begun) {
        // The file of a place is another server's if it was read there.
        return shown.gtids().covers(begun.gtids())
                && (BinlogPlace.number(shown.file()) != BinlogPlace.number(begun.file())
                        || shown.offset() >= begun.offset());
    }

    /** Whether the table still has the columns that we ask for, and no others. */
    private boolean current(Connection connection, Shape shape) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery(
                                "SELECT * FROM " + shape.table().quoted() + " LIMIT 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                names.add(none.getMetaData().getColumnName(i));
            }
        }
        boolean same = names.equals(shape.table().columns().stream().map(Column::name).toList());
        if (!same) {
            shapes.forget(shape.layout().collection());
        }
        return same;
    }

    private record Part(
            List<Row> rows, @Nullable SnapshotPosition next, long bytes, boolean ended) {}

    private static Part part(
            Connection connection, KeyRange range, @Nullable SnapshotPosition after, int rowsMax)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement statement =
                connection.prepareStatement(range.sql(after != null, rowsMax))) {
            statement.setFetchSize(ROWS_AT_ONCE);
            range.bind(statement, after);
            ResultSet result = statement.executeQuery();
            SnapshotPosition next = null;
            while (result.next()) {
                rows.add(range.shape().row(result));
                bytes += ROW_BYTES + range.bytes(result);
                if (rows.size() == rowsMax) {
                    next = range.position(result);
                } else if (bytes >= PART_BYTES_MAX) {
                    // What is still under way is not worth emptying.
                    return new Part(rows, range.position(result), bytes, false);
                }
            }
            return new Part(rows, next, bytes, true);
        }
    }

    @Override
    public Copy freeze(String collection) {
        Shape shape = shapes.of(collection);
        Pool.Lease lease = pool.lease();
        try {
            Connection connection = lease.connection();
            BinlogPlace place = LogPlaces.exact(connection, begin(connection));
            Statement statement = connection.createStatement();
            statement.setFetchSize(ROWS_AT_ONCE);
            ResultSet result =
                    statement.executeQuery(
                            "SELECT "
                                    + shape.selected(shape.allCodecs())
                                    + " FROM "
                                    + shape.table().quoted());
            return new FrozenTable(lease, shape, place, result);
        } catch (SQLException e) {
            lease.close();
            throw Failures.weather(e, "Freezing " + collection);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }
}
