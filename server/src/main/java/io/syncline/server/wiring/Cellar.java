package io.syncline.server.wiring;

import io.syncline.embedded.RunningServer;
import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.store.MasterKeys;
import io.syncline.store.PostgresStore;
import java.io.IOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The store, and the embedded server below it if there is one. */
final class Cellar implements AutoCloseable {
    private final StorePlace place;
    private final @Nullable StoreWatch watch;
    private final PostgresStore store;

    private Cellar(StorePlace place, PostgresStore store) {
        RunningServer server = place.server();
        this.place = place;
        this.watch = server == null ? null : StoreWatch.over(server);
        this.store = store;
    }

    /** Starts what is needed and opens the store; takes seconds at the first start. */
    static Cellar open(ServeOptions options, DataFolder data, SecureRandom random)
            throws IOException {
        MasterKeys keys = MasterKeys.find(System.getenv(), data.path(), random);
        StorePlace place = StorePlace.open(options.store(), data, random);
        try {
            return new Cellar(place, PostgresStore.open(place.settings(), keys, random));
        } catch (RuntimeException | Error e) {
            place.close();
            throw e;
        }
    }

    /** The store. */
    PostgresStore store() {
        return store;
    }

    /** Closes the store, then stops the server. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        store.close();
        place.close();
    }
}
