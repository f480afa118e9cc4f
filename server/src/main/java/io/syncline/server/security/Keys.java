package io.syncline.server.security;

/** Knows good API keys. Thread-safe. */
@FunctionalInterface
public interface Keys {
    /** Whether somebody with this key may ask. Never logs it. */
    boolean good(String key);
}
