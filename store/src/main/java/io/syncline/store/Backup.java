package io.syncline.store;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes all that a store keeps into one file, as it is at one instant, while a server may use it.
 * What is sealed stays sealed; the master key is in it only under a passphrase.
 *
 * @param settings where the store is
 * @param random makes salts and nonces
 */
public record Backup(StoreSettings settings, SecureRandom random) {
    /** Names of the schema's tables in the order they were made, so that parents come first. */
    static final String TABLES =
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND"
                    + " relkind = 'r' AND relname <> 'schema_history' ORDER BY oid";

    private static final String COLUMNS =
            "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT"
                    + " attisdropped AND attgenerated = '' ORDER BY attnum";

    private static final String VERSION =
            "SELECT version FROM schema_history WHERE version IS NOT NULL ORDER BY installed_rank"
                    + " DESC LIMIT 1";

    /**
     * What a backup holds.
     *
     * @param keyId the master key that its sealed values open with
     * @param syncs how many syncs
     * @param tables how many tables
     */
    public record Outcome(String keyId, long syncs, int tables) {}

    /**
     * Writes a backup.
     *
     * @param file that must not be there yet
     * @param key the store's master key, to be put in; null to leave it out
     * @param passphrase what the key is sealed under; null if there is no key
     * @param nowMillis the present, UTC
     * @throws EndpointException as {@link PostgresStore#open}, without STORE_IN_USE
     * @throws IOException if the file cannot be written
     */
    public Outcome write(
            Path file, @Nullable MasterKey key, @Nullable Secret passphrase, long nowMillis)
            throws IOException {
        try (Connection connection = Opening.database(settings).getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            Sql.Transaction snapshot = new Sql.Transaction(connection);
            boolean there =
                    Boolean.TRUE.equals(
                            snapshot.first(
                                    "SELECT to_regclass('probe') IS NOT NULL",
                                    row -> row.getBoolean(1)));
            String sealed =
                    there
                            ? snapshot.first("SELECT sealed FROM probe", row -> row.getString(1))
                            : null;
            if (sealed == null) {
                throw BackupFile.bad("There is no store to be backed up yet");
            }
            String keyId = Sealing.keyId(sealed);
            if (key != null) {
                // Refuses a key that is not the store's.
                new Sealing(key, random).open("store", "probe", sealed);
            }
            Map<String, @Nullable Object> header = new LinkedHashMap<>();
            header.put("version", snapshot.first(VERSION, row -> row.getString(1)));
            header.put("createdMillis", nowMillis);
            header.put("keyId", keyId);
            header.put(
                    "key",
                    key == null
                            ? null
                            : BackupKey.sealed(key, Objects.requireNonNull(passphrase), random));
            List<String> tables = snapshot.all(TABLES, row -> row.getString(1));
            BackupFile.write(file, out -> content(out, header, tables, snapshot));
            Long syncs = snapshot.first("SELECT count(*) FROM sync", row -> row.getLong(1));
            return new Outcome(keyId, syncs == null ? 0 : syncs, tables.size());
        } catch (SQLException e) {
            throw Sql.meaning(e);
        }
    }

    private static void content(
            BackupFile.Out out,
            Map<String, @Nullable Object> header,
            List<String> tables,
            Sql.Transaction snapshot)
            throws IOException {
        out.header(header);
        try {
            CopyManager copies = snapshot.connection().unwrap(PGConnection.class).getCopyAPI();
            for (String table : tables) {
                List<String> columns = snapshot.all(COLUMNS, row -> row.getString(1), table);
                try (OutputStream rows = out.table(table, columns)) {
                    copies.copyOut(
                            "COPY %s (%s) TO STDOUT".formatted(table, String.join(", ", columns)),
                            rows);
                }
            }
        } catch (SQLException e) {
            throw Sql.meaning(e);
        }
    }
}
