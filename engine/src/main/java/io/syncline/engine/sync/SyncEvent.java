package io.syncline.engine.sync;

import java.util.Map;

/**
 * Something that happened to a sync, for those who listen.
 *
 * @param sequence grows by one for each event of the store; where a listener goes on
 * @param syncId whose event
 * @param type a word such as {@code sync_completed}, {@code sync_error}, {@code state_changed}
 * @param millis when, UTC
 * @param data more, by name; never a secret
 */
public record SyncEvent(
        long sequence, String syncId, String type, long millis, Map<String, String> data) {
    /** Copies the map. */
    public SyncEvent {
        data = Map.copyOf(data);
    }
}
