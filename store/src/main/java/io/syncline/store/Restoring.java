package io.syncline.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Puts a backup in a store's place, while no server uses it. The tables are made in a schema beside
 * the store's, brought to this version, and take its place in one transaction: a process killed
 * before leaves what was there.
 *
 * <p>What a backup does not know is what happened after it. So counters that others have seen go on
 * from far above: events, numbers of parked rows, owners. And each flow is marked: its destination
 * has been claimed by later epochs than the store knows, and rows may have been parked since.
 *
 * @param settings where the store is
 * @param random makes keys, nonces and the number of the restored store
 */
public record Restoring(StoreSettings settings, SecureRandom random) {
    private static final String SCHEMA = "syncline_restoring";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** More than anything counts up between a backup and its restoration. */
    private static final long LEAP = 1_000_000_000L;

    /**
     * What was restored.
     *
     * @param version the store's version at the backup
     * @param createdMillis when the backup was made, UTC
     * @param syncs how many syncs
     * @param keyId which master key the store opens with now
     */
    public record Outcome(String version, long createdMillis, long syncs, String keyId) {}

    /**
     * The key that a backup is sealed under.
     *
     * @param id which one it is
     * @param inBackup whether the backup holds it, under a passphrase
     * @param key that the passphrase has opened; null without a passphrase
     */
    public record Sealed(String id, boolean inBackup, @Nullable MasterKey key) {}

