package io.syncline.engine.store;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;

/**
 * Who runs a sync. Each take-over begins a new term, and only the latest term's owner may write: an
 * earlier one that is still alive somewhere, slow or cut off, is refused.
 *
 * @param syncId the sync it runs
 * @param term counts the take-overs of this sync, from 1
 */
public record Owner(String syncId, long term) {
    /**
     * What a store answers to an earlier owner.
     *
     * @param what sync or flow
     */
    public static EndpointException fenced(String what, String id) {
        return new EndpointException(
                EndpointException.Kind.FENCED,
                Code.FENCED,
                "Another owner has taken over the " + what + " " + id);
    }

    /**
     * What a store answers when it does not know a thing, or not any more.
     *
     * @param what sync or flow
     */
    public static EndpointException unknown(String what, String id) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.UNKNOWN_SYNC,
                "There is no " + what + " " + id);
    }
}
