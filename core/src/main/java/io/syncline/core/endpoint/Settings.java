package io.syncline.core.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every key a connector understands, in the order a person would fill them in. */
public record Settings(List<Setting> all) {
    /** Copies the list. */
    public Settings {
        all = List.copyOf(all);
    }

    /** Settings of these keys. */
    public static Settings of(Setting... all) {
        return new Settings(List.of(all));
    }

    /** The setting of this name, or null if there is none. */
    public @Nullable Setting find(String name) {
        for (Setting setting : all) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        return null;
    }
}
