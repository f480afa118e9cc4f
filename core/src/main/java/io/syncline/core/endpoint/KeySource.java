package io.syncline.core.endpoint;

import io.syncline.core.change.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that gives keys to new rows by itself, and gives them out beforehand when asked: so
 * that somebody knows what a row will be called there before it is made. May be called by several
 * threads.
 */
public interface KeySource {
    /**
     * Why the endpoint gives no keys of a collection out, in words that follow its name; null if it
     * does.
     *
     * @param collection by the endpoint's own name
     * @throws EndpointException TRANSIENT if it cannot be asked now
     */
    @Nullable String givesNoKeys(String collection);

    /**
     * Keys that no row has, and that nobody else is given from now on, as the endpoint's log and
     * look-ups would tell them. Those that are never used are lost, which leaves gaps.
     *
     * @param collection by the endpoint's own name; its key is of one field
     * @param count how many, at least 1
     * @return so many, all different
     * @throws EndpointException TRANSIENT if it cannot be asked now; MISCONFIGURED if it gives none
     */
    List<Value> keys(String collection, int count);
}
