package io.syncline.engine.sync;

import java.util.Map;
import java.util.TreeMap;

/**
 * An endpoint as a configuration names it. Its settings hold secrets in the clear (the store seals
 * them), so it prints none of them.
 *
 * @param name what people call it; unique within its sync
 * @param type the connector's canonical type
 * @param settings the connector's settings by name
 */
public record EndpointSpec(String name, String type, Map<String, String> settings) {
    /** Copies the settings. */
    public EndpointSpec {
        settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    @Override
    public String toString() {
        return name + " (" + type + " with " + settings.keySet() + ")";
    }
}
