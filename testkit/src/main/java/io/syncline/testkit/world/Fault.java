package io.syncline.testkit.world;

import io.syncline.core.endpoint.Endpoint;
import io.syncline.engine.mirror.Parking;
import io.syncline.engine.store.Store;

/** Something deliberately wrong, to see that a world finds it. */
public interface Fault {
    /** Nothing is wrong. */
    Fault NONE = new Fault() {};

    /** The source as the engine gets it. */
    default Endpoint aroundSource(Endpoint source) {
        return source;
    }

    /** The target as the engine gets it. */
    default Endpoint aroundTarget(Endpoint target) {
        return target;
    }

    /** The store as the engine gets it. */
    default Store around(Store store) {
        return store;
    }

    /** The parking as the engine gets it. */
    default Parking around(Parking parking) {
        return parking;
    }
}
