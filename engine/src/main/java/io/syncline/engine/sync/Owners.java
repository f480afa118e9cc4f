package io.syncline.engine.sync;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As whose owner this process runs each sync. Safe for use by several threads. */
final class Owners {
    private final Store store;
    private final Map<String, Owner> owners = new TreeMap<>();

    Owners(Store store) {
        this.store = store;
    }

    /** Takes a sync over from whoever ran it. */
    synchronized Owner takeOver(String syncId) {
        Owner owner = store.takeOver(syncId);
        owners.put(syncId, owner);
        return owner;
    }

    /** The owner that this process is, or was; null if it never was. */
    synchronized @Nullable Owner known(String syncId) {
        return owners.get(syncId);
    }

    /** The owner that this process is, or becomes. */
    synchronized Owner of(String syncId) {
        Owner owner = owners.get(syncId);
        return owner == null ? takeOver(syncId) : owner;
    }
}
