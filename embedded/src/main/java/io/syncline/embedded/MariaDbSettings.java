package io.syncline.embedded;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an embedded MariaDB is to run.
 *
 * @param port the port on 127.0.0.1, or 0 to keep the last one, or any free one at first
 * @param durable true: a commit survives a power cut; false: fast, it survives a killed server only
 * @param extra server options that override ours, by name without the leading dashes
 * @param password the password of {@code syncline} and {@code root}, a secret; fixed when the data
 *     is created
 */
public record MariaDbSettings(
        int port, boolean durable, Map<String, String> extra, String password) {
    /** The version this room brings along. */
    public static final String VERSION = "11.4.5";

    /** Checks the port and the password, copies the map in the order of its names. */
    public MariaDbSettings {
        Credentials.check(port, password);
        extra = Collections.unmodifiableSortedMap(new TreeMap<>(extra));
    }

    /** A durable server on a port of its own. */
    public static MariaDbSettings durable(String password) {
        return new MariaDbSettings(0, true, Map.of(), password);
    }

    /** A fast server for data that may be lost. */
    public static MariaDbSettings fast(String password) {
        return new MariaDbSettings(0, false, Map.of(), password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MariaDbSettings[port=%d, durable=%s, extra=%s, password=***]"
                .formatted(port, durable, extra);
    }
}
