package io.syncline.core.endpoint;

/** A target that can make the writes of several calls in one transaction. */
public interface Transacting {
    /**
     * Begins a transaction of the target; nobody else sees what is written in it before it is
     * committed. The flow must be claimed. Collections without a key cannot be written in it. Where
     * the endpoint has a log, the transaction says there whose it is: see {@link Selection#echoes}.
     *
     * @param flow whose checkpoint is stored with it
     * @param shard which part of the flow's keys, from 0
     * @param epoch the owner's, as claimed at the target
     * @throws EndpointException TRANSIENT if none can be begun now
     */
    OpenTransaction begin(String flow, int shard, long epoch);
}
