package io.syncline.store;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The store on PostgreSQL, in the schema {@code syncline}. */
public final class PostgresStore implements Store {
    private final HikariDataSource pool;
    private final StoreLock lock;
    private final SyncRows syncs;
    private final ApiKeys apiKeys;
    private final Ownership ownership;
    private final ExecutionRows executions;
    private final FlowRows flows;
    private final AgreedRows agreed;
    private final ParkedRows parked;
    private final EventRows events;
    private final Pairs pairs;
    private final Registry registry;

    private PostgresStore(
            HikariDataSource pool,
            StoreLock lock,
            Sql sql,
            Sealing sealing,
            Pepper pepper,
            SecureRandom random) {
        this.pool = pool;
        this.lock = lock;
        this.registry = new StoredRegistry(sql, sealing);
        this.apiKeys = new ApiKeys(registry.keyring(), pepper, random);
        this.ownership = new Ownership(sql);
        this.syncs = new SyncRows(sql, ownership, new Definitions(sealing));
        this.executions = new ExecutionRows(sql, ownership);
        this.flows = new FlowRows(sql, ownership);
        this.agreed = new AgreedRows(sql);
        this.parked = new ParkedRows(sql);
        this.events = new EventRows(sql);
        this.pairs = new StoredPairs(sql);
    }

    /**
     * Opens the store of a database, which may be empty, and keeps every other server out of it
     * until it is closed.
     *
     * @param random makes keys and nonces
     * @throws EndpointException STORE_UNREACHABLE (transient), and as misconfiguration:
     *     LOGIN_REFUSED, UNKNOWN_DATABASE, STORE_IN_USE, STORE_TOO_NEW, WRONG_MASTER_KEY
     */
    public static PostgresStore open(StoreSettings settings, MasterKey key, SecureRandom random) {
        return open(settings, MasterKeys.of(key), random);
    }

    /**
     * Opens the store of a database with whichever of the keys it is sealed under. If that is the
     * next one, a rotation was cut short after its last step but one, which is made up for.
     *
     * @param random makes keys and nonces
     * @throws EndpointException as for one key
     */
    public static PostgresStore open(StoreSettings settings, MasterKeys keys, SecureRandom random) {
        PGSimpleDataSource database = Opening.database(settings);
        StoreLock lock = new StoreLock(database);
        try {
            // First of all: the tables of a store in use are not to be changed either.
            lock.hold();
            return locked(Opening.pool(database, settings.connectionsMax()), lock, keys, random);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static PostgresStore locked(
            HikariDataSource pool, StoreLock lock, MasterKeys keys, SecureRandom random) {
        try {
            Sql sql = new Sql(pool);
            MasterKey key = Opening.key(sql, keys);
            Sealing sealing = new Sealing(key, random);
            Opening.probe(sql, sealing);
            if (key != keys.current()) {
                keys.promote();
            }
            return new PostgresStore(
                    pool, lock, sql, sealing, Pepper.of(sql, sealing, key), random);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    /** The keys that let programs in; usable until the store is closed. */
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    @Override
    public void add(SyncDefinition definition) {
        syncs.add(definition);
    }

    @Override
    public @Nullable Entry sync(String id) {
        return syncs.one(id);
    }

    @Override
    public void replace(Owner owner, SyncDefinition definition) {
        syncs.replace(owner, definition);
    }

    @Override
    public List<Entry> syncs() {
        return syncs.all();
    }

    @Override
    public Owner takeOver(String syncId) {
        // A lock that was lost is taken again before it is needed most.
        lock.hold();
        return ownership.takeOver(syncId);
    }

    @Override
    public void state(Owner owner, SyncState state, @Nullable String problem) {
        syncs.state(owner, state, problem);
    }

    @Override
    public void remove(String id) {
        syncs.remove(id);
    }

    @Override
    public void save(Owner owner, Execution execution) {
        executions.save(owner, execution);
    }

    @Override
    public @Nullable Execution execution(String id) {
        return executions.one(id);
    }

    @Override
    public List<Execution> executions(String syncId, int countMax) {
        return executions.latest(syncId, countMax);
    }

    @Override
    public long nextEpoch(Owner owner, String flow) {
        return flows.nextEpoch(owner, flow);
    }

    @Override
    public long nextEpoch(Owner owner, String flow, long above) {
        return flows.nextEpoch(owner, flow, above);
    }

    @Override
    public boolean restored(String flow) {
        return flows.restored(flow);
    }

    @Override
    public void reclaimed(String flow, long epoch) {
        flows.reclaimed(flow, epoch);
    }

    @Override
    public void progress(String flow, long epoch, String collection, SnapshotProgress progress) {
        flows.progress(flow, epoch, collection, progress);
    }

    @Override
    public Map<String, SnapshotProgress> progress(String flow) {
        return flows.progress(flow);
    }

    @Override
    public void restart(Owner owner, String flow) {
        flows.restart(owner, flow);
    }

    @Override
    public void lost(String flow, long epoch) {
        flows.lost(flow, epoch);
    }

    @Override
    public Map<String, Agreed> agreed(String flow) {
        return agreed.all(flow);
    }

    @Override
    public void agree(String flow, long epoch, String collection, Agreed terms, boolean again) {
        agreed.agree(flow, epoch, collection, terms, again);
    }

    @Override
    public void disregard(String flow, long epoch, String collection) {
        agreed.disregard(flow, epoch, collection);
    }

    @Override
    public boolean sweepDue(String flow) {
        return flows.sweepDue(flow);
    }

    @Override
    public void swept(String flow, long epoch) {
        flows.swept(flow, epoch);
    }

    @Override
    public @Nullable String note(String flow, String name) {
        return flows.note(flow, name);
    }

    @Override
    public void note(Owner owner, String flow, String name, @Nullable String text) {
        flows.note(owner, flow, name, text);
    }

    @Override
    public Parked park(long epoch, Parked entry) {
        return parked.park(epoch, entry);
    }

    @Override
    public List<Parked> parked(String syncId, long afterId, int countMax) {
        return parked.after(syncId, afterId, countMax);
    }

    @Override
    public List<RowId> parkedRows(String flow) {
        return parked.rows(flow);
    }

    @Override
    public @Nullable Parked parkedRow(long id) {
        return parked.row(id);
    }

    @Override
    public void settle(long epoch, Parked entry) {
        parked.settle(epoch, entry);
    }

    @Override
    public void discard(long id) {
        parked.discard(id);
    }

    @Override
    public SyncEvent append(String syncId, String type, long millis, Map<String, String> data) {
        return events.append(syncId, type, millis, data);
    }

    @Override
    public List<SyncEvent> events(@Nullable String syncId, long afterSequence, int countMax) {
        return events.after(syncId, afterSequence, countMax);
    }

    @Override
    public Pairs pairs() {
        return pairs;
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        pool.close();
        lock.close();
    }
}
