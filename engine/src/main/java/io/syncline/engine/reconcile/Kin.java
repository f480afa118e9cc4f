package io.syncline.engine.reconcile;

import io.syncline.core.change.ReplicaId;

/**
 * Another flow that has an end in common with this one: the centre of a star.
 *
 * @param flow names its pairs in the store
 * @param mark what it signs its writes with at that end
 * @param outer the replica at its other end, where what it writes comes from
 */
public record Kin(String flow, ReplicaId mark, ReplicaId outer) {}
