package io.syncline.store;

import io.syncline.engine.store.Owner;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets only the latest owner of a sync write, and only for the latest epoch of a flow. The
 * counter's row is locked until the write commits, so that nobody can take over in between. Safe
 * for use by several threads.
 *
 * @param sql the store's database
 */
record Ownership(Sql sql) {
    Owner takeOver(String syncId) {
        Long term =
                sql.first(
                        "UPDATE sync SET term = term + 1 WHERE id = ? RETURNING term",
                        row -> row.getLong(1),
                        syncId);
        if (term == null) {
            throw Owner.unknown("sync", syncId);
        }
        return new Owner(syncId, term);
    }

    /** Does the work and commits, if the owner is the latest one; else it is not begun. */
    <T extends @Nullable Object> T write(Owner owner, Sql.Work<T> work) {
        return sql.transact(
                transaction -> {
                    check(owner, transaction);
                    return work.run(transaction);
                });
    }

    private static void check(Owner owner, Sql.Transaction transaction) throws SQLException {
        Long term =
                transaction.first(
                        "SELECT term FROM sync WHERE id = ? FOR NO KEY UPDATE",
                        row -> row.getLong(1),
                        owner.syncId());
        if (term == null) {
            throw Owner.unknown("sync", owner.syncId());
        }
        if (term != owner.term()) {
            throw Owner.fenced("sync", owner.syncId());
        }
    }

    /** Checks that a flow's epoch is the latest, and keeps it so until the transaction ends. */
    static void check(Sql.Transaction transaction, String flow, long epoch) throws SQLException {
        Long latest =
                transaction.first(
                        "SELECT epoch FROM flow WHERE name = ? FOR SHARE",
                        row -> row.getLong(1),
                        flow);
        if (latest == null) {
            throw Owner.unknown("flow", flow);
        }
        if (latest != epoch) {
            throw Owner.fenced("flow", flow);
        }
    }

    /** What an owner touches has to be its sync's: anything else is a programmer's error. */
    static void check(Owner owner, String syncId, String what) {
        if (!syncId.equals(owner.syncId())) {
            throw new IllegalArgumentException("The " + what + " belongs to another sync");
        }
    }
}
