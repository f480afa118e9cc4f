package io.syncline.core.endpoint;

/**
 * A system that holds rows. What else it can do it says by implementing any of {@link Source},
 * {@link Snapshots}, {@link Lookup}, {@link Scan}, {@link Target}, {@link Checkpoints}, {@link
 * Creation}, {@link Evolution}, {@link References}, {@link KeySource}, {@link UniqueHolders};
 * nothing throws "unsupported".
 *
 * <p>An endpoint is used by several threads at once and keeps what connections it needs. {@link
 * #close()} ends them, is idempotent, and undoes nothing that is durable.
 */
public interface Endpoint extends AutoCloseable {
    /**
     * What collections there are, read afresh.
     *
     * @throws EndpointException if the system does not answer
     */
    Catalog catalog();

    /** Whether the system answers now; never throws, waits at most a few seconds. */
    Health health();

    @Override
    void close();
}
