package io.syncline.core.endpoint;

/**
 * A row's version at its own system (a transaction id, an ETag, a sequence number). Opaque;
 * compared exactly.
 */
public record Token(String text) {}
