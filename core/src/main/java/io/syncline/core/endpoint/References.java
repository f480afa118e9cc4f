package io.syncline.core.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A target that knows which of its collections refer to which by foreign keys. */
public interface References {
    /**
     * The foreign keys that lead from one of these collections to another or to itself, as they are
     * declared now.
     *
     * @param collections by this endpoint's names; such that do not exist are fine
     * @throws EndpointException TRANSIENT if it cannot be asked now
     */
    List<ForeignKey> foreignKeys(Set<String> collections);

    /**
     * Which of these collections refer to which of them, or to themselves.
     *
     * @param collections by this endpoint's names; such that do not exist are fine
     * @return those that each collection refers to; nothing for one that refers to none
     * @throws EndpointException TRANSIENT if it cannot be asked now
     */
    default Map<String, Set<String>> references(Set<String> collections) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (ForeignKey each : foreignKeys(collections)) {
            found.computeIfAbsent(each.collection(), _ -> new TreeSet<>()).add(each.to());
        }
        return found;
    }
}
