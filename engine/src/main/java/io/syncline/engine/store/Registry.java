package io.syncline.engine.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps beside its syncs: endpoints that have a name of their own, what of deleted
 * syncs could not be removed, API keys, and who the store is. Every method is one transaction. Safe
 * for use by several threads. Failures are those of {@link Store}.
 */
public interface Registry {
    /** How many letters the store's own mark has. */
    int MARK_LENGTH = 8;

    /**
     * An endpoint with a name. Its settings hold secrets in the clear (the store seals them), so it
     * prints none of them.
     *
     * @param name what configurations call it
     * @param type the connector's canonical type
     * @param settings the connector's settings by name
     * @param changedMillis when it was made or changed, UTC
     */
    record Named(String name, String type, Map<String, String> settings, long changedMillis) {
        /** Copies the settings. */
        public Named {
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }

        @Override
        public String toString() {
            return name + " (" + type + " with " + settings.keySet() + ")";
        }
    }

    /**
     * What a deleted sync has left at an endpoint that did not let it be removed.
     *
     * @param id given by the store
     * @param flow whose it is; see {@link io.syncline.core.endpoint.Selection}
     * @param endpoint where it is; the name is that which the sync gave it
     * @param reason why it could not be removed
     */
    record Left(long id, String flow, Named endpoint, String reason) {}

    /**
     * The store's own mark: eight letters and digits that stand in the ids of its syncs, and so in
     * the names of all that they make, so that no two servers on one database take each other's
     * things for their own. Never changes; a copy of a store has the same.
     */
    String mark();

    /** All endpoints with a name, by name. */
    List<Named> endpoints();

    /** The endpoint of this name, or null. */
    @Nullable Named endpoint(String name);

    /** Keeps an endpoint, new or changed. */
    void keep(Named endpoint);

    /** Forgets an endpoint; does nothing if there is none. */
    void forget(String name);

    /** Notes what a deleted sync has left; the id of the argument is ignored. */
    void leave(Left left);

    /** All that deleted syncs have left, oldest first. */
    List<Left> left();

    /** Notes that something that was left is gone. */
    void gone(long id);

    /** The API keys it knows; usable until the store is closed. */
    Keyring keyring();
}
