package io.syncline.store;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store on PostgreSQL, in the schema {@code syncline}. */
public final class PostgresStore implements Store {
    private static final String EXECUTION =
            "SELECT id, sync_id, everything, state, started_millis, completed_millis, processed,"
                    + " synced, parked, problem FROM execution ";

    private final HikariDataSource pool;
    private final Sql sql;
    private final Definitions definitions;
    private final ApiKeys apiKeys;
    private final ParkedRows parked;
    private final EventRows events;

    private PostgresStore(
            HikariDataSource pool, Sql sql, Definitions definitions, ApiKeys apiKeys) {
        this.pool = pool;
        this.sql = sql;
        this.definitions = definitions;
        this.apiKeys = apiKeys;
        this.parked = new ParkedRows(sql);
        this.events = new EventRows(sql);
    }

    /**
     * Opens the store of a database, which may be empty.
     *
     * @param random makes keys and nonces
     * @throws EndpointException STORE_UNREACHABLE (transient), and as misconfiguration:
     *     LOGIN_REFUSED, UNKNOWN_DATABASE, STORE_TOO_NEW, WRONG_MASTER_KEY
     */
    public static PostgresStore open(StoreSettings settings, MasterKey key, SecureRandom random) {
        HikariDataSource pool = Opening.pool(settings);
        try {
            Sql sql = new Sql(pool);
            Sealing sealing = new Sealing(key, random);
            Opening.probe(sql, sealing);
            return new PostgresStore(
                    pool, sql, new Definitions(sealing), new ApiKeys(sql, key, random));
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
        try {
            sql.change(
                    "INSERT INTO sync (id, definition, state) VALUES (?, ?, ?)",
                    definition.id(),
                    definitions.text(definition),
                    SyncState.CONFIGURED.name());
        } catch (Sql.Violated e) {
            throw new IllegalArgumentException(
                    "The sync " + definition.id() + " is already kept", e);
        }
    }

    @Override
    public @Nullable Entry sync(String id) {
        return sql.first(
                "SELECT definition, state, problem FROM sync WHERE id = ?", this::entry, id);
    }

    @Override
    public List<Entry> syncs() {
        return sql.all("SELECT definition, state, problem FROM sync ORDER BY number", this::entry);
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                definitions.definition(row.getString(1)),
                SyncState.valueOf(row.getString(2)),
                row.getString(3));
    }

    @Override
    public void state(String id, SyncState state, @Nullable String problem) {
        int found =
                sql.change(
                        "UPDATE sync SET state = ?, problem = ? WHERE id = ?",
                        state.name(),
                        Sql.words(problem),
                        id);
        if (found == 0) {
            throw Sql.unknown("sync", id);
        }
    }

    @Override
    public void remove(String id) {
        sql.transact(
                transaction -> {
                    transaction.change("DELETE FROM event WHERE sync_id = ?", id);
                    return transaction.change("DELETE FROM sync WHERE id = ?", id);
                });
    }

    @Override
    public void save(Execution execution) {
        try {
            sql.change(
                    "INSERT INTO execution (id, sync_id, everything, state, started_millis,"
                            + " completed_millis, processed, synced, parked, problem) VALUES (?, ?, ?,"
                            + " ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET (everything, state,"
                            + " started_millis, completed_millis, processed, synced, parked, problem) ="
                            + " (excluded.everything, excluded.state, excluded.started_millis,"
                            + " excluded.completed_millis, excluded.processed, excluded.synced,"
                            + " excluded.parked, excluded.problem)",
                    execution.id(),
                    execution.syncId(),
                    execution.full(),
                    execution.state().name(),
                    execution.startedMillis(),
                    execution.completedMillis(),
                    execution.processed(),
                    execution.synced(),
                    execution.parked(),
                    Sql.words(execution.problem()));
        } catch (Sql.Violated e) {
            throw Sql.unknown("sync", execution.syncId());
        }
    }

    @Override
    public @Nullable Execution execution(String id) {
        return sql.first(EXECUTION + "WHERE id = ?", PostgresStore::execution, id);
    }

    @Override
    public List<Execution> executions(String syncId, int countMax) {
        return sql.all(
                EXECUTION + "WHERE sync_id = ? ORDER BY number DESC LIMIT ?",
                PostgresStore::execution,
                syncId,
                countMax);
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                SyncState.valueOf(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getString(10));
    }

    @Override
    public long nextEpoch(String syncId, String flow) {
        Long epoch;
        try {
            epoch =
                    sql.first(
                            "INSERT INTO flow (name, sync_id, epoch) VALUES (?, ?, 1) ON CONFLICT"
                                    + " (name) DO UPDATE SET epoch = flow.epoch + 1 WHERE flow.sync_id"
                                    + " = excluded.sync_id RETURNING epoch",
                            row -> row.getLong(1),
                            flow,
                            syncId);
        } catch (Sql.Violated e) {
            throw Sql.unknown("sync", syncId);
        }
        if (epoch == null) {
            throw new IllegalArgumentException("The flow " + flow + " belongs to another sync");
        }
        return epoch;
    }

    @Override
    public void progress(String flow, long epoch, String collection, SnapshotProgress progress) {
        SnapshotPosition position = progress.position();
        sql.transact(
                transaction -> {
                    Owners.check(transaction, flow, epoch);
                    return transaction.change(
                            "INSERT INTO snapshot_progress (flow, collection, position, copied, done,"
                                    + " millis) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (flow, collection) DO"
                                    + " UPDATE SET (position, copied, done, millis) = (excluded.position,"
                                    + " excluded.copied, excluded.done, excluded.millis)",
                            flow,
                            collection,
                            position == null ? null : position.token(),
                            progress.rows(),
                            progress.done(),
                            progress.millis());
                });
    }

    @Override
    public Map<String, SnapshotProgress> progress(String flow) {
        Map<String, SnapshotProgress> found = new LinkedHashMap<>();
        sql.transact(
                transaction ->
                        transaction.all(
                                "SELECT collection, position, copied, done, millis FROM"
                                        + " snapshot_progress WHERE flow = ? ORDER BY collection COLLATE"
                                        + " \"C\"",
                                row -> found.put(row.getString(1), progress(row)),
                                flow));
        return Collections.unmodifiableMap(found);
    }

    private static SnapshotProgress progress(ResultSet row) throws SQLException {
        String token = row.getString(2);
        return new SnapshotProgress(
                token == null ? null : new SnapshotPosition(token),
                row.getLong(3),
                row.getBoolean(4),
                row.getLong(5));
    }

    @Override
    public void restart(String flow) {
        sql.change("DELETE FROM snapshot_progress WHERE flow = ?", flow);
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
    public void close() {
        pool.close();
    }
}
