package io.syncline.engine.sync;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as a configuration names it. Its settings hold secrets in the clear (the store seals
 * them), so it prints none of them.
 *
 * @param name what people call it; unique within its sync
 * @param type the connector's canonical type
 * @param settings the connector's settings by name
 */
public record EndpointSpec(String name, String type, Map<String, String> settings) {
    /** The setting that names an endpoint kept in the store; no connector has one of this name. */
    public static final String REFERENCE = "@endpoint";

    /** Copies the settings. */
    public EndpointSpec {
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** The name of the endpoint in the store that it stands for; null if it stands for itself. */
    public @Nullable String reference() {
        return settings.get(REFERENCE);
    }

    @Override
    public String toString() {
        return name + " (" + type + " with " + settings.keySet() + ")";
    }
}
