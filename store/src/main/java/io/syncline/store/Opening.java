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
import org.postgresql.ds.PGSimpleDataSource;

/** What has to be in order before a store is used: it answers, its tables, its master key. */
final class Opening {
    private static final String SCHEMA = "syncline";
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
        migrate(database);
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

    private static void migrate(PGSimpleDataSource database) {
        try {
            Flyway flyway =
                    Flyway.configure(Opening.class.getClassLoader())
                            .dataSource(database)
                            .schemas(SCHEMA)
                            .createSchemas(true)
                            .locations("classpath:io/syncline/store/migrations")
                            .table("schema_history")
                            .load();
            refuseLater(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new EndpointException(
                    EndpointException.Kind.BUG,
                    Code.BUG,
                    "The store's tables cannot be brought to this version",
                    e);
        }
    }

    private static void refuseLater(Flyway flyway) {
        MigrationInfo current = flyway.info().current();
        if (current == null || current.getVersion() == null) {
            return;
        }
        MigrationVersion ours =
                Arrays.stream(flyway.info().all())
                        .filter(each -> each.getState().isResolved())
                        .map(MigrationInfo::getVersion)
                        .filter(Objects::nonNull)
                        .max(MigrationVersion::compareTo)
                        .orElse(MigrationVersion.EMPTY);
        if (current.getVersion().compareTo(ours) > 0) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.STORE_TOO_NEW,
                    "The store has version %s, and this Syncline knows %s at most"
                            .formatted(current.getVersion(), ours));
        }
    }

    /** Seals the probe in a new store; opens it in any other. */
    static void probe(Sql sql, Sealing sealing) {
        String sealed =
                sql.transact(
                        transaction -> {
                            transaction.change(
                                    "INSERT INTO probe (sealed) VALUES (?) ON CONFLICT DO NOTHING",
                                    sealing.seal("store", "probe", PROBE));
                            return transaction.first(
                                    "SELECT sealed FROM probe", row -> row.getString(1));
                        });
        if (sealed == null || !sealing.open("store", "probe", sealed).equals(PROBE)) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_MASTER_KEY,
                    "The store's probe is not one of ours");
        }
    }
}
