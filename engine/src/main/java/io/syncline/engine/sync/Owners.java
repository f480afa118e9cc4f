package io.syncline.engine.sync;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As whose owner this process runs each sync. For use under the engine's lock. */
final class Owners {
    private final Store store;
    private final Map<String, Owner> owners = new TreeMap<>();

    Owners(Store store) {
        this.store = store;
    }

    /** Takes a sync over from whoever ran it. */
    Owner takeOver(String syncId) {
        Owner owner = store.takeOver(syncId);
        owners.put(syncId, owner);
        return owner;
    }

    /** The owner that this process is, or was; null if it never was. */
    @Nullable Owner known(String syncId) {
        return owners.get(syncId);
    }

    /** The owner that this process is, or becomes. */
    Owner of(String syncId) {
        Owner owner = owners.get(syncId);
        return owner == null ? takeOver(syncId) : owner;
    }
}
