package io.syncline.engine.store;

import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.Map;
import java.util.TreeMap;

/** What a store in memory keeps of one flow. Guarded by its store. */
final class MemoryFlow {
    final String syncId;
    final Map<String, SnapshotProgress> progress = new TreeMap<>();
    final Map<String, Agreed> agreed = new TreeMap<>();
    final Map<String, String> notes = new TreeMap<>();
    long epoch;
    boolean sweepDue;

    MemoryFlow(String syncId) {
        this.syncId = syncId;
    }
}
