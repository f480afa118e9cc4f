package io.syncline.testkit.twoway;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.End;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.reconcile.Opening;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Constraints;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemoryReplica;
import io.syncline.testkit.memory.Weather;
import io.syncline.testkit.world.CloudedStore;
import io.syncline.testkit.world.Crash;
import io.syncline.testkit.world.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The real two-way loop between two databases in memory, each with users of its own, in one thread.
 * Every step, every failure and every delay is drawn; a process may end, or another may go on,
 * between any two steps and around any call; everything durable survives a crash, nothing else
 * does.
 */
public final class TwoWayWorld implements Weather {
    static final String SYNC = "sync_1";
    static final String FLOW = "sync_1_0";

    private static final int QUIET_STEPS_MAX = 4_000;

    private final Choices any;
    private final Habits habits;
    private final SimulatedTime time;
    private final MemoryStore store = new MemoryStore();
    private final Map<Which, MemoryReplica> replicas = new EnumMap<>(Which.class);
    private final Users users;
    private final List<TwoWayProcess> processes = new ArrayList<>();
    private boolean inside;
    private boolean fine;
    private long steps;

    TwoWayWorld(Choices any, Habits habits) {
        this.any = any;
        this.habits = habits;
        this.time = new SimulatedTime(any);
        for (Which which : Which.values()) {
            MemoryDatabase database = new MemoryDatabase(List.of(Users.layout()));
            replicas.put(
                    which,
                    new MemoryReplica(
                            database,
                            this,
                            any,
                            which == Which.THEIRS && habits.shouts()
                                    ? Users::shouted
                                    : UnaryOperator.identity(),
                            Constraints.NONE));
        }
        this.users = new Users(any, habits, time::wallMillis);
        store.add(TwoWaySync.definition(SYNC));
    }

    /**
     * Plays the schedule of one seed.
     *
     * @return how many steps it had
     * @throws AssertionError if a guarantee does not hold
     */
    public static long schedule(Choices any) {
        TwoWayWorld world = new TwoWayWorld(any, Habits.any(any));
        world.run(60 + any.below(60));
        return world.steps;
    }

    MemoryReplica replica(Which which) {
        return Objects.requireNonNull(replicas.get(which));
    }

    Store store() {
        return store;
    }

    Users users() {
        return users;
    }

    Habits habits() {
        return habits;
    }

    private void run(int count) {
        processes.add(process());
        fine = true;
        // The slots are made while there are no rows yet.
        step(processes.getFirst());
        step(processes.getFirst());
        fine = false;
        for (int i = 0; i < count; i++) {
            steps++;
            step();
            time.pass(Duration.ofMillis(1));
        }
        quiet();
        new TwoWayChecks(this).atQuiet();
    }

    private void step() {
        int what = any.below(100);
        if (what < 18) {
            Which which = any.oneOf(List.of(Which.values()));
            users.act(which, replica(which));
        } else if (what < 24) {
            reveal(any.oneOf(List.of(Which.values())));
        } else if (what < 30) {
            time.pass(Duration.ofMillis(any.oneOf(List.of(10, 100, 600))));
        } else if (any.below(1000) < habits.crashPermille()) {
            processes.clear();
            processes.add(process());
        } else if (habits.rivals() && what == 30 && processes.size() < 2) {
            processes.add(process());
        } else {
            step(any.chance(75) ? processes.getLast() : any.oneOf(processes));
        }
        processes.removeIf(process -> processes.size() > 1 && process.ended());
    }

    private void reveal(Which which) {
        MemoryDatabase database = replica(which).database();
        if (database.invisible() > 0) {
            database.reveal(any.below(database.invisible()));
        }
    }

    private void step(TwoWayProcess process) {
        inside = true;
        try {
            process.step();
        } catch (Crash e) {
            processes.remove(process);
            processes.add(process());
        } finally {
            inside = false;
        }
    }

    /** Everybody rests until the loop has nothing to do. */
    private void quiet() {
        fine = true;
        for (Which which : Which.values()) {
            while (replica(which).database().invisible() > 0) {
                replica(which).database().reveal(0);
            }
            replica(which).source().hurry();
        }
        TwoWayProcess last = processes.getLast();
        if (last.ended()) {
            last = process();
        }
        long before = -1;
        for (int i = 0; i < QUIET_STEPS_MAX; i++) {
            time.pass(Duration.ofMillis(20));
            step(last);
            if (last.ended()) {
                last = process();
            }
            long now = logs();
            if (last.idle() && now == before && i > 50) {
                return;
            }
            before = last.idle() ? now : -1;
        }
        throw new AssertionError(
                "The loop does not come to rest: "
                        + store.pairs().dirty(FLOW)
                        + new TwoWayChecks(this).told(RowId.of(Users.ITEM, new Value.Int(1))));
    }

    private long logs() {
        return replicas.values().stream().mapToLong(each -> each.database().log().size()).sum();
    }

    private TwoWayProcess process() {
        Store clouded = CloudedStore.of(store, this);
        return new TwoWayProcess(
                () -> {
                    Owner owner = clouded.takeOver(SYNC);
                    return new Opening(
                            owner,
                            FLOW,
                            end(Which.OURS, "a"),
                            end(Which.THEIRS, "b"),
                            clouded,
                            _ -> habits.rules(),
                            _ -> habits.rules(),
                            habits.rowsMax(),
                            time);
                });
    }

    private End end(Which which, String suffix) {
        return new End(
                which,
                new ReplicaId(which.name()),
                replica(which),
                Facing.SAME,
                FLOW + suffix,
                List.of(Users.ITEM),
                List.of(),
                _ -> false);
    }

    @Override
    public void before(String call) {
        trouble();
    }

    @Override
    public void after(String call) {
        trouble();
    }

    private void trouble() {
        if (fine || !inside) {
            return;
        }
        if (any.chance(4)) {
            // Users do not wait for a sync.
            inside = false;
            Which which = any.oneOf(List.of(Which.values()));
            users.act(which, replica(which));
            inside = true;
        }
        if (any.below(2000) < habits.crashPermille()) {
            throw new Crash();
        }
        if (any.below(1000) < habits.weatherPermille()) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Rain");
        }
    }
}
