package io.syncline.store;

import io.syncline.engine.store.Owner;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of syncs. Safe for use by several threads.
 *
 * @param sql the store's database
 * @param ownership who may write
 */
record ExecutionRows(Sql sql, Ownership ownership) {
    private static final String EXECUTION =
            "SELECT id, sync_id, everything, priority, workers, state, started_millis,"
                    + " completed_millis, processed, synced, parked, conflicts_detected,"
                    + " conflicts_resolved, problem FROM execution ";

    void save(Owner owner, Execution execution) {
        Ownership.check(owner, execution.syncId(), "execution " + execution.id());
        ownership.write(
                owner,
                transaction ->
                        transaction.change(
                                "INSERT INTO execution (id, sync_id, everything, priority, workers, state,"
                                        + " started_millis, completed_millis, processed, synced,"
                                        + " parked, conflicts_detected, conflicts_resolved, problem)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON"
                                        + " CONFLICT (id) DO UPDATE SET (everything, state,"
                                        + " started_millis, completed_millis, processed, synced,"
                                        + " parked, conflicts_detected, conflicts_resolved, problem) ="
                                        + " (excluded.everything, excluded.state,"
                                        + " excluded.started_millis, excluded.completed_millis,"
                                        + " excluded.processed, excluded.synced, excluded.parked,"
                                        + " excluded.conflicts_detected,"
                                        + " excluded.conflicts_resolved, excluded.problem)",
                                execution.id(),
                                execution.syncId(),
                                execution.full(),
                                execution.priority().name(),
                                execution.workers(),
                                execution.state().name(),
                                execution.startedMillis(),
                                execution.completedMillis(),
                                execution.processed(),
                                execution.synced(),
                                execution.parked(),
                                execution.conflictsDetected(),
                                execution.conflictsResolved(),
                                Sql.words(execution.problem())));
    }

    @Nullable Execution one(String id) {
        return sql.first(EXECUTION + "WHERE id = ?", ExecutionRows::execution, id);
    }

    List<Execution> latest(String syncId, int countMax) {
        return sql.all(
                EXECUTION + "WHERE sync_id = ? ORDER BY number DESC LIMIT ?",
                ExecutionRows::execution,
                syncId,
                countMax);
    }

    private static Execution execution(ResultSet row) throws SQLException {
        return new Execution(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                Trigger.Priority.valueOf(row.getString(4)),
                row.getInt(5),
                SyncState.valueOf(row.getString(6)),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getString(14));
    }
}
