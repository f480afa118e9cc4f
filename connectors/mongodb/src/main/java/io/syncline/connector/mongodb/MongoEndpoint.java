package io.syncline.connector.mongodb;

import com.mongodb.client.model.CountOptions;
import io.syncline.core.change.Field;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Leftovers;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.endpoint.Write;
import io.syncline.core.filter.Predicate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB database. Used by several threads; connects when it is first asked for something. Its
 * documents refer to nothing and it runs no triggers, so it has no {@code References}.
 */
final class MongoEndpoint
        implements Endpoint,
                Source,
                Counting,
                Snapshots,
                Target,
                Checkpoints,
                Transacting,
                Creation,
                Evolution,
                Leftovers,
                Clocked,
                Fineness,
                KeySource,
                UniqueHolders,
                Lookup,
                Scan {
    private static final String HOME_SCHEMA = "public.";

    private final Client client;
    private final Shapes shapes;
    private final MongoCreation creation;
    private final FlowCheckpoints checkpoints;
    private final Transactions transactions;
    private final MongoTarget target;
    private final MongoSource source;
    private final MongoSnapshots snapshots;
    private final MongoLookup lookup;
    private final MongoLeftovers leftovers;
    private final MongoKeys keys;
    private final MongoHolders holders;

    MongoEndpoint(Address address, Context context) {
        this.client = new Client(address);
        KeptLayouts kept = new KeptLayouts(client);
        this.shapes = new Shapes(client, kept);
        this.creation = new MongoCreation(client, shapes, kept);
        this.transactions = new Transactions(client, context);
        this.checkpoints = new FlowCheckpoints(client, transactions);
        this.target = new MongoTarget(client, shapes, transactions, checkpoints);
        this.source = new MongoSource(client, shapes, context);
        this.snapshots = new MongoSnapshots(client, shapes);
        this.lookup = new MongoLookup(client, shapes);
        this.leftovers = new MongoLeftovers(client, checkpoints);
        this.keys = new MongoKeys(shapes, context);
        this.holders = new MongoHolders(client, shapes);
    }

    @Override
    public int secondDigits(String collection, Field field) {
        return new Codec(field.type(), client.address().fineTimes()).secondDigits();
    }

    @Override
    public Catalog catalog() {
        return new Catalog(shapes.catalog(null));
    }

    @Override
    public Health health() {
        try {
            return client.call(
                    "Asking for health", database -> new Health(true, Server.ask(database).name()));
        } catch (EndpointException e) {
            return new Health(false, String.valueOf(e.getMessage()));
        }
    }

    /** A collection of the schema public keeps its bare name; any other takes its schema along. */
    @Override
    public String localName(String collection) {
        return collection.startsWith(HOME_SCHEMA)
                ? collection.substring(HOME_SCHEMA.length())
                : collection;
    }

    @Override
    public List<Finding> agree(List<Layout> layouts) {
        List<Finding> findings =
                client.call(
                        "Reading the collections",
                        database ->
                                new Agreement(client.server(), client.address())
                                        .findings(database, layouts));
        layouts.forEach(shapes::agree);
        return findings;
    }

    @Override
    public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        return target.apply(writes, fence);
    }

    @Override
    public void truncate(List<String> collections, @Nullable Fence fence) {
        target.truncate(collections, fence);
    }

    @Override
    public void create(Layout layout) {
        creation.create(layout);
    }

    @Override
    public List<Finding> evolve(Layout layout) {
        return creation.evolve(layout);
    }

    @Override
    public void rekey(Layout layout) {
        creation.rekey(layout);
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        return checkpoints.claim(flow, epoch);
    }

    @Override
    public long latest(String flow) {
        return checkpoints.latest(flow);
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        checkpoints.reshard(flow, epoch, positions);
    }

    /** Of a flow at its target. */
    @Override
    public void forget(String flow) {
        checkpoints.forget(flow);
    }

    @Override
    public OpenTransaction begin(String flow, int shard, long epoch) {
        if (!client.server().replicated()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.NOT_TRANSACTIONAL,
                    client.server().name() + " is no replica set, so it has no transactions");
        }
        Fence owner = new Fence(flow, shard, epoch, new Position(""));
        return new MongoTransaction(client, target, transactions, checkpoints, owner);
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
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return lookup.current(ids, atLeast);
    }

    /** {@inheritDoc} Everything is read, whatever is wanted. */
    @Override
    public Rows scan(Layout layout, Predicate wanted) {
        return MongoScan.open(client, shapes.over(layout));
    }

    @Override
    public long count(String collection, long most) {
        CountOptions limit = new CountOptions().limit((int) Math.min(Integer.MAX_VALUE, most));
        return client.call(
                "Counting rows",
                _ -> client.collection(collection).countDocuments(new BsonDocument(), limit));
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
        return snapshots.chunk(collection, filter, after, rowsMax);
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

    @Override
    public void close() {
        client.close();
    }
}
