package io.syncline.server.security;

import org.jspecify.annotations.Nullable;

/** Knows good API keys. Thread-safe. */
public interface Keys {
    /** Whom a key lets in; null if nobody. Never logs it. */
    @Nullable Caller caller(String key);

    /** Whether the key somebody came with is still good. */
    boolean good(Caller caller);
}
