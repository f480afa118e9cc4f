package io.syncline.core.endpoint;

/** An endpoint whose system has a clock that can be asked. */
public interface Clocked {
    /**
     * The system's clock, milliseconds since 1970 UTC, some time during the call.
     *
     * @throws EndpointException if the system does not answer
     */
    long systemMillis();
}
