package io.syncline.connector.mongodb;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Setting;
import io.syncline.core.endpoint.Settings;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Opens MongoDB databases as sources and targets. Stateless. */
public final class MongoConnector implements Connector {
    static final String CONNECTION = "connection";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String DATABASE = "database";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String AUTH_SOURCE = "auth_source";
    static final String KEYS = "keys";
    static final String SAMPLE = "sample";
    static final String FINE_TIMES = "fine_times";

    private static final Settings SETTINGS =
            Settings.of(
                    new Setting(
                            CONNECTION,
                            Setting.Kind.SECRET,
                            null,
                            false,
                            "The whole address: mongodb://user:password@host:port/database or mongodb+srv://. Keys given apart win over it."),
                    text(
                            HOST,
                            "Name or address of the server; one member of a replica set will do."),
                    new Setting(
                            PORT,
                            Setting.Kind.NUMBER,
                            null,
                            false,
                            "Its port; 27017 if none is given."),
                    text(DATABASE, "The database that holds the collections."),
                    text(USER, "Who logs in."),
                    new Setting(PASSWORD, Setting.Kind.SECRET, null, false, "The user's password."),
                    text(AUTH_SOURCE, "The database that knows the user; admin if none is given."),
                    text(
                            KEYS,
                            "The keys of collections whose _id holds other fields, such as users=user_id; orders=tenant,number."),
                    new Setting(
                            SAMPLE,
                            Setting.Kind.NUMBER,
                            "1000",
                            false,
                            "How many documents of a collection are looked at to learn its fields, from 1 to 1000000."),
                    new Setting(
                            FINE_TIMES,
                            Setting.Kind.TEXT,
                            "refuse",
                            false,
                            "What becomes of points in time finer than milliseconds: refuse their rows, cut them, or hold all as text."));

    /** Needed by the service loader. */
    public MongoConnector() {}

    private static Setting text(String name, String about) {
        return new Setting(name, Setting.Kind.TEXT, null, false, about);
    }

    @Override
    public Set<String> types() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of("mongodb", "mongo")));
    }

    @Override
    public Set<String> schemes() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of("mongodb", "mongodb+srv")));
    }

    @Override
    public Settings settings() {
        return SETTINGS;
    }

    @Override
    public Endpoint open(Config config, Context context) {
        return new MongoEndpoint(Address.of(config), context);
    }
}
