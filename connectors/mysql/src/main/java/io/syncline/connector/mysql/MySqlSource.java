package io.syncline.connector.mysql;

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
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB told by its own binary log. A position is the end of a transaction, by its GTIDs. The
 * server keeps its log for everybody and forgets it by time, so nothing is made there and nothing
 * acknowledged; that it has forgotten too much, or is not the one it was, is found when a stream
 * begins.
 */
final class MySqlSource implements Source {
    private final Pool pool;
    private final Context context;
    private final Shapes shapes;
    private final Map<Long, Long> sizes = new ConcurrentHashMap<>();
    private volatile @Nullable BinlogPlace begun;

    MySqlSource(Pool pool, Shapes shapes, Context context) {
        this.pool = pool;
        this.shapes = shapes;
        this.context = context;
    }

    /** The place after which the stream was last opened; null if it never was. */
    @Nullable BinlogPlace begun() {
        return begun;
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return pool.read(
                "Looking for what must be mended",
                connection ->
                        new SourcePreflight(connection, selection, pool.address().database())
                                .findings());
    }

    /** {@inheritDoc} Nothing has to be made: the place is where the log is now. */
    @Override
    public Position prepare(Selection selection) {
        return pool.read(
                "Preparing the source",
                connection -> {
                    tables(connection, selection);
                    return LogPlaces.exact(connection, LogPlaces.shown(connection)).position();
                });
    }

    private Map<String, Table> tables(Connection connection, Selection selection)
            throws SQLException {
        LogSettings.readable(connection);
        Map<String, Table> tables = TableReader.read(connection);
        for (String collection : selection.collections()) {
            if (!tables.containsKey(collection)) {
                throw new EndpointException(
                        Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "There is no table " + collection);
            }
        }
        return tables;
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        BinlogPlace from = BinlogPlace.of(position == null ? prepare(selection) : position);
        LoggedTables tables =
                new LoggedTables(
                        () -> {
                            selection.collections().forEach(shapes::forget);
                            return pool.read("Reading the tables", TableReader::read);
                        });
        long server =
                pool.read(
                        "Opening the stream",
                        connection -> {
                            tables(connection, selection);
                            return LogHistory.check(connection, from);
                        });
        tables.reread();
        BinlogPlace here = new BinlogPlace(from.gtids(), server, from.file(), from.offset());
        begun = here;
        BinlogStream stream = BinlogStream.open(pool, from.gtids(), number(selection.flow()));
        String database = pool.address().database();
        ReplicaId replica = new ReplicaId(pool.address().place());
        return new MySqlReader(
                stream, new BinlogDecoder(replica, tables, database, here, selection), context);
    }

    /**
     * The number under which a flow reads: the same in every process, so that the server cuts off
     * what a dead one has left; far above those that people give to servers.
     */
    private long number(String flow) {
        CRC32 sum = new CRC32();
        sum.update((pool.address().place() + " " + flow).getBytes(StandardCharsets.UTF_8));
        return 0x4000_0000L | sum.getValue() & 0x3fff_ffffL;
    }

    @Override
    public Position head() {
        return pool.read(
                "Reading the log's end",
                connection -> {
                    BinlogPlace head = LogPlaces.shown(connection);
                    long number = BinlogPlace.number(head.file());
                    if (!sizes.containsKey(number)) {
                        Map<String, Long> files = LogPlaces.files(connection);
                        if (files != null) {
                            files.forEach(
                                    (file, size) -> sizes.put(BinlogPlace.number(file), size));
                        }
                        sizes.put(number, head.offset());
                    }
                    return head.position();
                });
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return BinlogPlace.of(reached).gtids().covers(BinlogPlace.of(wanted).gtids());
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        BinlogPlace from = BinlogPlace.of(reached);
        BinlogPlace to = BinlogPlace.of(head);
        long first = BinlogPlace.number(from.file());
        long last = BinlogPlace.number(to.file());
        if (from.server() != to.server() || first > last || from.gtids().covers(to.gtids())) {
            return 0;
        }
        long bytes = to.offset() - from.offset();
        for (long file = first; file < last; file++) {
            bytes += Objects.requireNonNullElse(sizes.get(file), 0L);
        }
        return Math.max(0, bytes);
    }

    @Override
    public void forget(Selection selection) {}
}
