package io.syncline.core.endpoint;

/** A source into whose log a marker can be written, to see whether it comes through. */
public interface Marks {
    /**
     * Writes a marker that changes no row.
     *
     * @return a place at or after the marker; who has read up to there has read it
     * @throws EndpointException if the source takes no markers now
     */
    Position mark(String flow);
}
