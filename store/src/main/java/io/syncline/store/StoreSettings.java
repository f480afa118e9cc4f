package io.syncline.store;

import io.syncline.core.endpoint.Secret;

/**
 * Where the store's database is.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, without credentials
 * @param user who owns the schema {@code syncline}, or may create it
 * @param password of the user
 * @param connectionsMax how many connections are held at most
 */
public record StoreSettings(String jdbcUrl, String user, Secret password, int connectionsMax) {
    /** Enough for the store's short transactions, and few enough for a small server. */
    public static final int CONNECTIONS_USUAL = 8;

    /** Settings with the usual number of connections. */
    public static StoreSettings of(String jdbcUrl, String user, Secret password) {
        return new StoreSettings(jdbcUrl, user, password, CONNECTIONS_USUAL);
    }

    /** Without the address's parameters, which may hold a password. */
    @Override
    public String toString() {
        return "StoreSettings[%s, user=%s, connectionsMax=%d]"
                .formatted(jdbcUrl.replaceFirst("\\?.*", ""), user, connectionsMax);
    }
}
