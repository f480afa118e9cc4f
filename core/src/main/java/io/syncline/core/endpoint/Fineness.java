package io.syncline.core.endpoint;

import io.syncline.core.change.Field;

/** An endpoint that tells how fine the times are that its fields hold. */
public interface Fineness {
    /** The digits of a second that the vocabulary has, and every endpoint that tells nothing. */
    int DIGITS_MAX = 6;

    /**
     * How many digits of a second a field of times holds, from 0 to {@link #DIGITS_MAX}; the latter
     * for any other field, and for one that is not there yet and will hold so many.
     *
     * @param collection by the endpoint's own name; it need not be there
     * @param field as it is there, or as it will come
     * @throws EndpointException if the system does not answer
     */
    int secondDigits(String collection, Field field);

    /** What an endpoint tells, or what holds of one that tells nothing. */
    static Fineness of(Endpoint endpoint) {
        return endpoint instanceof Fineness fineness ? fineness : (_, _) -> DIGITS_MAX;
    }
}
