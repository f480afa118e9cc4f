package io.syncline.engine.facing;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import java.util.Collection;

/**
 * Tells what a row is called at the other end, where both ends number their rows themselves. Every
 * key has an answer, and always the same: a row that the other end has not got yet is given the
 * name that it will have there. Safe for use by several threads.
 */
public interface KeyLinks {
    /** Of ends that are only looked at: nobody may ask. */
    KeyLinks NONE =
            new KeyLinks() {
                @Override
                public Value across(String collection, Which from, Value key) {
                    throw new IllegalStateException("There are no links of " + collection);
                }

                @Override
                public void expect(String collection, Which from, Collection<Value> keys) {
                    // Nobody asks afterwards.
                }
            };

    /**
     * The other end's key of a row.
     *
     * @param collection by the sync's name
     * @param from whose key it is
     * @throws io.syncline.core.endpoint.EndpointException if that end gives none now
     */
    Value across(String collection, Which from, Value key);

    /** Gets ready to be asked about all of these. */
    void expect(String collection, Which from, Collection<Value> keys);
}
