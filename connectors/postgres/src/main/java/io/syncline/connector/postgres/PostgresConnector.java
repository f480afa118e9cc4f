package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Settings;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes endpoints of PostgreSQL databases. */
public final class PostgresConnector implements Connector {
    private static final Set<String> NAMES =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("postgresql", "postgres")));

    /** For the service loader. */
    public PostgresConnector() {}

    @Override
    public Set<String> types() {
        return NAMES;
    }

    @Override
    public Set<String> schemes() {
        return NAMES;
    }

    @Override
    public Settings settings() {
        return PostgresUrl.SETTINGS;
    }

    @Override
    public Endpoint open(Config config, Context context) {
        return new PostgresEndpoint(PostgresUrl.of(config), context);
    }
}
