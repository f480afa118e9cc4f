package io.syncline.core.endpoint;

/**
 * A place in a source's stream. Opaque to all but its own connector; durable, so its form has to
 * stay readable.
 */
public record Position(String token) {}
