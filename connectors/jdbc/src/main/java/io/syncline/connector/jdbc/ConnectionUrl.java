package io.syncline.connector.jdbc;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database's address in the form {@code scheme://user:password@host:port/database?name=value}.
 * Prints without its password and parameters.
 *
 * @param scheme what kind of database
 * @param user who logs in, or null
 * @param password never shown, or null
 * @param host name or address
 * @param port from 1 to 65535
 * @param database its name, or null
 * @param parameters by name
 */
public record ConnectionUrl(
        String scheme,
        @Nullable String user,
        @Nullable Secret password,
        String host,
        int port,
        @Nullable String database,
        Map<String, String> parameters) {
    /** Copies the parameters. */
    public ConnectionUrl {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /**
     * Reads an address; a password may hold anything, percent-encoded where URLs demand it.
     *
     * @param portInitial where the text names no port
     * @throws EndpointException MISCONFIGURED if it is none; the message does not repeat it
     */
    public static ConnectionUrl parse(String text, int portInitial) {
        URI uri;
        try {
            // A reference may have put text of several lines in.
            uri = new URI(text.replace("\n", "%0A").replace(" ", "%20"));
        } catch (URISyntaxException _) {
            // The exception's own message would show the password.
            throw bad("it is not a URL; special characters in a password are percent-encoded");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw bad("it has no scheme or no host: scheme://user:password@host:port/database");
        }
        int port = uri.getPort() < 0 ? portInitial : uri.getPort();
        if (port < 1 || port > 65535) {
            throw bad("its port is not between 1 and 65535");
        }
        String login = uri.getRawUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        String user = login == null ? null : decoded(colon < 0 ? login : login.substring(0, colon));
        Secret password =
                login == null || colon < 0 ? null : Secret.of(decoded(login.substring(colon + 1)));
        String path = uri.getRawPath();
        String database = path == null || path.length() < 2 ? null : decoded(path.substring(1));
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ConnectionUrl(
                uri.getScheme(),
                user,
                password,
                bare,
                port,
                database,
                parameters(uri.getRawQuery()));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null) {
            for (String each : query.split("&")) {
                int equals = each.indexOf('=');
                if (equals < 1) {
                    throw bad("a parameter is not name=value");
                }
                parameters.put(
                        decoded(each.substring(0, equals)), decoded(each.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** A plus sign is itself here: it is a space in forms only. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static EndpointException bad(String why) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.BAD_CONNECTION,
                "The connection cannot be understood: " + why + ".");
    }

    @Override
    public String toString() {
        return scheme
                + "://"
                + (user == null ? "" : user + "@")
                + host
                + ":"
                + port
                + (database == null ? "" : "/" + database);
    }
}
