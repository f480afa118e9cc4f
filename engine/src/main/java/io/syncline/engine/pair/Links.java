package io.syncline.engine.pair;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import java.util.Collection;
import java.util.Map;

/**
 * Which key of one end is which of the other, of collections whose rows both ends number
 * themselves. A link is never changed: a key of either end is in one at most, for good. Whoever
 * comes second with another link of the same key has no effect, so it needs no owner. Safe for use
 * by several threads.
 */
public interface Links {
    /**
     * The other end's keys of some keys of one, as far as there are links.
     *
     * @param collection by the sync's name
     * @param from whose keys are asked about
     * @return by the keys asked about; also of others that are likely to be asked about next
     */
    Map<Value, Value> find(String flow, String collection, Which from, Collection<Value> keys);

    /**
     * Links keys durably, except those of which either is linked already.
     *
     * @param collection by the sync's name
     * @param keys the other end's, by the first end's
     */
    void add(String flow, String collection, Map<Value, Value> keys);
}
