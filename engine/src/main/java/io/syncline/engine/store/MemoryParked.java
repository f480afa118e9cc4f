package io.syncline.engine.store;

import io.syncline.core.change.RowId;
import io.syncline.engine.sync.Parked;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parked rows of a store in memory, by their numbers. Guarded by its store. */
final class MemoryParked {
    private final Map<Long, Parked> parked = new TreeMap<>();
    private long last;

    /** Parks a row; one that is parked already keeps its number and its time. */
    Parked park(Parked entry) {
        Parked kept = null;
        for (Parked other : parked.values()) {
            if (other.flow().equals(entry.flow())
                    && other.change().id().equals(entry.change().id())) {
                kept = other;
            }
        }
        Parked now =
                new Parked(
                        kept == null ? ++last : kept.id(),
                        entry.syncId(),
                        entry.flow(),
                        entry.change(),
                        entry.code(),
                        entry.detail(),
                        kept == null ? entry.millis() : kept.millis());
        parked.put(now.id(), now);
        return now;
    }

    Collection<Parked> all() {
        return Collections.unmodifiableCollection(parked.values());
    }

    List<RowId> rows(String flow) {
        return parked.values().stream()
                .filter(entry -> entry.flow().equals(flow))
                .map(entry -> entry.change().id())
                .toList();
    }

    @Nullable Parked one(long id) {
        return parked.get(id);
    }

    void remove(long id) {
        parked.remove(id);
    }

    void removeAll(String syncId) {
        parked.values().removeIf(entry -> entry.syncId().equals(syncId));
    }
}
