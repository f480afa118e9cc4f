package io.syncline.connector.mysql;

import io.syncline.connector.jdbc.ConnectionUrl;
import io.syncline.connector.jdbc.ConnectionUse;
import io.syncline.connector.jdbc.Tls;
import io.syncline.connector.jdbc.TunnelSettings;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, who logs in, and how texts become keys. The password never prints.
 *
 * @param tls how it is encrypted
 * @param tunnel what leads to it, or null if it is reached directly
 * @param use how the connections are used
 * @param keyTextLength characters of a key column without a bound at the source, or null
 */
record Address(
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        Tls tls,
        @Nullable TunnelSettings tunnel,
        ConnectionUse use,
        @Nullable Integer keyTextLength) {
    private static final int PORT_INITIAL = 3306;
    private static final int GRACE_MILLIS = 2000;
    private static final Set<String> SCHEMES = Set.of("mysql", "mariadb");

    /**
     * What every session of ours needs: a value that does not fit is an error and never changed
     * (NO_AUTO_VALUE_ON_ZERO: a key of 0 is a 0), times are UTC, a statement sees what is
     * committed. By {@code @syncline} triggers can tell what is written here.
     */
    private static final String SESSION =
            "sql_mode='STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                    + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO',"
                    + "time_zone='+00:00',autocommit=1,sql_auto_is_null=0,"
                    + "foreign_key_checks=1,unique_checks=1,group_concat_max_len=1048576,@syncline=1";

    /**
     * @throws EndpointException MISCONFIGURED if a part is missing or wrong
     */
    static Address of(Config config) {
        Secret connection = config.secret(MySqlConnector.CONNECTION);
        ConnectionUrl url =
                connection == null ? null : ConnectionUrl.parse(connection.reveal(), PORT_INITIAL);
        if (url != null && !SCHEMES.contains(url.scheme())) {
            throw bad("The connection must begin with mysql:// or mariadb://.");
        }
        Map<String, String> parameters = url == null ? Map.of() : url.parameters();
        for (String name : parameters.keySet()) {
            if (!name.equals(MySqlConnector.TLS) && !Tls.knows(name)) {
                throw bad(
                        "The connection has an unknown parameter "
                                + name
                                + "; known are those of TLS, such as sslmode.");
            }
        }
        String host = either(config.text(MySqlConnector.HOST), url == null ? null : url.host());
        String database =
                either(config.text(MySqlConnector.DATABASE), url == null ? null : url.database());
        String user = either(config.text(MySqlConnector.USER), url == null ? null : url.user());
        if (host == null || database == null || user == null) {
            throw bad("Host, database and user are needed, in the connection or as keys.");
        }
        Secret password = config.secret(MySqlConnector.PASSWORD);
        String tls = either(config.text(MySqlConnector.TLS), parameters.get(MySqlConnector.TLS));
        Integer port = number(config, MySqlConnector.PORT, 65535);
        return new Address(
                host,
                port != null ? port : url == null ? PORT_INITIAL : url.port(),
                database,
                user,
                password != null || url == null ? password : url.password(),
                Tls.of(config, parameters, Tls.mode(tls, Tls.Mode.DISABLE)),
                TunnelSettings.of(config),
                ConnectionUse.of(config),
                number(config, MySqlConnector.KEY_TEXT_LENGTH, ColumnTypes.KEY_CHARACTERS_MAX));
    }

    /** For the driver; holds the password. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password.reveal());
        }
        // The driver demands encryption; the sockets demand the proof, and read no files.
        properties.setProperty("sslMode", tls.mode().demanded() ? "trust" : "disable");
        properties.setProperty("tlsSocketType", MySqlTls.TYPE);
        tls.into(properties, host);
        properties.setProperty("sessionVariables", SESSION);
        properties.setProperty("transactionIsolation", "READ-COMMITTED");
        // Counts of an update are rows found, so that an equal row does not look like a missing
        // one.
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("useBulkStmts", "true");
        properties.setProperty("useCompression", Boolean.toString(use.compression()));
        if (use.timeout() != null) {
            // The server ends a statement before we end the connection.
            long millis = use.timeout().toMillis() + GRACE_MILLIS;
            properties.setProperty(
                    "socketTimeout", Long.toString(Math.min(millis, Integer.MAX_VALUE)));
        }
        return properties;
    }

    /** What tells this database from all others; no secrets. */
    String place() {
        String place = host + ":" + port + "/" + database;
        return tunnel == null ? place : place + " through " + tunnel.place();
    }

    /** For the driver; no secrets. */
    String jdbcUrl() {
        return jdbcUrl(host, port);
    }

    /** The same by another way, such as the near end of a tunnel. */
    String jdbcUrl(String near, int nearPort) {
        String name = near.contains(":") ? "[" + near + "]" : near;
        return "jdbc:mariadb://" + name + ":" + nearPort + "/" + database;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    private static @Nullable Integer number(Config config, String name, int max) {
        String text = config.text(name);
        if (text == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // answered below
        }
        throw new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.OUT_OF_RANGE,
                name + " is a whole number from 1 to " + max + ".");
    }

    private static EndpointException bad(String message) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED, Code.BAD_CONNECTION, message);
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }
}
