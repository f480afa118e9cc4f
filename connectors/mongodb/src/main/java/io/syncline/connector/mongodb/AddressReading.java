package io.syncline.connector.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a configuration, and tells everything that is wrong with it at once. */
final class AddressReading {
    private static final int PORT_INITIAL = 27017;
    private static final int PORT_MAX = 65535;
    private static final int SAMPLE_MAX = 1_000_000;

    /** Others change what is read and written, or read this machine's files and surroundings. */
    private static final Set<String> PARAMETERS =
            Set.of(
                    "authsource",
                    "authmechanism",
                    "replicaset",
                    "tls",
                    "ssl",
                    "directconnection",
                    "loadbalanced",
                    "srvservicename",
                    "srvmaxhosts",
                    "retrywrites",
                    "retryreads",
                    "w",
                    "maxpoolsize",
                    "appname");

    private static final Set<String> MECHANISMS =
            Set.of("scram-sha-1", "scram-sha-256", "plain", "default");

    private final Config config;
    private final List<String> problems = new ArrayList<>();
    private Code code = Code.BAD_CONNECTION;

    AddressReading(Config config) {
        this.config = config;
    }

    Address address() {
        Secret given = config.secret(MongoConnector.CONNECTION);
        String host = config.text(MongoConnector.HOST);
        if (given == null && host == null) {
            wrong(
                    MongoConnector.CONNECTION,
                    "it is missing, and so is host: mongodb://user:password@host:port/database");
        }
        ConnectionString url = url(given);
        Integer port = number(MongoConnector.PORT, PORT_MAX);
        String database = config.text(MongoConnector.DATABASE);
        String named = database == null && url != null ? url.getDatabase() : database;
        if (named == null && problems.isEmpty()) {
            wrong(MongoConnector.DATABASE, "no database is named, here or in the connection");
        }
        if (url != null && url.isSrvProtocol() && host != null) {
            wrong(MongoConnector.HOST, "a connection by mongodb+srv finds its hosts itself");
        }
        Integer sample = number(MongoConnector.SAMPLE, SAMPLE_MAX);
        Map<String, List<String>> keys = keys();
        FineTimes fineTimes = fineTimes();
        if (!problems.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED, code, String.join("; ", problems));
        }
        return new Address(
                given == null ? Secret.of("mongodb://unused") : given,
                server(host, port, url),
                named == null ? "" : named,
                config.text(MongoConnector.USER),
                config.secret(MongoConnector.PASSWORD),
                config.text(MongoConnector.AUTH_SOURCE),
                keys,
                sample == null ? 1 : sample,
                fineTimes);
    }

    private static @Nullable ServerAddress server(
            @Nullable String host, @Nullable Integer port, @Nullable ConnectionString url) {
        if (host == null && port == null) {
            return null;
        }
        String name =
                host != null ? host : url == null ? "localhost" : bare(url.getHosts().getFirst());
        return new ServerAddress(name, port == null ? PORT_INITIAL : port);
    }

    private static String bare(String host) {
        return new ServerAddress(host).getHost();
    }

    private @Nullable ConnectionString url(@Nullable Secret given) {
        if (given == null) {
            return null;
        }
        String text = given.reveal();
        int query = text.indexOf('?');
        for (String each : query < 0 ? List.<String>of() : parameters(text.substring(query + 1))) {
            parameter(each);
        }
        try {
            return new ConnectionString(text);
        } catch (IllegalArgumentException _) {
            // The exception's own message could show the password.
            wrong(
                    MongoConnector.CONNECTION,
                    "it is none of MongoDB's, such as mongodb://user:password@host:port/database;"
                            + " special characters in a password are percent-encoded");
            return null;
        }
    }

    private static List<String> parameters(String query) {
        return Arrays.stream(query.split("[&;]")).filter(each -> !each.isEmpty()).toList();
    }

    private void parameter(String each) {
        int equal = each.indexOf('=');
        String name = equal < 0 ? each : each.substring(0, equal);
        String value = equal < 0 ? "" : each.substring(equal + 1).toLowerCase(Locale.ROOT);
        String lower = name.toLowerCase(Locale.ROOT);
        if (!PARAMETERS.contains(lower)) {
            wrong(MongoConnector.CONNECTION, "it has an unknown parameter " + name);
        } else if (lower.equals("authmechanism") && !MECHANISMS.contains(value)) {
            wrong(
                    MongoConnector.CONNECTION,
                    "authMechanism is SCRAM-SHA-1, SCRAM-SHA-256 or PLAIN");
        }
    }

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new HashMap<>();
        String text = config.text(MongoConnector.KEYS);
        if (text == null || text.isBlank()) {
            return keys;
        }
        for (String each : text.split(";")) {
            int equal = each.indexOf('=');
            List<String> fields =
                    equal < 0
                            ? List.of()
                            : Arrays.stream(each.substring(equal + 1).split(","))
                                    .map(String::strip)
                                    .filter(field -> !field.isEmpty())
                                    .toList();
            if (fields.isEmpty()) {
                wrong(
                        MongoConnector.KEYS,
                        "'" + each.strip() + "' is not of the form collection=field,field");
            } else {
                keys.put(each.substring(0, equal).strip(), fields);
            }
        }
        return keys;
    }

    private FineTimes fineTimes() {
        String word = config.required(MongoConnector.FINE_TIMES);
        for (FineTimes each : FineTimes.values()) {
            if (each.name().equalsIgnoreCase(word)) {
                return each;
            }
        }
        code = problems.isEmpty() ? Code.UNKNOWN_WORD : code;
        wrong(MongoConnector.FINE_TIMES, "'" + word + "' is none of refuse, cut and text");
        return FineTimes.REFUSE;
    }

    private @Nullable Integer number(String name, int max) {
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
        code = problems.isEmpty() ? Code.OUT_OF_RANGE : code;
        wrong(name, "it is a whole number from 1 to " + max);
        return null;
    }

    private void wrong(String path, String why) {
        problems.add(path + ": " + why);
    }
}
