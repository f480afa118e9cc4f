package io.syncline.engine.sync;

import io.syncline.engine.store.Store;
import java.util.List;

/**
 * Changes syncs while they run: each stops, and goes on where it was. For use under the engine's
 * lock.
 */
record Changes(Store store, Runs runs) {
    /** Lets a sync go on by another definition, if it runs. */
    void update(SyncDefinition definition) {
        String id = definition.id();
        boolean ran = runs.halt(id);
        store.replace(runs.owners.takeOver(id), definition);
        if (ran) {
            // A person wants the tables that are there now.
            runs.approve(definition);
        }
    }

    /** Copies tables of a sync that runs again. */
    Execution resync(SyncDefinition definition, List<String> tables) {
        String id = definition.id();
        Again.check(store, definition, tables);
        runs.halt(id);
        new Again(store, runs.owners.takeOver(id)).copy(definition, tables);
        return runs.direct(definition, Trigger.Priority.NORMAL, false).run();
    }
}
