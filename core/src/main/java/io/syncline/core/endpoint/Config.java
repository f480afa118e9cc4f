package io.syncline.core.endpoint;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration gave for a connector's settings, checked against them; values by name.
 * Secrets are kept apart and never print.
 */
public final class Config {
    private final Map<String, String> plain;
    private final Map<String, Secret> secrets;

    private Config(Map<String, String> plain, Map<String, Secret> secrets) {
        this.plain = plain;
        this.secrets = secrets;
    }

    /**
     * A configuration of these values; those of secret settings are kept from sight. Unknown names
     * are refused.
     */
    public static Config of(Settings settings, Map<String, String> values) {
        Map<String, String> plain = new TreeMap<>();
        Map<String, Secret> secrets = new TreeMap<>();
        for (String name : values.keySet()) {
            if (settings.find(name) == null) {
                throw new IllegalArgumentException("Unknown setting " + name);
            }
        }
        for (Setting setting : settings.all()) {
            String value = values.getOrDefault(setting.name(), setting.initial());
            if (value != null && setting.secret()) {
                secrets.put(setting.name(), Secret.of(value));
            } else if (value != null) {
                plain.put(setting.name(), value);
            } else if (setting.required()) {
                throw new IllegalArgumentException("The setting " + setting.name() + " is missing");
            }
        }
        return new Config(plain, secrets);
    }

    /** The text of a setting, or null if none is given. */
    public @Nullable String text(String name) {
        return plain.get(name);
    }

    /** The text of a setting that is required or has an initial value. */
    public String required(String name) {
        return Objects.requireNonNull(plain.get(name), () -> "The setting " + name + " is missing");
    }

    /** The secret of a setting, or null if none is given. */
    public @Nullable Secret secret(String name) {
        return secrets.get(name);
    }

    /** Whether a flag is set. */
    public boolean flag(String name) {
        return Boolean.parseBoolean(plain.get(name));
    }

    @Override
    public String toString() {
        return plain + " and secrets " + secrets.keySet();
    }
}
