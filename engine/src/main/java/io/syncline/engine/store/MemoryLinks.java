package io.syncline.engine.store;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Links;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a store in memory keeps of linked keys. Safe for use by several threads. */
final class MemoryLinks implements Links {
    private record Place(String flow, String collection, Which from) {}

    private final Map<Place, Map<Value, Value>> links = new HashMap<>();

    @Override
    public synchronized Map<Value, Value> find(
            String flow, String collection, Which from, Collection<Value> keys) {
        Map<Value, Value> all = of(flow, collection, from);
        Map<Value, Value> found = new HashMap<>();
        for (Value key : keys) {
            Value across = all.get(key);
            if (across != null) {
                found.put(key, across);
            }
        }
        return found;
    }

    private Map<Value, Value> of(String flow, String collection, Which from) {
        return links.computeIfAbsent(new Place(flow, collection, from), _ -> new HashMap<>());
    }

    @Override
    public synchronized void add(String flow, String collection, Map<Value, Value> keys) {
        Map<Value, Value> ours = of(flow, collection, Which.OURS);
        Map<Value, Value> theirs = of(flow, collection, Which.THEIRS);
        keys.forEach(
                (here, there) -> {
                    if (!ours.containsKey(here) && !theirs.containsKey(there)) {
                        ours.put(here, there);
                        theirs.put(there, here);
                    }
                });
    }

    /** Forgets those of all flows but these. */
    synchronized void retain(Set<String> flows) {
        links.keySet().removeIf(place -> !flows.contains(place.flow()));
    }
}
