package io.syncline.server.api;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is, without who logs in: what may be shown of a connection.
 *
 * @param scheme the URL's scheme, or null if there is no URL
 * @param host the host with its port if one is given, or null
 * @param database the database, or null
 * @param through the SSH server that knows the host by this name, or null for ourselves
 */
record Place(
        @Nullable String scheme,
        @Nullable String host,
        @Nullable String database,
        @Nullable String through) {
    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?([A-Za-z][A-Za-z0-9+.-]{0,30})://(?:.*@)?([^/?#@]*)(?:/([^?#]*))?(?:[?#].*)?",
                    Pattern.DOTALL);

    /** Where these settings of a connector lead; keys given apart win over the URL. */
    static Place of(Map<String, String> settings) {
        Place place = of(settings.getOrDefault("connection", ""));
        String host = settings.get("host");
        String port = settings.get("port");
        String database = settings.get("database");
        return new Place(
                place == null ? null : place.scheme,
                host != null
                        ? host + (port == null ? "" : ":" + port)
                        : place == null ? null : place.host,
                database != null ? database : place == null ? null : place.database,
                settings.get("ssh_host"));
    }

    /** Where a URL leads, or null if it is none. */
    static @Nullable Place of(String url) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            return null;
        }
        return new Place(
                matcher.group(1).toLowerCase(Locale.ROOT),
                emptyToNull(matcher.group(2)),
                emptyToNull(matcher.group(3)),
                null);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Whether both lead to the same database; its tables may still differ. */
    boolean same(Place other) {
        return host != null
                && database != null
                && host.equalsIgnoreCase(other.host)
                && database.equals(other.database)
                && Objects.equals(through, other.through);
    }
}
