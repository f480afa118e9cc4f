package io.syncline.core.endpoint;

/** A source that can say how it notices changes; one that cannot reads its log. */
public interface Capturing {
    /**
     * How it notices changes.
     *
     * @throws EndpointException if that depends on the system, and the system does not answer
     */
    Capture capture();

    /** How this source notices changes. */
    static Capture of(Object source) {
        return source instanceof Capturing capturing ? capturing.capture() : Capture.log();
    }
}
