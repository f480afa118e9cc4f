package io.syncline.engine.doctor;

import io.syncline.engine.store.Registry;
import io.syncline.engine.sync.EndpointSpec;
import java.util.List;

/**
 * An endpoint that the store knows of, once for all who use it.
 *
 * @param name what people call it
 * @param spec how it is opened
 * @param left what deleted syncs have left there, as far as that is remembered
 */
public record Patient(String name, EndpointSpec spec, List<Registry.Left> left) {
    /** Copies the list. */
    public Patient {
        left = List.copyOf(left);
    }
}
