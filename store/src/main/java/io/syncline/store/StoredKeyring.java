package io.syncline.store;

import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Role;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key}. Safe for use by several threads. */
final class StoredKeyring implements Keyring {
    private static final String ENTRIES =
            "SELECT id, name, role, maker, created_millis, expires_millis, used_millis, revoker,"
                    + " revoked_millis, hash FROM api_key";
    private static final String ONE = ENTRIES + " WHERE id = ?";
    private static final int HASH = 10;

    private record Kept(Entry entry, byte[] hash) {}

    private final Sql sql;

    StoredKeyring(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void keep(Entry entry, byte[] hash) {
        Revoked revoked = entry.revoked();
        sql.change(
                "INSERT INTO api_key (id, name, role, maker, created_millis, expires_millis,"
                        + " used_millis, revoker, revoked_millis, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.id(),
                Sql.words(entry.name()),
                entry.role().name(),
                Sql.words(entry.maker()),
                entry.createdMillis(),
                entry.expiresMillis(),
                entry.usedMillis(),
                revoked == null ? null : Sql.words(revoked.by()),
                revoked == null ? null : revoked.millis(),
                hash);
    }

    @Override
    public @Nullable Entry entry(String id) {
        return sql.first(ONE, StoredKeyring::entry, id);
    }

    @Override
    public @Nullable Entry match(String id, byte[] hash) {
        Kept kept = sql.first(ONE, row -> new Kept(entry(row), row.getBytes(HASH)), id);
        return kept != null && MessageDigest.isEqual(kept.hash(), hash) ? kept.entry() : null;
    }

    @Override
    public List<Entry> entries(String afterId, int countMax) {
        return sql.all(
                ENTRIES
                        + " WHERE number > coalesce((SELECT number FROM api_key WHERE id = ?),"
                        + " CASE WHEN ? = '' THEN 0 END) ORDER BY number LIMIT ?",
                StoredKeyring::entry,
                afterId,
                afterId,
                countMax);
    }

    @Override
    public void used(String id, long millis) {
        sql.change(
                "UPDATE api_key SET used_millis = ?"
                        + " WHERE id = ? AND coalesce(used_millis, 0) < ?",
                millis,
                id,
                millis);
    }

    @Override
    public @Nullable Entry revoke(String id, String by, long nowMillis) {
        record Found(@Nullable Entry entry) {}
        return sql.transact(
                        transaction -> {
                            // Of two at the same time, the second sees what the first has left.
                            transaction.change("LOCK TABLE api_key IN SHARE ROW EXCLUSIVE MODE");
                            Entry entry = transaction.first(ONE, StoredKeyring::entry, id);
                            if (entry == null || entry.revoked() != null) {
                                return new Found(entry);
                            }
                            List<Entry> all = transaction.all(ENTRIES, StoredKeyring::entry);
                            if (entry.lasting()
                                    && all.stream().filter(Entry::lasting).count() == 1) {
                                return new Found(null);
                            }
                            transaction.change(
                                    "UPDATE api_key SET revoker = ?, revoked_millis = ?"
                                            + " WHERE id = ?",
                                    Sql.words(by),
                                    nowMillis,
                                    id);
                            return new Found(transaction.first(ONE, StoredKeyring::entry, id));
                        })
                .entry();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String revoker = row.getString(8);
        return new Entry(
                row.getString(1),
                row.getString(2),
                Role.valueOf(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                row.getObject(6, Long.class),
                row.getObject(7, Long.class),
                revoker == null ? null : new Revoked(revoker, row.getLong(9)));
    }
}
