package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Additions;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.filter.Predicate;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL database: joins its roles, each a part of its own. For several threads. */
final class PostgresEndpoint
        implements Endpoint,
                Source,
                Capturing,
                Snapshots,
                Additions,
                FrozenReads,
                Leftovers,
                Clocked,
                Lookup,
                PostgresWriting,
                PostgresSigns,
                KeySource,
                UniqueHolders,
                Scan {
    private static final String VERSION = "SELECT current_setting('server_version')";

    private final PostgresConnections connections;
    private final Context context;
    private final PostgresCaptures source;
    private final PostgresSnapshots snapshots;
    private final PostgresTarget target;
    private final PostgresScan scan;
    private final PostgresLeftovers leftovers;
    private final PostgresPulse pulse;
    private final PostgresKeys keys;
    private final PostgresHolders holders;

    /** Connects to nothing yet; writes durably, under the names it is given. */
    PostgresEndpoint(PostgresUrl url, Context context) {
        this(
                url,
                ConnectionUse.standard(),
                context,
                null,
                true,
                Triggers.ACCEPT,
                CaptureSettings.log(),
                BulkBounds.from(BulkBounds.BACKLOG_BYTES),
                new Sharing(),
                0);
    }

    /**
     * Connects to nothing yet.
     *
     * @param use how connections are used
     * @param schema the schema that collections are written to, or null for their own
     * @param durable whether the server waits for the disk before it confirms a commit
     * @param triggers whether triggers fire for what is written
     * @param capture how its changes are to be noticed
     * @param bulk when log is read in bulk
     * @param sharing the flows of this process
     * @param sharedFrom with so many flows they share a stream; 0 for never
     */
    PostgresEndpoint(
            PostgresUrl url,
            ConnectionUse use,
            Context context,
            @Nullable String schema,
            boolean durable,
            Triggers triggers,
            CaptureSettings capture,
            BulkBounds bulk,
            Sharing sharing,
            int sharedFrom) {
        this.connections = new PostgresConnections(url, use, context);
        this.context = context;
        ToldTransactions told = new ToldTransactions(() -> PostgresLookup.view(connections));
        this.snapshots = new PostgresSnapshots(connections);
        TableShapes shapes = new TableShapes();
        this.target = new PostgresTarget(connections, shapes, schema, durable, triggers);
        this.source =
                new PostgresCaptures(
                        connections,
                        capture,
                        new PostgresSource(
                                connections,
                                context,
                                new ReplicaId(url.place()),
                                told,
                                bulk,
                                sharing,
                                sharedFrom),
                        snapshots,
                        new PostgresLookup(connections, shapes, told, context),
                        shapes,
                        context);
        this.leftovers = new PostgresLeftovers(connections);
        this.scan = new PostgresScan(connections, shapes);
        this.pulse = new PostgresPulse(connections);
        this.keys = new PostgresKeys(connections, shapes);
        this.holders = new PostgresHolders(connections, shapes);
    }

    @Override
    public Catalog catalog() {
        return connections.call(
                "reading the catalog",
                connection ->
                        new Catalog(
                                PostgresCatalog.all(connection).values().stream()
                                        .map(PgTable::layout)
                                        .toList()));
    }

    @Override
    public Health health() {
        try {
            return connections.call(
                    "asking for its version",
                    connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.setQueryTimeout(3);
                            try (ResultSet row = statement.executeQuery(VERSION)) {
                                row.next();
                                return new Health(true, "PostgreSQL " + row.getString(1));
                            }
                        }
                    });
        } catch (EndpointException e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        target.close();
        connections.close();
    }

    @Override
    public Capture capture() {
        return source.capture();
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return source.preflight(selection);
    }

    @Override
    public List<Finding> preflight(Selection selection, int beside) {
        return source.preflight(selection, beside);
    }

    @Override
    public Position prepare(Selection selection) {
        return source.prepare(selection);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        return source.read(position, selection);
    }

    @Override
    public Position head() {
        return source.head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return source.covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return source.bytesBetween(reached, head);
    }

    @Override
    public PostgresPulse pulse() {
        return pulse;
    }

    @Override
    public void forget(Selection selection) {
        source.forget(selection);
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return source.chunk(collection, filter, after, rowsMax);
    }

    @Override
    public Set<String> filled(String collection, Set<String> fields) {
        return connections.call(
                "looking at added columns",
                connection -> PostgresCatalog.filled(connection, collection, fields));
    }

    @Override
    public FrozenReads.Copy freeze(String collection) {
        String slot = "syncline_copy_" + Long.toHexString(context.random().nextLong());
        return PostgresFrozen.open(connections, snapshots, collection, slot);
    }

    @Override
    public PostgresTarget target() {
        return target;
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return source.current(ids, atLeast);
    }

    @Override
    public Rows scan(Layout layout, Predicate wanted) {
        return scan.scan(layout, wanted);
    }

    @Override
    public @Nullable String givesNoKeys(String collection) {
        return keys.givesNoKeys(collection);
    }

    @Override
    public List<Value> keys(String collection, int count) {
        return keys.keys(collection, count);
    }

    @Override
    public Held held(RowId id, Row row) {
        return holders.held(id, row);
    }

    @Override
    public Set<Leftovers.Kind> kinds() {
        return leftovers.kinds();
    }

    @Override
    public List<Leftovers.Made> made() {
        return leftovers.made();
    }

    @Override
    public void remove(Leftovers.Made made) {
        leftovers.remove(made);
    }

    @Override
    public long systemMillis() {
        return leftovers.systemMillis();
    }
}
