package io.syncline.testkit.world;

import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.testkit.memory.MemorySource;
import java.time.Duration;
import java.util.List;

/** The end of a schedule: nothing fails any more, all comes to rest, and both sides are equal. */
final class Quiet {
    private static final int STEPS_MAX = 6_000;

    /** Three seconds. */
    private static final int TABLES_EVERY = 60;

    private final World world;
    private final List<OneProcess> processes;
    private final MemorySource source;
    private final Tally tally;
    private final SimulatedTime time;

    /**
     * @param processes those that run; one is left
     */
    Quiet(
            World world,
            List<OneProcess> processes,
            MemorySource source,
            Tally tally,
            SimulatedTime time) {
        this.world = world;
        this.processes = processes;
        this.source = source;
        this.tally = tally;
        this.time = time;
    }

    /** Lets all come to rest. */
    void come() {
        source.hurry();
        while (processes.size() > 1) {
            processes.removeFirst();
        }
        OneProcess process = processes.getFirst();
        if (tally.of(Trouble.RIVAL) > 0) {
            processes.clear();
            process = world.start(false);
            processes.add(process);
        }
        process = settle(process);
        for (long refusals = world.target().refusals(); refusals > 0; refusals--) {
            tally.count(Trouble.REFUSAL);
        }
        new RefusedForAReason().check(world);
        for (int parked = Integer.MAX_VALUE, now = parkedCount();
                now > 0 && now < parked;
                now = parkedCount()) {
            parked = now;
            mend(process);
        }
        new TargetEqualsSource().check(world);
    }

    private int parkedCount() {
        return world.store().parkedRows(World.FLOW).size();
    }

    private void mend(OneProcess process) {
        Mirror mirror = process.flow().mirror();
        if (mirror != null) {
            world.store().parkedRows(World.FLOW).forEach(mirror.asked()::mend);
        }
        settle(process);
    }

    /** Lets a process go on until all is copied that there is; the one that has come to that. */
    OneProcess settle(OneProcess first) {
        while (world.database().invisible() > 0) {
            world.database().reveal(0);
        }
        OneProcess process = first;
        for (int i = 0; i < STEPS_MAX; i++) {
            world.release(process);
            process.stepAll();
            time.pass(Duration.ofMillis(50));
            world.check();
            if (process.waitsForTables() || process.lacksATable()) {
                world.seeToTables();
                process = processes.getLast();
            } else if (i % TABLES_EVERY == 0) {
                process.look();
            }
            if (process.flow().status().phase() == FlowStatus.Phase.FAILED) {
                throw new AssertionError("Failed at quiet: " + process.flow().status());
            }
            Mirror mirror = process.flow().mirror();
            if (mirror != null
                    && mirror.reached(source.head())
                    && mirror.asked().mended()
                    && process.holds().stretches().wanted().isEmpty()
                    && process.upToDate()) {
                return process;
            }
        }
        throw new AssertionError("Never quiet: " + process.flow().status() + " " + process.where());
    }
}
