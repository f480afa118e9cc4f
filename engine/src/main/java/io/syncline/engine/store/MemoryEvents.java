package io.syncline.engine.store;

import io.syncline.engine.sync.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that a store in memory keeps. Guarded by its store. */
final class MemoryEvents {
    private final List<SyncEvent> events = new ArrayList<>();
    private long lastSequence;

    SyncEvent append(String syncId, String type, long millis, Map<String, String> data) {
        SyncEvent event = new SyncEvent(++lastSequence, syncId, type, millis, data);
        events.add(event);
        return event;
    }

    List<SyncEvent> after(@Nullable String syncId, long sequence, int countMax) {
        return Page.first(
                events,
                event ->
                        event.sequence() > sequence
                                && (syncId == null || event.syncId().equals(syncId)),
                countMax);
    }

    void removeAll(String syncId) {
        events.removeIf(event -> event.syncId().equals(syncId));
    }
}
