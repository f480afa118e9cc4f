package io.syncline.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What all embedded servers demand of ports and passwords. */
final class Credentials {
    /** The administrator's name in every embedded server. */
    static final String USER = "syncline";

    private Credentials() {}

    /** Throws when the port is none or the password cannot be handed over in a line of a file. */
    static void check(int port, String password) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("A port is between 0 and 65535: " + port);
        }
        if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The password must not be empty nor hold control characters");
        }
    }

    /** An address that carries the credentials. */
    static String uri(String scheme, String password, int port, String database) {
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return "%s://%s:%s@127.0.0.1:%d/%s".formatted(scheme, USER, encoded, port, database);
    }
}
