package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Capture;
import io.syncline.core.endpoint.Capturing;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.FrozenReads;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.References;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB or MySQL database: written to, and MariaDB also read by its binary log. Used by several
 * threads; connects when it is first asked for something.
 */
final class MySqlEndpoint
        implements Endpoint,
                Source,
                Capturing,
                Counting,
                Snapshots,
                FrozenReads,
                MySqlWriting,
                References,
                Creation,
                Leftovers,
                Clocked,
                Evolution,
                Lookup,
                Scan {
    private static final String HOME_SCHEMA = "public.";

    private final Pool pool;
    private final Shapes shapes;
    private final Agreement agreement;
    private final TableMaker maker;
    private final MySqlTarget target;
    private final FlowCheckpoints checkpoints;
    private final Transactions transactions;
    private final MySqlCaptures source;
    private final MySqlSnapshots snapshots;
    private final MySqlLeftovers leftovers;
    private final MySqlKeys keys;

    MySqlEndpoint(
            Pool pool, @Nullable Integer keyTextLength, CaptureSettings capture, Context context) {
        this.pool = pool;
        this.shapes = new Shapes(pool);
        this.maker = new TableMaker(keyTextLength);
        this.agreement = new Agreement(maker);
        this.transactions = new Transactions(pool, context);
        this.checkpoints = new FlowCheckpoints(pool, transactions);
        this.leftovers = new MySqlLeftovers(pool, checkpoints);
        this.target = new MySqlTarget(pool, shapes, transactions, checkpoints);
        this.keys = new MySqlKeys(pool, shapes, checkpoints, context);
        // What is read is as the server says, whatever was agreed for writing.
        Shapes own = new Shapes(pool);
        MySqlSource log = new MySqlSource(pool, own, context);
        this.snapshots = new MySqlSnapshots(pool, own, log, context);
        this.source = new MySqlCaptures(pool, capture, own, log, snapshots, context);
    }

    @Override
    public Catalog catalog() {
        List<Layout> layouts = new ArrayList<>();
        for (Table table : pool.read("Reading the tables", TableReader::read).values()) {
            layouts.add(table.layout());
        }
        return new Catalog(layouts);
    }

    @Override
    public Health health() {
        try {
            return pool.read(
                    "Asking for health",
                    connection -> new Health(true, Server.ask(connection).name()));
        } catch (EndpointException e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<ForeignKey> foreignKeys(Set<String> collections) {
        return pool.read(
                "Reading foreign keys",
                connection -> TableReader.foreignKeys(connection, collections));
    }

    /** A collection of the schema public keeps its bare name; any other takes its schema along. */
    @Override
    public String localName(String collection) {
        return collection.startsWith(HOME_SCHEMA)
                ? collection.substring(HOME_SCHEMA.length())
                : collection.replace('.', '_');
    }

    @Override
    public List<Finding> agree(List<Layout> layouts) {
        Map<String, Table> tables = pool.read("Reading the tables", TableReader::read);
        layouts.forEach(shapes::agree);
        return agreement.findings(layouts, tables, pool.server());
    }

    @Override
    public void create(Layout layout) {
        String sql = maker.sql(layout, pool.server());
        pool.read(
                "Making the table " + layout.collection(),
                connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.execute(sql);
                    }
                });
        shapes.forget(layout.collection());
    }

    @Override
    public List<Finding> evolve(Layout layout) {
        Table table = table(layout);
        if (table == null) {
            return List.of();
        }
        TableEvolution evolution = new TableEvolution(layout, table, pool.server(), maker);
        alter(layout, evolution.sql());
        return evolution.notes();
    }

    @Override
    public void rekey(Layout layout) {
        Table table = table(layout);
        alter(layout, table == null ? null : TableEvolution.rekey(layout, table));
    }

    private @Nullable Table table(Layout layout) {
        return pool.read("Reading the tables", TableReader::read).get(layout.collection());
    }

    private void alter(Layout layout, @Nullable String sql) {
        if (sql != null) {
            pool.read("Altering the table", connection -> Alteration.make(connection, sql));
        }
        shapes.agree(layout);
    }

    @Override
    public MySqlTarget target() {
        return target;
    }

    @Override
    public FlowCheckpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public MySqlKeys keySource() {
        return keys;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Everything that the log tells when the call begins is shown, so every place that was told;
     * a row that a transaction keeps to itself is not yet visible.
     */
    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        String doing = "Looking rows up";
        // Shapes may have to be read from the server, on a connection of their own.
        ids.forEach(id -> shapes.of(id.collection()));
        return source.demanded(atLeast) == null
                ? pool.read(doing, connection -> new RowLookup(connection, shapes).find(ids))
                : transactions.run(
                        doing, connection -> new RowLookup(connection, shapes).findLogged(ids));
    }

    @Override
    public Rows scan(Layout layout, Predicate wanted) {
        Shape shape = shapes.over(layout);
        return TableScan.open(
                pool.lease(), shape, FilterSql.of(wanted, shape.table(), pool.server()));
    }

    @Override
    public long count(String collection, long most) {
        Table table = shapes.of(collection).table();
        return pool.read("Counting rows", connection -> TableScan.count(connection, table, most));
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
    public Copy freeze(String collection) {
        return snapshots.freeze(collection);
    }

    @Override
    public void close() {
        pool.close();
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
