package io.syncline.server.security;

import org.jspecify.annotations.Nullable;

/** Knows good API keys. Thread-safe. */
@FunctionalInterface
public interface Keys {
    /** The name of a key whose bearer may ask; null if there is none. Never logs it. */
    @Nullable String name(String key);
}
