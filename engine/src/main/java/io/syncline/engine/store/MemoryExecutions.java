package io.syncline.engine.store;

import io.syncline.engine.sync.Execution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The executions that a store in memory keeps. Guarded by its store. */
final class MemoryExecutions {
    private final Map<String, Execution> executions = new LinkedHashMap<>();

    void save(Execution execution) {
        executions.put(execution.id(), execution);
    }

    @Nullable Execution one(String id) {
        return executions.get(id);
    }

    List<Execution> latest(String syncId, int countMax) {
        List<Execution> newest = new ArrayList<>(executions.values());
        Collections.reverse(newest);
        return Page.first(newest, execution -> execution.syncId().equals(syncId), countMax);
    }

    void removeAll(String syncId) {
        executions.values().removeIf(execution -> execution.syncId().equals(syncId));
    }
}
