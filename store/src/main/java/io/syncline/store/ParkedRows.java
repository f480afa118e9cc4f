package io.syncline.store;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.wire.Wire;
import io.syncline.engine.store.Owner;
import io.syncline.engine.sync.Parked;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that wait for a person. Safe for use by several threads.
 *
 * @param sql the store's database
 */
record ParkedRows(Sql sql) {
    private static final String PARKED =
            "SELECT id, sync_id, flow, change, code, detail, millis FROM parked ";

    private static final String DELETE = "DELETE FROM parked WHERE id = ?";

    Parked park(long epoch, Parked parked) {
        return sql.transact(
                transaction -> {
                    // The lock makes ids of one sync visible in their order, so that whoever asks
                    // for what came after an entry misses none.
                    String known =
                            transaction.first(
                                    "SELECT id FROM sync WHERE id = ? FOR NO KEY UPDATE",
                                    row -> row.getString(1),
                                    parked.syncId());
                    if (known == null) {
                        throw Owner.unknown("sync", parked.syncId());
                    }
                    Ownership.check(transaction, parked.flow(), epoch);
                    return Objects.requireNonNull(
                            transaction.first(
                                    "INSERT INTO parked (sync_id, flow, row_hash, change, code,"
                                            + " detail, millis) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT"
                                            + " (flow, row_hash) DO UPDATE SET (change, code, detail) ="
                                            + " (excluded.change, excluded.code, excluded.detail)"
                                            + " RETURNING id, sync_id, flow, change, code, detail,"
                                            + " millis",
                                    ParkedRows::entry,
                                    parked.syncId(),
                                    parked.flow(),
                                    RowKey.of(parked.change().id()).hash(),
                                    Wire.text(parked.change()),
                                    parked.code().name(),
                                    Sql.words(parked.detail()),
                                    parked.millis()));
                });
    }

    List<Parked> after(String syncId, long afterId, int countMax) {
        return sql.all(
                PARKED + "WHERE sync_id = ? AND id > ? ORDER BY id LIMIT ?",
                ParkedRows::entry,
                syncId,
                afterId,
                countMax);
    }

    List<RowId> rows(String flow) {
        return sql.all(
                PARKED + "WHERE flow = ? ORDER BY id", row -> entry(row).change().id(), flow);
    }

    @Nullable Parked row(long id) {
        return sql.first(PARKED + "WHERE id = ?", ParkedRows::entry, id);
    }

    private static Parked entry(ResultSet row) throws SQLException {
        return new Parked(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Wire.change(row.getString(4)),
                Code.valueOf(row.getString(5)),
                row.getString(6),
                row.getLong(7));
    }

    void settle(long epoch, Parked parked) {
        sql.transact(
                transaction -> {
                    Ownership.check(transaction, parked.flow(), epoch);
                    return transaction.change(DELETE, parked.id());
                });
    }

    void discard(long id) {
        sql.change(DELETE, id);
    }
}
