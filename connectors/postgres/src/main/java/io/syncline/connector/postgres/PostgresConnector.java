package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Triggers;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Setting;
import io.syncline.core.endpoint.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes endpoints of PostgreSQL databases. */
public final class PostgresConnector implements Connector {
    private static final Set<String> NAMES =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("postgresql", "postgres")));

    private static final Settings SETTINGS = settingsOfBothRoles();

    private final Sharing sharing = new Sharing();

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
        return SETTINGS;
    }

    @Override
    public Endpoint open(Config config, Context context) {
        return new PostgresEndpoint(
                PostgresUrl.of(config),
                ConnectionUse.of(config),
                context,
                config.text("schema"),
                config.flag("synchronous_commit"),
                Triggers.of(config),
                CaptureSettings.of(config),
                BulkBounds.from(Long.parseLong(config.required("bulk_read_bytes"))),
                sharing,
                Math.clamp(
                        Long.parseLong(config.required("shared_stream_flows")),
                        0,
                        Integer.MAX_VALUE));
    }

    private static Settings settingsOfBothRoles() {
        List<Setting> all = new ArrayList<>(PostgresUrl.SETTINGS.all());
        all.add(
                new Setting(
                        "schema",
                        Setting.Kind.TEXT,
                        null,
                        false,
                        "The schema that tables are written to, in place of their own."));
        all.add(
                new Setting(
                        "synchronous_commit",
                        Setting.Kind.FLAG,
                        "true",
                        false,
                        "false writes faster, but a crash of this server may lose changes for good."));
        all.add(Triggers.SETTING);
        all.addAll(CaptureSettings.settings());
        all.add(
                new Setting(
                        "bulk_read_bytes",
                        Setting.Kind.NUMBER,
                        Long.toString(BulkBounds.BACKLOG_BYTES),
                        false,
                        "So much log to catch up with is read in large pieces, by one slot more;"
                                + " 0 for never."));
        all.add(
                new Setting(
                        "shared_stream_flows",
                        Setting.Kind.NUMBER,
                        Integer.toString(Sharing.FLOWS_MIN),
                        false,
                        "So many flows of this database that keep up read one stream together, by"
                                + " one slot more; 0 for never."));
        all.addAll(ConnectionUse.settings());
        return new Settings(all);
    }
}
