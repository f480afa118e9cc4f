package io.syncline.core.endpoint;

import java.util.Set;

/**
 * The code for one kind of endpoint, found by {@link java.util.ServiceLoader}. Stateless; safe for
 * use by several threads.
 */
public interface Connector {
    /**
     * The words for {@code type} in a configuration, the canonical one first in iteration order.
     */
    Set<String> types();

    /** The URL schemes, without the colon, that this connector answers to. */
    Set<String> schemes();

    /** Every key it understands. */
    Settings settings();

    /**
     * Makes an endpoint. Must not connect yet: an endpoint that is down is still an endpoint.
     *
     * @throws EndpointException of kind MISCONFIGURED if the configuration can never work
     */
    Endpoint open(Config config, Context context);
}
