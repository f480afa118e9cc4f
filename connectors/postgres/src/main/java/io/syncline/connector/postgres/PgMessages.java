package io.syncline.connector.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where a reader takes the messages of {@code pgoutput} from. Used by one thread. */
interface PgMessages extends AutoCloseable {
    /**
     * The next message, or null if none is there now; never waits. Its bytes are never changed
     * again.
     */
    byte @Nullable [] next() throws SQLException;

    /** Where what the plug-in wrote starts in each message. */
    int payload();

    /** The place that a message names beside what the plug-in wrote; 0 if it names none. */
    long place(byte[] message);

    /**
     * Waits for more to come, for little more than a millisecond at least.
     *
     * @throws SQLException if nothing will come any more
     */
    void await(long nanos) throws SQLException;

    /** Up to where all was handed out, of which nothing need have been told; 0 if unknown. */
    long heard();

    /** Whether the server has shown since this was last asked that it lives. */
    boolean anything();

    /** Whether the server waits for an answer. */
    boolean asked();

    /** Whether all was handed out that it was opened for, between two transactions. */
    boolean over();

    /**
     * Answers the server.
     *
     * @param received up to where messages have come
     * @param durable up to where the server may forget
     * @param wallMillis our wall clock, for the server's statistics
     * @param answer whether the server is to answer at once, to show that it lives
     */
    void tell(long received, long durable, long wallMillis, boolean answer) throws SQLException;

    /** Idempotent. */
    @Override
    void close();
}
