package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.Tls;
import io.syncline.connector.jdbc.TunnelSettings;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import io.syncline.core.endpoint.Setting;
import io.syncline.core.endpoint.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and how to log in. Prints without the password.
 *
 * @param host a name or an address; IPv6 in brackets
 * @param port the server's port
 * @param database the database's name
 * @param user who logs in; null for the driver's default
 * @param password null for none
 * @param parameters further settings of the connection, by the driver's names
 * @param tls how it is encrypted
 * @param tunnel what leads to it, or null if it is reached directly
 */
record PostgresUrl(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable Secret password,
        Map<String, String> parameters,
        Tls tls,
        @Nullable TunnelSettings tunnel) {
    /** Nothing but what a URL says. */
    private static final Config NOTHING = Config.of(Settings.of(), Map.of());

    /** Parameters of a connection URL that are understood, and what the driver calls them. */
    private static final Map<String, String> KNOWN =
            Map.ofEntries(
                    Map.entry("channel_binding", "channelBinding"),
                    Map.entry("connect_timeout", "connectTimeout"),
                    Map.entry("application_name", "ApplicationName"),
                    Map.entry("gssencmode", "gssEncMode"));

    /** The keys that make one. */
    static final Settings SETTINGS = settings();

    private static Settings settings() {
        List<Setting> all = new ArrayList<>();
        all.add(
                new Setting(
                        "connection",
                        Setting.Kind.SECRET,
                        null,
                        false,
                        "postgresql://user:password@host:5432/database?sslmode=require; the"
                                + " other keys take precedence over its parts."));
        all.add(text("host", "The server's name or address."));
        all.add(new Setting("port", Setting.Kind.NUMBER, null, false, "Its port, 5432."));
        all.add(text("database", "The database's name."));
        all.add(text("user", "Who logs in."));
        all.add(new Setting("password", Setting.Kind.SECRET, null, false, "The password."));
        all.addAll(Tls.settings(Tls.Mode.PREFER));
        all.addAll(TunnelSettings.all());
        return new Settings(all);
    }

    /** Copies the map. */
    PostgresUrl {
        parameters = Map.copyOf(parameters);
        if (port < 1 || port > 65_535) {
            throw bad("the port " + port + " is outside 1 to 65535");
        }
    }

    private static Setting text(String name, String about) {
        return new Setting(name, Setting.Kind.TEXT, null, false, about);
    }

    /**
     * From the settings of an endpoint.
     *
     * @throws EndpointException MISCONFIGURED if they name no server or cannot be read
     */
    static PostgresUrl of(Config config) {
        Secret connection = config.secret("connection");
        PostgresUrl url =
                connection == null
                        ? new PostgresUrl(
                                "localhost",
                                5432,
                                "postgres",
                                null,
                                config.secret("password"),
                                Map.of(),
                                Tls.of(config, Map.of(), Tls.Mode.PREFER),
                                null)
                        : parse(connection.reveal(), config);
        if (connection == null && config.text("host") == null) {
            throw bad("neither a connection nor a host is given");
        }
        Secret password = config.secret("password");
        String host = config.text("host");
        String port = config.text("port");
        String database = config.text("database");
        String user = config.text("user");
        return new PostgresUrl(
                host == null ? url.host : bracketed(host),
                port == null ? url.port : number(port),
                database == null ? url.database : database,
                user == null ? url.user : user,
                password == null ? url.password : password,
                url.parameters,
                url.tls,
                TunnelSettings.of(config));
    }

    /**
     * Reads a connection URL. What stands in it is never repeated in an error.
     *
     * @throws EndpointException MISCONFIGURED if it is not one
     */
    static PostgresUrl parse(String url) {
        return parse(url, NOTHING);
    }

    private static PostgresUrl parse(String url, Config config) {
        int scheme = url.indexOf("://");
        if (scheme < 0
                || !url.substring(0, scheme).equals("postgresql")
                        && !url.substring(0, scheme).equals("postgres")) {
            throw bad("it has to start with postgresql://");
        }
        String rest = url.substring(scheme + 3);
        Map<String, String> given = Map.of();
        int query = rest.indexOf('?');
        if (query >= 0) {
            given = query(rest.substring(query + 1));
            rest = rest.substring(0, query);
        }
        // A password may hold a slash that nobody encoded; the last @ ends it.
        int at = rest.lastIndexOf('@');
        String login = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int slash = place.indexOf('/');
        String database = slash < 0 ? "" : decoded(place.substring(slash + 1));
        String authority = slash < 0 ? place : place.substring(0, slash);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? given.get("password") : decoded(login.substring(colon + 1));
        if (user.isEmpty()) {
            user = given.getOrDefault("user", "");
        }
        return new PostgresUrl(
                host(authority),
                port(authority),
                database.isEmpty() ? user.isEmpty() ? "postgres" : user : database,
                user.isEmpty() ? null : user,
                password == null ? null : Secret.of(password),
                parameters(given),
                Tls.of(config, given, Tls.Mode.PREFER),
                null);
    }

    /** The place, for names and messages: without user and password. */
    String place() {
        String place = "postgresql://" + host + ":" + port + "/" + database;
        return tunnel == null ? place : place + " through " + tunnel.place();
    }

    private static String host(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end <= 0 ? authority : authority.substring(0, end);
        return host.isEmpty() ? "localhost" : decoded(host);
    }

    private static int port(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean none = colon < 0 || authority.endsWith("]") || colon == authority.length() - 1;
        return none ? 5432 : number(authority.substring(colon + 1));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> given = new TreeMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty() && equals < 0) {
                throw bad("a parameter without a value");
            }
            if (equals > 0) {
                given.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return given;
    }

    private static Map<String, String> parameters(Map<String, String> given) {
        Map<String, String> parameters = new TreeMap<>();
        given.forEach(
                (name, value) -> {
                    String known = KNOWN.get(name);
                    if (known != null) {
                        parameters.put(known, value);
                    } else if (!name.equals("user")
                            && !name.equals("password")
                            && !Tls.knows(name)) {
                        throw bad(
                                "the parameter "
                                        + name
                                        + " is not known; known are "
                                        + new TreeMap<>(KNOWN).keySet()
                                        + " and those of TLS");
                    }
                });
        return parameters;
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw bad("the port is not a number");
        }
    }

    private static String decoded(String text) {
        try {
            // In a URL of this kind a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw bad("a percent sign that is not followed by two hex digits");
        }
    }

    private static EndpointException bad(String why) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.BAD_CONNECTION,
                "The PostgreSQL connection cannot be used: " + why);
    }
}
