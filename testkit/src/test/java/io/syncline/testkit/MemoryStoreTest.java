package io.syncline.testkit;

import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.testkit.store.StoreContract;

class MemoryStoreTest implements StoreContract {
    private final Store store = new MemoryStore();

    @Override
    public Store store() {
        return store;
    }
}