    /**
     * Reads a whole backup and looks at its sum; changes nothing.
     *
     * @param passphrase for the master key in it; null to leave that alone
     * @throws EndpointException BAD_BACKUP, STORE_TOO_NEW, WRONG_PASSPHRASE
     * @throws IOException if it cannot be read
     */
    public static Sealed look(Path file, @Nullable Secret passphrase) throws IOException {
        Map<String, @Nullable Object> header = BackupFile.read(file, (_, _, _) -> {});
        String id = text(header, "keyId");
        Object members = header.get("key");
        if (passphrase == null) {
            return new Sealed(id, members != null, null);
        }
        if (!(members instanceof Map<?, ?> sealed)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_PASSPHRASE,
                    "There is no master key in the backup, and so nothing for a passphrase");
        }
        return new Sealed(id, true, BackupKey.opened(sealed, id, passphrase));
    }

    /**
     * Restores a backup.
     *
     * @param from the key that the backup is sealed under
     * @param to the key that the store is to open with
     * @param replace whether what the store holds may go
     * @throws EndpointException STORE_NOT_EMPTY, BAD_BACKUP, STORE_TOO_NEW, WRONG_MASTER_KEY,
     *     STORE_IN_USE, and as {@link PostgresStore#open}
     * @throws IOException if the file cannot be read
     */
    public Outcome run(Path file, MasterKey from, MasterKey to, boolean replace)
            throws IOException {
        Map<String, @Nullable Object> header = BackupFile.read(file, (_, _, _) -> {});
        PGSimpleDataSource database = Opening.database(settings);
        try (StoreLock lock = new StoreLock(database)) {
            lock.hold();
            if (!replace && inUse(database)) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.STORE_NOT_EMPTY,
                        "There is a store with syncs or API keys already: --replace removes it");
            }
            transact(database, Restoring::clear);
            PGSimpleDataSource beside = Opening.database(settings);
            beside.setCurrentSchema(SCHEMA);
            Opening.migrate(beside, SCHEMA, text(header, "version"));
            transact(beside, transaction -> load(transaction, file));
            Opening.migrate(beside, SCHEMA, null);
            transact(beside, transaction -> take(transaction, from, to));
            Long syncs =
                    transact(
                            database,
                            each -> each.first("SELECT count(*) FROM sync", row -> row.getLong(1)));
            return new Outcome(
                    text(header, "version"),
                    header.get("createdMillis") instanceof Number made ? made.longValue() : 0,
                    syncs == null ? 0 : syncs,
                    to.id());
        }
    }

    private static int clear(Sql.Transaction transaction) throws SQLException {
        // What an earlier, unfinished restoration has left.
        return transaction.change("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    }

    private static boolean inUse(PGSimpleDataSource database) {
        return transact(
                database,
                transaction -> {
                    boolean there =
                            Boolean.TRUE.equals(
                                    transaction.first(
                                            "SELECT to_regclass('syncline.api_key') IS NOT NULL",
                                            row -> row.getBoolean(1)));
                    return there
                            && Boolean.TRUE.equals(
                                    transaction.first(
                                            "SELECT EXISTS (SELECT FROM sync) OR EXISTS (SELECT"
                                                    + " FROM api_key)",
                                            row -> row.getBoolean(1)));
                });
    }

    private static boolean load(Sql.Transaction transaction, Path file) throws SQLException {
        List<String> known = transaction.all(Backup.TABLES, row -> row.getString(1));
        for (String table : known.reversed()) {
            transaction.change("DELETE FROM " + table);
        }
        CopyManager copies = transaction.connection().unwrap(PGConnection.class).getCopyAPI();
        try {
            BackupFile.read(
                    file,
                    (table, columns, rows) -> {
                        if (!known.contains(table)
                                || !columns.stream().allMatch(NAME.asMatchPredicate())) {
                            throw BackupFile.bad("The backup holds a table nobody knows");
                        }
                        copy(copies, table, columns, rows);
                    });
        } catch (IOException e) {
            throw BackupFile.bad("The backup cannot be read: " + e.getMessage());
        }
        return true;
    }

    private static void copy(
            CopyManager copies, String table, List<String> columns, InputStream rows)
            throws IOException {
        try {
            copies.copyIn(
                    "COPY %s (%s) FROM STDIN".formatted(table, String.join(", ", columns)), rows);
        } catch (SQLException e) {
            throw Sql.meaning(e);
        }
    }

    /** Opens what was loaded, marks it as restored, and puts it in the store's place. */
    private boolean take(Sql.Transaction transaction, MasterKey from, MasterKey to)
            throws SQLException {
        String probe = transaction.first("SELECT sealed FROM probe", row -> row.getString(1));
        if (probe == null) {
            throw BackupFile.bad("The backup holds no store");
        }
        Opening.requireProbe(new Sealing(from, random), probe);
        if (!from.id().equals(to.id())) {
            KeyRotation.seal(transaction, from, to, random, _ -> {});
        }
        long incarnation = random.nextLong(FlowRows.BLOCK);
        transaction.change("UPDATE probe SET incarnation = ?", incarnation);
        transaction.change("UPDATE flow SET restored = true");
        transaction.change("UPDATE sync SET term = term + ?", LEAP + incarnation);
        transaction.change("UPDATE event_sequence SET last = last + ?", LEAP);
        transaction.all(
                "SELECT setval(pg_get_serial_sequence(table_name, column_name)::regclass, ? +"
                        + " (xpath('/row/m/text()', query_to_xml(format('SELECT"
                        + " coalesce(max(%I), 0) AS m FROM %I', column_name, table_name), false,"
                        + " true, '')))[1]::text::bigint) FROM information_schema.columns WHERE"
                        + " table_schema = current_schema() AND is_identity = 'YES'",
                row -> row.getLong(1), LEAP);
        transaction.change("DROP SCHEMA IF EXISTS " + Opening.SCHEMA + " CASCADE");
        transaction.change("ALTER SCHEMA " + SCHEMA + " RENAME TO " + Opening.SCHEMA);
        return true;
    }

    private static <T extends @Nullable Object> T transact(
            PGSimpleDataSource database, Sql.Work<T> work) {
        return new Sql(database).transact(work);
    }

    private static String text(Map<String, @Nullable Object> header, String name) {
        if (header.get(name) instanceof String text) {
            return text;
        }
        throw BackupFile.bad("The backup's header has no " + name);
    }
}
