package io.syncline.store;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store.Entry;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The syncs: what they are, and where they are in their lives. Safe for use by several threads.
 *
 * @param sql the store's database
 * @param ownership who may write
 * @param definitions how a definition rests
 */
record SyncRows(Sql sql, Ownership ownership, Definitions definitions) {
    void add(SyncDefinition definition) {
        try {
            sql.change(
                    "INSERT INTO sync (id, definition, state) VALUES (?, ?, ?)",
                    definition.id(),
                    definitions.text(definition),
                    SyncState.CONFIGURED.name());
        } catch (Sql.Taken e) {
            throw new IllegalArgumentException(
                    "The sync " + definition.id() + " is already kept", e);
        }
    }

    @Nullable Entry one(String id) {
        return sql.first(
                "SELECT definition, state, problem FROM sync WHERE id = ?", this::entry, id);
    }

    List<Entry> all() {
        return sql.all("SELECT definition, state, problem FROM sync ORDER BY number", this::entry);
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                definitions.definition(row.getString(1)),
                SyncState.valueOf(row.getString(2)),
                row.getString(3));
    }

    void replace(Owner owner, SyncDefinition definition) {
        if (!definition.id().equals(owner.syncId())) {
            throw new IllegalArgumentException("The definition belongs to another sync");
        }
        ownership.write(
                owner,
                transaction ->
                        transaction.change(
                                "UPDATE sync SET definition = ? WHERE id = ?",
                                definitions.text(definition),
                                definition.id()));
    }

    void state(Owner owner, SyncState state, @Nullable String problem) {
        ownership.write(
                owner,
                transaction ->
                        transaction.change(
                                "UPDATE sync SET state = ?, problem = ? WHERE id = ?",
                                state.name(),
                                Sql.words(problem),
                                owner.syncId()));
    }

    void remove(String id) {
        sql.transact(
                transaction -> {
                    transaction.change("DELETE FROM event WHERE sync_id = ?", id);
                    return transaction.change("DELETE FROM sync WHERE id = ?", id);
                });
    }
}
