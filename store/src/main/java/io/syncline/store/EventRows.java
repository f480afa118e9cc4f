package io.syncline.store;

import io.syncline.engine.sync.SyncEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in one order for all: an append waits until the one before it has committed. Safe
 * for use by several threads.
 *
 * @param sql the store's database
 */
record EventRows(Sql sql) {
    private static final String EVENT = "SELECT sequence, sync_id, type, millis, data FROM event ";

    SyncEvent append(String syncId, String type, long millis, Map<String, String> data) {
        return sql.transact(
                transaction -> {
                    Long sequence =
                            transaction.first(
                                    "UPDATE event_sequence SET last = last + 1 RETURNING last",
                                    row -> row.getLong(1));
                    SyncEvent event =
                            new SyncEvent(
                                    Objects.requireNonNull(sequence), syncId, type, millis, data);
                    transaction.change(
                            "INSERT INTO event (sequence, sync_id, type, millis, data)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            event.sequence(),
                            syncId,
                            type,
                            millis,
                            JsonText.write(new TreeMap<>(data)));
                    return event;
                });
    }

    List<SyncEvent> after(@Nullable String syncId, long afterSequence, int countMax) {
        return syncId == null
                ? sql.all(
                        EVENT + "WHERE sequence > ? ORDER BY sequence LIMIT ?",
                        EventRows::event,
                        afterSequence,
                        countMax)
                : sql.all(
                        EVENT + "WHERE sync_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                        EventRows::event,
                        syncId,
                        afterSequence,
                        countMax);
    }

    private static SyncEvent event(ResultSet row) throws SQLException {
        return new SyncEvent(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                JsonText.texts(row.getString(5)));
    }
}
