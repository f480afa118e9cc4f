package io.syncline.store;

import io.syncline.engine.store.Store;
import io.syncline.testkit.store.StoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreContractTest implements StoreContract {
    private static Place place;
    private static PostgresStore store;

    @BeforeAll
    static void open() {
        place = Place.fresh();
        store = place.open();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        place.run(
                "TRUNCATE syncline.sync, syncline.event, syncline.api_key CASCADE;"
                        + " UPDATE syncline.event_sequence SET last = 0");
    }

    @Override
    public Store store() {
        return store;
    }
}
