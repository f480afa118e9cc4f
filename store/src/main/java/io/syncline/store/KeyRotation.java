package io.syncline.store;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives a store another master key, while no server uses it. The new key is durable before anything
 * is sealed under it; all that is sealed moves in one transaction; only then does the new key take
 * the old one's place. So a process killed at any instant leaves a store that opens with exactly
 * one of the keys at hand, and the next start or rotation finishes what was begun.
 *
 * @param settings where the store is
 * @param random makes keys and nonces
 * @param steps told of each step once it is done
 */
public record KeyRotation(StoreSettings settings, SecureRandom random, Consumer<Step> steps) {
    /** What has been done. */
    public enum Step {
        /** The store is open, and nothing has been changed. */
        BEGUN,
        /** The next key is durable. */
        NEXT_KEY_KEPT,
        /** Definitions are sealed anew, in a transaction that is open. */
        DEFINITIONS_SEALED,
        /** Everything is sealed anew, in a transaction that is open. */
        ALL_SEALED,
        /** The store opens with the next key alone. */
        COMMITTED,
        /** The next key is the one in use. */
        PROMOTED
    }

    /**
     * What a rotation did.
     *
     * @param from the id of the key that opened the store before
     * @param to the id of the key that opens it now
     * @param sealed how many texts' holders were sealed anew
     * @param finished whether an earlier rotation was finished, and no other begun
     */
    public record Outcome(String from, String to, int sealed, boolean finished) {}

    private record Holder(String id, String definition) {}

    /**
     * Rotates, or finishes a rotation that was cut short.
     *
     * @throws EndpointException as {@link PostgresStore#open}, and NO_NEXT_KEY
     */
    public Outcome run(MasterKeys keys) {
        PGSimpleDataSource database = Opening.database(settings);
        try (StoreLock lock = new StoreLock(database)) {
            lock.hold();
            try (HikariDataSource pool = Opening.pool(database, 1)) {
                return rotate(new Sql(pool), keys);
            }
        }
    }

    private Outcome rotate(Sql sql, MasterKeys keys) {
        MasterKey opening = Opening.key(sql, keys);
        Opening.probe(sql, new Sealing(opening, random));
        steps.accept(Step.BEGUN);
        if (opening != keys.current()) {
            keys.promote();
            steps.accept(Step.PROMOTED);
            return new Outcome(keys.current().id(), opening.id(), 0, true);
        }
        MasterKeys both = keys.withNext(random);
        steps.accept(Step.NEXT_KEY_KEPT);
        MasterKey next = Objects.requireNonNull(both.next());
        int sealed =
                sql.transact(transaction -> seal(transaction, both.current(), next, random, steps));
        steps.accept(Step.COMMITTED);
        both.promote();
        steps.accept(Step.PROMOTED);
        return new Outcome(both.current().id(), next.id(), sealed, false);
    }

    /** Seals everything anew; returns how many holders of sealed texts there were. */
    static int seal(
            Sql.Transaction transaction,
            MasterKey before,
            MasterKey after,
            SecureRandom random,
            Consumer<Step> steps)
            throws SQLException {
        Sealing from = new Sealing(before, random);
        Sealing to = new Sealing(after, random);
        Definitions opened = new Definitions(from);
        Definitions closed = new Definitions(to);
        List<Holder> holders =
                transaction.all(
                        "SELECT id, definition FROM sync FOR UPDATE",
                        row -> new Holder(row.getString(1), row.getString(2)));
        for (Holder holder : holders) {
            transaction.change(
                    "UPDATE sync SET definition = ? WHERE id = ?",
                    closed.text(opened.definition(holder.definition())),
                    holder.id());
        }
        int others = StoredRegistry.seal(transaction, from, to);
        steps.accept(Step.DEFINITIONS_SEALED);
        Pepper pepper = Pepper.of(transaction, from, before);
        transaction.change(
                "UPDATE probe SET sealed = ?, pepper = ?",
                Opening.sealedProbe(to),
                pepper.sealed(to));
        nothingLeft(transaction, from);
        steps.accept(Step.ALL_SEALED);
        return holders.size() + others + 2;
    }

    /**
     * Looks at every text of the store but those of rows: what stayed sealed under the old key
     * would be lost.
     */
    private static void nothingLeft(Sql.Transaction transaction, Sealing from) throws SQLException {
        record Column(String table, String name) {}
        List<Column> columns =
                transaction.all(
                        "SELECT quote_ident(table_name), quote_ident(column_name) FROM"
                                + " information_schema.columns WHERE table_schema ="
                                + " current_schema() AND data_type = 'text' AND table_name NOT"
                                + " IN ('event', 'parked', 'pair', 'dirty', 'episode')",
                        row -> new Column(row.getString(1), row.getString(2)));
        for (Column column : columns) {
            Long count =
                    transaction.first(
                            "SELECT count(*) FROM %s WHERE strpos(%s, ?) > 0"
                                    .formatted(column.table(), column.name()),
                            row -> row.getLong(1),
                            from.mark());
            if (count == null || count > 0) {
                throw new EndpointException(
                        EndpointException.Kind.BUG,
                        Code.BUG,
                        "Texts in %s.%s would stay sealed under the old master key: nothing was"
                                        .formatted(column.table(), column.name())
                                + " changed");
            }
        }
    }
}
