package io.syncline.server.security;

import io.syncline.engine.store.Keyring;
import io.syncline.store.ApiKeys;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a store. Each question is the store's to answer, so that a key is revoked at once.
 *
 * @param keys the store's
 * @param wallMillis the wall clock
 */
public record StoredKeys(ApiKeys keys, LongSupplier wallMillis) implements Keys {
    @Override
    public @Nullable Caller caller(String key) {
        Keyring.Entry entry = keys.check(key, wallMillis.getAsLong());
        return entry == null ? null : new Caller(entry.id(), entry.name(), entry.role());
    }

    @Override
    public boolean good(Caller caller) {
        return keys.good(caller.keyId(), wallMillis.getAsLong());
    }
}
