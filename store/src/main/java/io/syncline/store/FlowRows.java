package io.syncline.store;

import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The flows' epochs, and how far their snapshots have come. Safe for use by several threads.
 *
 * @param sql the store's database
 * @param ownership who may write
 */
record FlowRows(Sql sql, Ownership ownership) {
    /** Epochs of restored stores lie this far apart; as many incarnations can be told apart. */
    static final long BLOCK = 1 << 20;

    private static final String TEXT = "text";

    long nextEpoch(Owner owner, String flow) {
        return ownership.write(
                owner,
                transaction -> {
                    String syncId = syncOf(flow, transaction);
                    Ownership.check(
                            owner, syncId == null ? owner.syncId() : syncId, "flow " + flow);
                    Long epoch =
                            transaction.first(
                                    "INSERT INTO flow (name, sync_id, epoch) VALUES (?, ?, 1) ON"
                                            + " CONFLICT (name) DO UPDATE SET epoch = flow.epoch + 1"
                                            + " RETURNING epoch",
                                    row -> row.getLong(1),
                                    flow,
                                    owner.syncId());
                    return Objects.requireNonNull(epoch);
                });
    }

    /** Into the next block of numbers, at the place of this store's incarnation. */
    long nextEpoch(Owner owner, String flow, long above) {
        nextEpoch(owner, flow);
        return ownership.write(
                owner,
                transaction -> {
                    Long epoch =
                            transaction.first(
                                    "UPDATE flow SET epoch = (greatest(epoch, ?) / %1$d + 1) * %1$d"
                                                    .formatted(BLOCK)
                                            + " + (SELECT incarnation FROM probe) WHERE name = ?"
                                            + " RETURNING epoch",
                                    row -> row.getLong(1),
                                    above,
                                    flow);
                    return Objects.requireNonNull(epoch);
                });
    }

    boolean restored(String flow) {
        return Boolean.TRUE.equals(
                sql.first(
                        "SELECT restored FROM flow WHERE name = ?",
                        row -> row.getBoolean(1),
                        flow));
    }

    void reclaimed(String flow, long epoch) {
        sql.transact(
                transaction -> {
                    forget(transaction, flow, epoch);
                    return transaction.change(
                            "UPDATE flow SET restored = false WHERE name = ?", flow);
                });
    }

    void progress(String flow, long epoch, String collection, SnapshotProgress progress) {
        SnapshotPosition position = progress.position();
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    return transaction.change(
                            "INSERT INTO snapshot_progress (flow, collection, position, copied,"
                                    + " done, millis) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (flow,"
                                    + " collection) DO UPDATE SET (position, copied, done, millis) ="
                                    + " (excluded.position, excluded.copied, excluded.done,"
                                    + " excluded.millis)",
                            flow,
                            collection,
                            position == null ? null : position.token(),
                            progress.rows(),
                            progress.done(),
                            progress.millis());
                });
    }

    private static @Nullable String syncOf(String flow, Sql.Transaction transaction)
            throws SQLException {
        return transaction.first(
                "SELECT sync_id FROM flow WHERE name = ?", row -> row.getString(1), flow);
    }

    Map<String, SnapshotProgress> progress(String flow) {
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

    void restart(Owner owner, String flow) {
        ownership.write(
                owner,
                transaction -> {
                    String syncId = syncOf(flow, transaction);
                    Ownership.check(
                            owner, syncId == null ? owner.syncId() : syncId, "flow " + flow);
                    return transaction.change("DELETE FROM snapshot_progress WHERE flow = ?", flow);
                });
    }

    void lost(String flow, long epoch) {
        sql.transact(transaction -> forget(transaction, flow, epoch));
    }

    /** What was copied is to be copied again, and what the source has no more is to be found. */
    private static int forget(Sql.Transaction transaction, String flow, long epoch)
            throws SQLException {
        Ownership.check(transaction, flow, epoch);
        transaction.change("DELETE FROM snapshot_progress WHERE flow = ?", flow);
        return transaction.change("UPDATE flow SET sweep_due = true WHERE name = ?", flow);
    }

    boolean sweepDue(String flow) {
        return Boolean.TRUE.equals(
                sql.first(
                        "SELECT sweep_due FROM flow WHERE name = ?",
                        row -> row.getBoolean(1),
                        flow));
    }

    void swept(String flow, long epoch) {
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, flow, epoch);
                    return transaction.change(
                            "UPDATE flow SET sweep_due = false WHERE name = ?", flow);
                });
    }

    @Nullable String note(String flow, String name) {
        String words =
                sql.first(
                        "SELECT words FROM flow_note WHERE flow = ? AND name = ?",
                        row -> row.getString(1),
                        flow,
                        name);
        return words == null ? null : (String) JsonText.read(words).get(TEXT);
    }

    void note(Owner owner, String flow, String name, @Nullable String text) {
        ownership.write(
                owner,
                transaction -> {
                    String syncId = syncOf(flow, transaction);
                    if (syncId == null) {
                        return 0;
                    }
                    Ownership.check(owner, syncId, "flow " + flow);
                    return text == null
                            ? transaction.change(
                                    "DELETE FROM flow_note WHERE flow = ? AND name = ?", flow, name)
                            : transaction.change(
                                    "INSERT INTO flow_note (flow, name, words) VALUES (?, ?, ?) ON"
                                            + " CONFLICT (flow, name) DO UPDATE SET words ="
                                            + " excluded.words",
                                    flow,
                                    name,
                                    JsonText.write(Map.of(TEXT, text)));
                });
    }
}
