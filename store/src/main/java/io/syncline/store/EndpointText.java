package io.syncline.store;

import io.syncline.engine.store.Registry.Named;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint rests: JSON of version 1, with every value of its settings sealed for its place,
 * so that one that is moved to another name does not open. Safe for use by several threads.
 *
 * @param sealing what seals and opens
 */
record EndpointText(Sealing sealing) {
    /** Whose texts those of an endpoint with a name are. */
    static String owner(String name) {
        return "endpoint " + name;
    }

    String text(String owner, Named endpoint) {
        Map<String, Object> settings = new TreeMap<>();
        endpoint.settings()
                .forEach((name, value) -> settings.put(name, sealing.seal(owner, name, value)));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("v", 1L);
        json.put("type", endpoint.type());
        json.put("settings", settings);
        return JsonText.write(json);
    }

    Named named(String owner, String name, String text, long changedMillis) {
        Map<?, ?> json = JsonText.read(text);
        if (!Objects.equals(json.get("v"), 1L)
                || !(json.get("type") instanceof String type)
                || !(json.get("settings") instanceof Map<?, ?> sealed)) {
            throw new IllegalArgumentException("An endpoint of an unknown version");
        }
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<?, ?> each : sealed.entrySet()) {
            String key = (String) each.getKey();
            settings.put(key, sealing.open(owner, key, (String) each.getValue()));
        }
        return new Named(name, type, settings, changedMillis);
    }
}
