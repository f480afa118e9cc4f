package io.syncline.core.endpoint;

import java.util.Map;
import java.util.Set;

/** A target that knows which of its collections refer to which by foreign keys. */
public interface References {
    /**
     * The foreign keys that lead from one of these collections to another or to itself, as they are
     * declared now.
     *
     * @param collections by this endpoint's names; such that do not exist are fine
     * @return those that each collection refers to; nothing for one that refers to none
     * @throws EndpointException TRANSIENT if it cannot be asked now
     */
    Map<String, Set<String>> references(Set<String> collections);
}
