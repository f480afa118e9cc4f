package io.syncline.core.endpoint;

/** A source that can be asked how many rows a collection has. */
public interface Counting {
    /**
     * Counts the rows that are there now, and no further than is asked.
     *
     * @param collection by this endpoint's name
     * @param most at least 1; the answer is no more
     * @throws EndpointException TRANSIENT if it cannot be asked now
     */
    long count(String collection, long most);
}
