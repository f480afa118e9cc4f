package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Again;
import io.syncline.engine.sync.Resync;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.verify.Stretch;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What people ask of a world's sync while it runs. Each wish stops the process, is made durable,
 * and lets another process go on; a crash may come between any two of these.
 */
final class Person {
    private final Choices any;
    private final Passage passage;
    private final Climate climate;
    private final Standing standing;
    private final MemoryTarget target;

    Person(Choices any, Passage passage, Climate climate, Standing standing, MemoryTarget target) {
        this.any = any;
        this.passage = passage;
        this.climate = climate;
        this.standing = standing;
        this.target = target;
    }

    /** Takes a table out of the sync, or in again. False if it has not come to that. */
    boolean otherTables(Store store) {
        String name = any.oneOf(List.of(Traffic.ITEM, Traffic.ITEM, "child"));
        List<String> tables = new ArrayList<>(standing.sync().tables());
        if (!tables.remove(name)) {
            if (standing.database().layout(name) == null) {
                return false;
            }
            tables.add(name);
        }
        SyncDefinition wanted = passage.sync(climate.workers(), tables, climate.policy());
        try {
            store.replace(store.takeOver(World.SYNC), wanted);
            return true;
        } catch (EndpointException e) {
            // Rain; the person is told so.
            return false;
        }
    }

    /**
     * Lets a table be copied again of which somebody has changed rows at the target. False if it
     * has not come to that.
     */
    boolean copyAgain(Store store) {
        List<String> copied = copied();
        if (copied.isEmpty()) {
            return false;
        }
        String table = any.oneOf(copied);
        SyncDefinition sync = standing.sync();
        try {
            Resync wanted = new Resync(List.of(table), List.of(), null);
            Again.check(store, sync, wanted);
            Owner owner = store.takeOver(World.SYNC);
            new Again(store, owner).copy(sync, wanted);
        } catch (EndpointException e) {
            // Rain; the person is told so, and it may have come to it all the same.
        }
        standing.look();
        if (standing.copied(table)) {
            return false;
        }
        // Nobody has looked at the rows since.
        for (int i = any.below(3); i >= 0; i--) {
            changeByHand(table, 1 + any.below(Traffic.KEYS));
        }
        return true;
    }

    /**
     * Wants rows looked at again of which somebody has changed some at the target, while the stream
     * runs. False if it has not come to that.
     */
    boolean lookAgain(OneProcess process) {
        List<String> copied = copied();
        if (copied.isEmpty()) {
            return false;
        }
        String table = any.oneOf(copied);
        long first = 1L + any.below(Traffic.KEYS);
        long last = Math.min(Traffic.KEYS, first + any.below(2));
        Stretch stretch =
                any.chance(50)
                        ? new Stretch.Keys(
                                table,
                                new TreeSet<>(List.of(first, last))
                                        .stream().map(Person::key).collect(Collectors.toSet()))
                        : new Stretch.Range(
                                table, key(first), last == Traffic.KEYS ? null : key(last + 1));
        try {
            process.holds().stretches().want(List.of(stretch));
        } catch (EndpointException e) {
            // Rain; the person is told so, and nothing is promised.
            return false;
        }
        for (long number = first; number <= last; number++) {
            standing.handled(RowId.of(table, new Value.Int(number)));
            changeByHand(table, number);
        }
        return true;
    }

    private static List<Value> key(long number) {
        return List.of(new Value.Int(number));
    }

    private List<String> copied() {
        return standing.database().layouts().stream()
                .map(Layout::collection)
                .filter(standing::copied)
                .toList();
    }

    private void changeByHand(String table, long number) {
        RowId id = RowId.of(World.target(table), new Value.Int(number));
        Row row = target.rows().get(id);
        if (row != null && any.chance(50)) {
            target.changedByHand(id, null);
        } else {
            Row hand =
                    Row.of(
                            Map.of(
                                    "id",
                                    id.key().getFirst(),
                                    "rev",
                                    new Value.Int(-1),
                                    "note",
                                    new Value.Text("hand")));
            target.changedByHand(id, row == null ? hand : row.overlaid(hand));
        }
    }

    private void alterByHand() {
        for (Layout layout : standing.database().layouts()) {
            target.alteredByHand(layout.named(World.target(layout.collection())));
        }
    }

    /**
     * Takes tables out that went before the sync had met them: it cannot know whether a name that a
     * person chose is wrong, or was right until just now, so it fails until he has looked.
     */
    private void leaveOutWhatNeverWas(OneProcess process, Store store) {
        SyncDefinition sync = standing.sync();
        List<String> tables =
                sync.tables().stream()
                        .filter(
                                name ->
                                        standing.hasMet(name)
                                                || standing.database().layout(name) != null)
                        .toList();
        if (tables.equals(sync.tables())) {
            throw new AssertionError("Failed for no reason: " + process.flow().status());
        }
        store.replace(
                store.takeOver(World.SYNC),
                passage.sync(climate.workers(), tables, climate.policy()));
    }

    /** Looks at the tables for which a sync waits, and alters the target's where they are held. */
    void seesToTables(OneProcess process, Store store) {
        boolean reason = standing.sync().options().evolution() == SchemaChanges.PAUSE;
        switch (process.flow().status().code()) {
            case SCHEMA_CHANGED -> {
                if (!reason) {
                    throw new AssertionError("Held for no reason: " + process.flow().status());
                }
            }
            case LAYOUT_MISMATCH -> {
                // What is there when a sync takes a table in is as it was made, and not altered.
                String table = String.valueOf(process.flow().status().problem()).split("\\.", 2)[0];
                if (!standing.knowsGone(table.replace("_copy", ""))) {
                    throw new AssertionError("Not followed: " + process.flow().status());
                }
                alterByHand();
            }
            case NOT_WIDENED -> alterByHand();
            case UNKNOWN_COLLECTION -> leaveOutWhatNeverWas(process, store);
            case null, default ->
                    throw new AssertionError("Held for no reason: " + process.flow().status());
        }
    }
}
