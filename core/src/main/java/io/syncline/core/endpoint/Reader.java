package io.syncline.core.endpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An open stream of one flow. Used by one thread. Closing it is safe at any time and loses nothing.
 */
public interface Reader extends AutoCloseable {
    /**
     * The next batch, or null if none came within the wait.
     *
     * @param wait at most this long; zero looks and returns
     * @throws EndpointException TRANSIENT if the connection is lost or silent for too long,
     *     HISTORY_LOST if the source no longer has what follows
     */
    @Nullable Batch poll(Duration wait);

    /**
     * Whether it reads a backlog in large pieces just now: then the source sends as much as it can,
     * and it costs it nothing to be read without a rest.
     */
    default boolean catchesUp() {
        return false;
    }

    /**
     * Lets the source forget everything up to a place. Only ever called with a place whose effects
     * are durable in the target and whose checkpoint is written.
     */
    void acknowledge(Position position);

    @Override
    void close();
}
