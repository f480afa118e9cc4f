package io.syncline.engine.sync;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.verify.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes syncs while they run: each stops, and goes on where it was. For use under the engine's
 * lock.
 */
record Changes(Store store, Runs runs) {
    /** Lets a sync go on by another definition, if it runs. */
    void update(SyncDefinition definition) {
        String id = definition.id();
        Store.Entry before = Objects.requireNonNull(store.sync(id));
        boolean ran = runs.halt(id);
        Owner owner = runs.owners.takeOver(id);
        // First: a crash in between copies tables again by the rules they had, and no row is wrong.
        new Again(store, owner).reshape(before.definition(), definition);
        store.replace(owner, definition);
        definition.flows().forEach(flow -> Certificate.forget(store, owner, flow));
        if (ran && definition.tables().isEmpty() && !before.definition().tables().isEmpty()) {
            // A person wants the tables that are there now.
            runs.approve(definition);
        } else if (ran) {
            runs.resume(definition);
        }
    }

    /** Ends a sync and takes away what it made; what is left of that, with force. */
    List<Registry.Left> remove(SyncDefinition definition, Farewell farewell, boolean force) {
        runs.stop(definition.id());
        List<Registry.Left> left = farewell.take(definition);
        if (!force && !left.isEmpty()) {
            throw Farewell.incomplete(left);
        }
        left.forEach(store.registry()::leave);
        store.remove(definition.id());
        return left;
    }

    /** Brings tables of a sync that runs again, whole or in part. */
    Execution resync(SyncDefinition definition, Resync wanted) {
        String id = definition.id();
        LiveSync live = runs.live(id);
        if (live == null || !definition.allTheTime()) {
            throw Engine.wrongState("Only a sync that runs all the time brings rows again");
        }
        if (definition.gathers()) {
            throw Engine.wrongState(
                    "The rows of several sources are made anew as a whole: reconcile the sync");
        }
        List<LiveFlow> flows =
                live.all().stream().filter(flow -> wanted.concerns(flow.destination())).toList();
        if (definition.direction() == Direction.BI_DIRECTIONAL) {
            PairRereading errand = new PairRereading(passes(flows, wanted));
            return runs.aside(live, Trigger.Priority.NORMAL, run -> live.reread(run, errand));
        }
        Again.check(store, definition, wanted);
        List<MirrorFlow> mirrors =
                wanted.stretches().isEmpty() && !wanted.tables().isEmpty()
                        ? List.of()
                        : flows.stream().map(LiveFlow::mirror).toList();
        mirrors.forEach(flow -> flow.rows().check(wanted.stretches()));
        Rereading errand = new Rereading(mirrors.stream().map(MirrorFlow::stretches).toList());
        if (!wanted.stretches().isEmpty()) {
            mirrors.forEach(flow -> flow.stretches().want(wanted.stretches()));
        }
        if (wanted.tables().isEmpty()) {
            return runs.aside(live, Trigger.Priority.NORMAL, run -> live.reread(run, errand));
        }
        runs.halt(id);
        new Again(store, runs.owners.takeOver(id)).copy(definition, wanted);
        return runs.direct(definition, Trigger.Priority.NORMAL, false).run();
    }

    /** Nothing is copied: whatever is wanted of a two-way sync is looked at by its loop. */
    private static List<PairPass> passes(List<LiveFlow> flows, Resync wanted) {
        List<Stretch> parts = new ArrayList<>(wanted.stretches());
        wanted.tables().forEach(table -> parts.add(new Stretch.Range(table, null, null)));
        List<PairFlow> pairs =
                flows.stream()
                        .filter(PairFlow.class::isInstance)
                        .map(PairFlow.class::cast)
                        .toList();
        List<PairPass> passes = new ArrayList<>();
        for (Stretch part : parts) {
            List<PairFlow> knowing =
                    pairs.stream().filter(each -> each.verifying().has(part)).toList();
            if (knowing.isEmpty()) {
                throw Again.unknown(part.collection());
            }
            knowing.forEach(each -> passes.add(each.verifying().pass(part)));
        }
        return passes;
    }
}
