package io.syncline.core.endpoint;

/** How far a snapshot of one collection has come. Opaque to all but its own connector; durable. */
public record SnapshotPosition(String token) {}
