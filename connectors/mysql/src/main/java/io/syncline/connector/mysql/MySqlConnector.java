package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.CaptureSettings;
import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Tls;
import io.syncline.connector.jdbc.TunnelSettings;
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

/** Opens MariaDB and MySQL databases as targets, and MariaDB as a source. Stateless. */
public final class MySqlConnector implements Connector {
    static final String CONNECTION = "connection";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String DATABASE = "database";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String TLS = "tls";
    static final String KEY_TEXT_LENGTH = "key_text_length";

    private static final Settings OWN =
            Settings.of(
                    new Setting(
                            CONNECTION,
                            Setting.Kind.SECRET,
                            null,
                            false,
                            "The whole address: mysql://user:password@host:port/database. Keys given apart win over it."),
                    new Setting(
                            HOST, Setting.Kind.TEXT, null, false, "Name or address of the server."),
                    new Setting(
                            PORT,
                            Setting.Kind.NUMBER,
                            null,
                            false,
                            "Its port; 3306 if none is given."),
                    new Setting(
                            DATABASE,
                            Setting.Kind.TEXT,
                            null,
                            false,
                            "The database that holds the tables."),
                    new Setting(USER, Setting.Kind.TEXT, null, false, "Who logs in."),
                    new Setting(PASSWORD, Setting.Kind.SECRET, null, false, "The user's password."),
                    new Setting(
                            MySqlConnector.TLS,
                            Setting.Kind.TEXT,
                            null,
                            false,
                            "An older name of sslmode, with trust for require."),
                    new Setting(
                            KEY_TEXT_LENGTH,
                            Setting.Kind.NUMBER,
                            null,
                            false,
                            "Characters of a key column whose text has no bound at the source, at most 768; longer keys are parked."));

    private static final Settings SETTINGS = withTls();

    private static Settings withTls() {
        List<Setting> all = new ArrayList<>(OWN.all());
        all.addAll(Tls.settings(Tls.Mode.DISABLE));
        all.addAll(TunnelSettings.all());
        all.addAll(CaptureSettings.settings());
        all.addAll(ConnectionUse.settings());
        all.add(ConnectionUse.COMPRESSION);
        return new Settings(all);
    }

    /** Needed by the service loader. */
    public MySqlConnector() {}

    @Override
    public Set<String> types() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of("mariadb", "mysql")));
    }

    @Override
    public Set<String> schemes() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of("mysql", "mariadb")));
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    public Endpoint open(Config config, Context context) {
        Address address = Address.of(config);
        return new MySqlEndpoint(
                new Pool(address, context),
                address.keyTextLength(),
                CaptureSettings.of(config),
                context);
    }
}
