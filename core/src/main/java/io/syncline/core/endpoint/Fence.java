package io.syncline.core.endpoint;

/**
 * Makes a write happen once and by one owner only: in the transaction of the rows the target checks
 * that its epoch is still this one and stores the position.
 *
 * @param flow whose checkpoint
 * @param shard which part of the flow's keys, from 0
 * @param epoch the owner's, as claimed at the target
 * @param position the place that the rows bring the shard to
 */
public record Fence(String flow, int shard, long epoch, Position position) {}
