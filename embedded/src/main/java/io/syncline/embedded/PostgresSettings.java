package io.syncline.embedded;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an embedded PostgreSQL is to run.
 *
 * @param version exact version, one that is on the class path
 * @param port the port on 127.0.0.1, or 0 to keep the last one, or any free one at first
 * @param durable true: a commit survives a power cut; false: fast, it survives a killed server only
 * @param extra server parameters that override ours, by name
 * @param password the administrator's password, a secret; fixed when the data is created. A random
 *     one, since checking it is made quick: guessing at it is not slowed down
 */
public record PostgresSettings(
        String version, int port, boolean durable, Map<String, String> extra, String password) {
    /** The version this room brings along. */
    public static final String DEFAULT_VERSION = "18.6.0";

    /** Checks the port and the password, copies the map in the order of its names. */
    public PostgresSettings {
        Credentials.check(port, password);
        SortedMap<String, String> sorted = new TreeMap<>(extra);
        extra = Collections.unmodifiableSortedMap(sorted);
    }

    /** A durable server of the default version on a port of its own. */
    public static PostgresSettings durable(String password) {
        return new PostgresSettings(DEFAULT_VERSION, 0, true, Map.of(), password);
    }

    /** A fast server of the default version for data that may be lost. */
    public static PostgresSettings fast(String password) {
        return new PostgresSettings(DEFAULT_VERSION, 0, false, Map.of(), password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresSettings[version=%s, port=%d, durable=%s, extra=%s, password=***]"
                .formatted(version, port, durable, extra);
    }
}
