package io.syncline.engine.sync;

/**
 * What a person's wish for a run comes to: a run of its own, one beside the stream, or the run that
 * is under way. For use under the engine's lock.
 *
 * @param runs begins them
 */
record Triggering(Runs runs) {
    /**
     * The run that answers the wish.
     *
     * @throws io.syncline.core.endpoint.EndpointException WRONG_STATE if there can be none now
     */
    Execution begin(SyncDefinition definition, Trigger trigger) {
        Integer wanted = trigger.workers();
        int workers = wanted == null ? definition.workers() : wanted;
        if (runs.waits(definition.id())) {
            throw Engine.wrongState("A run of this sync waits for its turn");
        }
        LiveSync running = runs.live(definition.id());
        if (running != null && !definition.allTheTime()) {
            throw Engine.wrongState("A run of this sync is under way");
        }
        if (running != null && !trigger.full()) {
            if (wanted != null && wanted != running.run().workers()) {
                throw Engine.wrongState("A sync that runs keeps its workers: trigger a full run");
            }
            return running.run().open()
                    ? running.run()
                    : runs.aside(running, trigger.priority(), running::catchUp);
        }
        return runs.line(definition, trigger.full(), trigger.priority(), workers);
    }
}
