package io.syncline.testkit.twoway;

import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.End;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.reconcile.Opening;
import io.syncline.engine.store.Store;
import io.syncline.testkit.Choices;
import io.syncline.testkit.world.SimulatedTime;
import java.util.ArrayList;
import java.util.List;

/** One sync of a world: it keeps one site and the one in the middle equal. */
final class Spoke {
    private static final int PROCESSES_MAX = 2;

    private final String sync;
    private final Site middle;
    private final Site outer;
    private final Habits habits;
    private final Store store;
    private final SimulatedTime time;
    private final List<TwoWayProcess> processes = new ArrayList<>();

    /**
     * @param store which knows the sync
     */
    Spoke(Site middle, Site outer, Habits habits, Store store, SimulatedTime time) {
        this.sync = sync(outer.number());
        this.middle = middle;
        this.outer = outer;
        this.habits = habits;
        this.store = store;
        this.time = time;
        processes.add(process());
    }

    /** The name of the sync between a site and the one in the middle. */
    static String sync(int number) {
        return "sync_" + number;
    }

    /** Names its pairs in the store. */
    String flow() {
        return sync + "_0";
    }

    /** The site at one of its ends. */
    Site site(Which which) {
        return which == habits.middle() ? middle : outer;
    }

    /** One of its ends lets go of log that was not read. */
    void loseLog(Which which) {
        site(which).replica().database().lose(flowAt(which));
    }

    private String flowAt(Which which) {
        return flow() + (which == Which.OURS ? "a" : "b");
    }

    /** The process that began last. */
    TwoWayProcess last() {
        return processes.getLast();
    }

    /** Mostly the process that began last. */
    TwoWayProcess any(Choices any) {
        return any.chance(75) ? last() : any.oneOf(processes);
    }

    /** Another process begins beside the one there, unless there are two. */
    void begin() {
        if (processes.size() < PROCESSES_MAX) {
            processes.add(process());
        }
    }

    /** A process ends, and the next one begins. */
    void replace(TwoWayProcess ended) {
        processes.remove(ended);
        processes.add(process());
    }

    /** All processes end, and the next one begins. */
    void restart() {
        processes.clear();
        processes.add(process());
    }

    /** Forgets processes that a later owner has ended; there is always one that goes on. */
    void sweep() {
        processes.removeIf(TwoWayProcess::ended);
        if (processes.isEmpty()) {
            processes.add(process());
        }
    }

    private TwoWayProcess process() {
        return new TwoWayProcess(
                () ->
                        new Opening(
                                store.takeOver(sync),
                                flow(),
                                end(Which.OURS),
                                end(Which.THEIRS),
                                store,
                                _ -> habits.rules(),
                                _ -> habits.rules(),
                                habits.rowsMax(),
                                time));
    }

    private End end(Which which) {
        return new End(
                which,
                site(which).name(),
                site(which).replica(),
                Facing.SAME,
                flowAt(which),
                List.of(Users.ITEM),
                List.of(Users.layout()),
                _ -> false);
    }
}
