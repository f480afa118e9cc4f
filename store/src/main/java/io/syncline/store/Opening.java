package io.syncline.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.util.Arrays;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** What has to be in order before a store is used: it answers, its tables, its master key. */
final class Opening {
    /** Where a store's tables are. */
    static final String SCHEMA = "syncline";

    private static final String PROBE = "This store opens under this key";

    /** How long a caller waits for a connection before the store counts as not answering. */
    private static final long CONNECTION_MILLIS_MAX = 10_000;

    private static final int CONNECT_SECONDS_MAX = 5;

    /** No statement of ours takes long; one that does not come back is a lost connection. */
    private static final int ANSWER_SECONDS_MAX = 60;

    /** A server that is told to commit without waiting would lose what we called durable. */
    private static final String DURABLE =
            "SELECT set_config('synchronous_commit', 'on', false)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    private Opening() {}

    /** A pool of connections to a store whose tables have been brought to this version. */
    static HikariDataSource pool(PGSimpleDataSource database, int connectionsMax) {
        migrate(database, SCHEMA, null);
        HikariConfig config = new HikariConfig();
        config.setPoolName("syncline-store");
        config.setDataSource(database);
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_MILLIS_MAX);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(DURABLE);
        return new HikariDataSource(config);
    }

    /** Where connections come from; makes none yet. */
    static PGSimpleDataSource database(StoreSettings settings) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        try {
            database.setUrl(settings.jdbcUrl());
        } catch (IllegalArgumentException e) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.BAD_CONNECTION,
                    "The store's address is not jdbc:postgresql://host:port/database");
        }
        database.setUser(settings.user());
        database.setPassword(settings.password().reveal());
        database.setCurrentSchema(SCHEMA);
        database.setApplicationName("syncline store");
        database.setConnectTimeout(CONNECT_SECONDS_MAX);
        database.setSocketTimeout(ANSWER_SECONDS_MAX);
        database.setTcpKeepAlive(true);
        // Details quote rows.
        database.setLogServerErrorDetail(false);
        return database;
    }

    /**
     * Brings the tables of a schema to a version.
     *
     * @param version the number of its last migration; null for this program's own
     * @throws EndpointException STORE_TOO_NEW if they are, or the version is, later than this one
     */
    static void migrate(PGSimpleDataSource database, String schema, @Nullable String version) {
        try {
            MigrationVersion target =
                    version == null
                            ? MigrationVersion.LATEST
                            : MigrationVersion.fromVersion(version);
            Flyway flyway =
                    Flyway.configure(Opening.class.getClassLoader())
                            .dataSource(database)
                            .schemas(schema)
                            .createSchemas(true)
                            .locations("classpath:io/syncline/store/migrations")
                            .table("schema_history")
                            .target(target)
                            .load();
            refuseLater(flyway, version == null ? null : target);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new EndpointException(
                    EndpointException.Kind.BUG,
                    Code.BUG,
                    "The store's tables cannot be brought to this version",
                    e);
        }
    }

    private static void refuseLater(Flyway flyway, @Nullable MigrationVersion wanted) {
        MigrationInfo current = flyway.info().current();
        MigrationVersion there =
                wanted != null ? wanted : current == null ? null : current.getVersion();
        if (there == null) {
            return;
        }
        MigrationVersion ours =
                Arrays.stream(flyway.info().all())
                        .filter(each -> each.getState().isResolved())
                        .map(MigrationInfo::getVersion)
                        .filter(Objects::nonNull)
                        .max(MigrationVersion::compareTo)
                        .orElse(MigrationVersion.EMPTY);
        if (there.compareTo(ours) > 0) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.STORE_TOO_NEW,
                    "The store has version %s, and this Syncline knows %s at most"
                            .formatted(there, ours));
        }
    }

    /** The key that a store is sealed under; for a new store, the one in use. */
    static MasterKey key(Sql sql, MasterKeys keys) {
        String sealed =
                sql.transact(
                        transaction ->
                                transaction.first(
                                        "SELECT sealed FROM probe", row -> row.getString(1)));
        MasterKey found = sealed == null ? null : keys.ofId(Sealing.keyId(sealed));
        // If it is neither, opening the probe says so.
        return found == null ? keys.current() : found;
    }

    /** What a store holds that opens only under its own key. */
    static String sealedProbe(Sealing sealing) {
        return sealing.seal("store", "probe", PROBE);
    }

    /** Seals the probe in a new store; opens it in any other. */
    static void probe(Sql sql, Sealing sealing) {
        String sealed =
                sql.transact(
                        transaction -> {
                            transaction.change(
                                    "INSERT INTO probe (sealed) VALUES (?) ON CONFLICT DO NOTHING",
                                    sealedProbe(sealing));
                            return transaction.first(
                                    "SELECT sealed FROM probe", row -> row.getString(1));
                        });
        requireProbe(sealing, sealed == null ? "" : sealed);
    }

    /** Opens a store's probe. */
    static void requireProbe(Sealing sealing, String sealed) {
        if (!sealing.open("store", "probe", sealed).equals(PROBE)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_MASTER_KEY,
                    "The store's probe is not one of ours");
        }
    }
}
