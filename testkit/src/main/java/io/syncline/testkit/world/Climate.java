package io.syncline.testkit.world;

import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.testkit.Choices;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Which troubles a world has; drawn, so that each run lacks some (swarm testing).
 *
 * @param refusals rows the target refuses: unique values, references, values it cannot hold
 * @param moves keys change
 * @param truncates tables are emptied
 * @param lateness committed transactions stay invisible for a while
 * @param splits transactions are told in parts
 * @param weatherPermille how many calls in a thousand fail
 * @param crashPermille how many steps in a thousand end the process
 * @param rivals a second owner takes the flow over
 * @param losses the source lets go of log that was not read
 * @param reshards a process may begin with another number of shards, and with or without the
 *     foreign key that connects tables
 * @param shaped some rows do not go to the target, and a rule refuses some
 * @param detaches the source is made to let go of a flow's log
 * @param brakes a table that is emptied waits for a person's word
 * @param alters the source's tables are altered, made and dropped
 * @param policy what the sync does about that
 * @param updates a person takes tables out of the sync and in again
 * @param resyncs a person lets tables be copied again, of which somebody has changed rows by hand
 * @param bulk the source's log may also be read in bulk
 * @param workers how many shards
 */
public record Climate(
        boolean refusals,
        boolean moves,
        boolean truncates,
        boolean lateness,
        boolean splits,
        int weatherPermille,
        int crashPermille,
        boolean rivals,
        boolean losses,
        boolean reshards,
        boolean shaped,
        boolean detaches,
        boolean brakes,
        boolean alters,
        SchemaChanges policy,
        boolean updates,
        boolean resyncs,
        boolean bulk,
        int workers) {
    /** A drawn one: often with some of the troubles, sometimes with nearly all of them at once. */
    public static Climate any(Choices any) {
        boolean bulk = any.beside().chance(30);
        return any.chance(20) ? stormy(any, bulk) : mixed(any, bulk);
    }

    private static Climate stormy(Choices any, boolean bulk) {
        return new Climate(
                true,
                any.chance(50),
                any.chance(60),
                any.chance(60),
                any.chance(50),
                40,
                60,
                any.chance(20),
                false,
                any.chance(30),
                any.chance(30),
                false,
                any.chance(20),
                any.chance(20),
                policy(any),
                any.chance(10),
                any.chance(20),
                bulk,
                2 + any.below(2));
    }

    private static Climate mixed(Choices any, boolean bulk) {
        return new Climate(
                any.chance(50),
                any.chance(40),
                any.chance(30),
                any.chance(60),
                any.chance(50),
                any.chance(50) ? 15 : 0,
                any.chance(60) ? 25 : 0,
                any.chance(20),
                any.chance(15),
                any.chance(30),
                any.chance(30),
                any.chance(15),
                any.chance(30),
                any.chance(20),
                policy(any),
                any.chance(10),
                any.chance(30),
                bulk,
                1 + any.below(3));
    }

    private static SchemaChanges policy(Choices any) {
        return any.oneOf(
                List.of(
                        SchemaChanges.FOLLOW,
                        SchemaChanges.FOLLOW,
                        SchemaChanges.FOLLOW,
                        SchemaChanges.IGNORE,
                        SchemaChanges.PAUSE));
    }

    /** Whether the target declares its foreign key to who asks now. */
    BooleanSupplier declares(Choices beside) {
        // Not as the draw of bulk reading falls, which is the first one beside, too.
        boolean always = beside.below(2) == 0;
        return () -> reshards ? beside.chance(50) : always;
    }

    /** Whether transactions are kept whole, which one shard does. */
    boolean whole() {
        return workers == 1 && !reshards;
    }

    /**
     * Whether the target is the source of a place, all of it: no row is refused or made by hand,
     * and no table altered.
     */
    boolean exact() {
        return whole() && !refusals && !shaped && !grown();
    }

    /** In which order what happens comes to be seen. */
    Applying applying() {
        return whole() ? Applying.TRANSACTIONAL : Applying.BY_KEY;
    }

    /** Whether there is a table beside parents and children. */
    boolean items() {
        return alters || updates;
    }

    /** Whether what happens in it happens to a sync that has run for a while. */
    boolean grown() {
        return alters || updates || resyncs;
    }

    /** What guards a flow in it. */
    Guards guards() {
        Guards none = Guards.none();
        Guards.Deletes deletes = none.deletes();
        return brakes
                ? new Guards(
                        new Guards.Deletes(
                                deletes.rowsMax(),
                                deletes.shareMax(),
                                deletes.rowsMin(),
                                deletes.window(),
                                Guards.Deletes.Truncate.STOP),
                        none.log(),
                        none.reading(),
                        none.health(),
                        none.parking(),
                        none.lagTolerance())
                : none;
    }

    /** Whether a write can only ever be repeated after a crash by being atomic with its place. */
    boolean plain() {
        return !refusals && !moves && !truncates && !shaped && !alters;
    }
}
