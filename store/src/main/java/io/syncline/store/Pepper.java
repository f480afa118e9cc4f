package io.syncline.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What API keys are hashed with. It is derived from the first master key of a store; since a key's
 * secret is nowhere, its hash cannot be made anew, and so the pepper outlives that master key:
 * after a rotation it is kept, sealed under the new one. Never prints.
 *
 * @param bytes 256 bits
 */
record Pepper(byte[] bytes) {
    private static final String PURPOSE = "syncline api key pepper 1";
    private static final String OWNER = "store";
    private static final String FIELD = "pepper";

    /** The pepper of a store. */
    static Pepper of(Sql sql, Sealing sealing, MasterKey key) {
        return sql.transact(transaction -> of(transaction, sealing, key));
    }

    /** The pepper of a store, as a transaction sees it. */
    static Pepper of(Sql.Transaction transaction, Sealing sealing, MasterKey key)
            throws SQLException {
        record Kept(@Nullable String sealed) {}
        Kept kept =
                transaction.first("SELECT pepper FROM probe", row -> new Kept(row.getString(1)));
        String sealed = kept == null ? null : kept.sealed();
        return new Pepper(
                sealed == null
                        ? key.derive(PURPOSE)
                        : Base64.getDecoder().decode(sealing.open(OWNER, FIELD, sealed)));
    }

    /** As it rests in a store. */
    String sealed(Sealing sealing) {
        return sealing.seal(OWNER, FIELD, Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pepper(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Pepper[***]";
    }
}
