package io.syncline.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a store knows. Of a key's secret it has a hash alone, made by its caller. A key
 * that was revoked stays, so that what it did has somebody to name. Every method is one
 * transaction. Safe for use by several threads. Failures are those of {@link Store}.
 */
public interface Keyring {
    /**
     * A key, without its secret.
     *
     * @param id its public part; no two keys have the same
     * @param name who it lets in; a person or program may have several keys
     * @param role what it allows
     * @param maker the name of the key by which it was made; null if the server made it by itself
     * @param createdMillis when it was made, UTC
     * @param expiresMillis from when on it is not good any more, UTC; null for never
     * @param usedMillis when it was used last, UTC, as coarse as who notes it likes; null for never
     * @param revoked how it was revoked, or null
     */
    record Entry(
            String id,
            String name,
            Role role,
            @Nullable String maker,
            long createdMillis,
            @Nullable Long expiresMillis,
            @Nullable Long usedMillis,
            @Nullable Revoked revoked) {
        /** Whether it has come to the end it was made with. */
        public boolean expired(long nowMillis) {
            return expiresMillis != null && nowMillis >= expiresMillis;
        }

        /** Whether it lets anybody in. */
        public boolean good(long nowMillis) {
            return revoked == null && !expired(nowMillis);
        }

        /** Whether it can make keys for as long as nobody revokes it. */
        public boolean lasting() {
            return role == Role.ADMIN && revoked == null && expiresMillis == null;
        }
    }

    /**
     * How a key was revoked.
     *
     * @param by the name of the key that did it
     * @param millis when, UTC
     */
    record Revoked(String by, long millis) {}

    /** Keeps a new key, with the hash of its secret. */
    void keep(Entry entry, byte[] hash);

    /** The key of this id, or null. */
    @Nullable Entry entry(String id);

    /**
     * The key of this id if its secret has this hash, good or not; else null. Compares in a time
     * that tells nothing of the hash.
     */
    @Nullable Entry match(String id, byte[] hash);

    /**
     * All keys in the order they were made.
     *
     * @param afterId the id of the last key before the page; empty for the first page
     */
    List<Entry> entries(String afterId, int countMax);

    /** Notes that a key was used; does nothing if a later use is noted, or there is no such key. */
    void used(String id, long millis);

    /**
     * Revokes a key; one that is revoked already stays as it was.
     *
     * @param by the name of the key that does it
     * @return how it stands now; null, and nothing has changed, if it is the last that is {@link
     *     Entry#lasting}, or there is no such key
     */
    @Nullable Entry revoke(String id, String by, long nowMillis);
}
