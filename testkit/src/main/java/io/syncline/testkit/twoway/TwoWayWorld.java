package io.syncline.testkit.twoway;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.merge.Which;
import io.syncline.engine.store.MemoryStore;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The real two-way loop between databases in memory, each with users of its own, in one thread: two
 * of them, or some that all have a sync with the one in the middle. Every step, every failure and
 * every delay is drawn; a process may end, or another may go on, between any two steps and around
 * any call; everything durable survives a crash, nothing else does.
 */
public final class TwoWayWorld implements Weather {
    private static final int QUIET_STEPS_MAX = 4_000;
    private static final int DECISIONS_MAX = 30;

    /** How often all have to be found idle in a row, with nothing new in any log. */
    private static final int RESTS = 5;

    private final Choices any;
    private final Habits habits;
    private final SimulatedTime time;
    private final MemoryStore store = new MemoryStore();
    private final List<Site> sites = new ArrayList<>();
    private final List<Spoke> spokes = new ArrayList<>();
    private final Set<Spoke> busy = new HashSet<>();
    private final Users users;
    private final Reviewers reviewers;
    private boolean inside;
    private boolean fine;
    private long steps;

    TwoWayWorld(Choices any, Habits habits) {
        this.any = any;
        this.habits = habits;
        this.time = new SimulatedTime(any, () -> any.below(2) == 0);
        for (int number = 0; number < habits.sites(); number++) {
            boolean shouts = habits.shouts() && number == habits.sites() - 1;
            UnaryOperator<Row> trigger = shouts ? Users::shouted : UnaryOperator.identity();
            MemoryDatabase database = new MemoryDatabase(List.of(Users.layout()));
            MemoryReplica replica =
                    new MemoryReplica(database, this, any, trigger, Constraints.NONE);
            sites.add(new Site(number, replica, trigger));
        }
        this.users = new Users(any, habits, time::wallMillis);
        this.reviewers = new Reviewers(any, store.pairs(), users);
        Store clouded = CloudedStore.of(store, this);
        for (Site outer : sites.subList(1, sites.size())) {
            store.add(TwoWaySync.definition(Spoke.sync(outer.number())));
            spokes.add(new Spoke(sites.getFirst(), outer, habits, clouded, time));
        }
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

    /** All databases, the one in the middle first. */
    List<Site> sites() {
        return sites;
    }

    /** All syncs. */
    List<Spoke> spokes() {
        return spokes;
    }

    Store store() {
        return store;
    }

    Users users() {
        return users;
    }

    Reviewers reviewers() {
        return reviewers;
    }

    Habits habits() {
        return habits;
    }

    private void run(int count) {
        users.fill(sites);
        fine = true;
        // The slots are made before users go on.
        for (Spoke spoke : spokes) {
            step(spoke, spoke.last());
            step(spoke, spoke.last());
        }
        fine = false;
        for (int i = 0; i < count; i++) {
            steps++;
            step();
            time.pass(Duration.ofMillis(1));
        }
        quiet();
        if (habits.decided()) {
            decide();
        }
        new TwoWayChecks(this).atQuiet();
    }

    /** Everybody rests but those who decide, until nothing waits for them. */
    private void decide() {
        for (int i = 0; i < DECISIONS_MAX; i++) {
            boolean any = false;
            for (Spoke spoke : spokes) {
                any |= reviewers.finish(spoke);
            }
            if (!any) {
                return;
            }
            quiet();
        }
        throw new AssertionError(
                "It waits for a person for ever"
                        + new TwoWayChecks(this).told(RowId.of(Users.ITEM, new Value.Int(1))));
    }

    private void step() {
        int what = any.below(100);
        Spoke spoke = any.oneOf(spokes);
        if (habits.decided() && any.chance(15)) {
            reviewers.act(spoke);
        }
        if (what < 18) {
            users.act(any.oneOf(sites));
        } else if (what < 24) {
            reveal(any.oneOf(sites));
        } else if (what < 30) {
            time.pass(Duration.ofMillis(any.oneOf(List.of(10, 100, 600))));
        } else if (any.below(1000) < habits.crashPermille()) {
            spoke.restart();
        } else if (habits.rivals() && what == 30) {
            spoke.begin();
        } else if (habits.loses() && what == 31) {
            spoke.loseLog(any.oneOf(List.of(Which.values())));
        } else {
            step(spoke, spoke.any(any));
        }
    }

    private void reveal(Site site) {
        MemoryDatabase database = site.replica().database();
        if (database.invisible() > 0) {
            database.reveal(any.below(database.invisible()));
        }
    }

    private void step(Spoke spoke, TwoWayProcess process) {
        boolean outside = !inside;
        inside = true;
        busy.add(spoke);
        try {
            process.step();
        } catch (Crash e) {
            spoke.replace(process);
        } finally {
            busy.remove(spoke);
            inside = !outside;
        }
        spoke.sweep();
    }

    /** Everybody rests until no loop has anything to do. */
    private void quiet() {
        fine = true;
        for (Site site : sites) {
            MemoryReplica replica = site.replica();
            while (replica.database().invisible() > 0) {
                replica.database().reveal(0);
            }
            replica.source().hurry();
        }
        int rests = 0;
        long told = -1;
        for (int i = 0; i < QUIET_STEPS_MAX; i++) {
            time.pass(Duration.ofMillis(20));
            spokes.forEach(spoke -> step(spoke, spoke.last()));
            long now = logs();
            boolean idle = spokes.stream().allMatch(spoke -> spoke.last().idle());
            rests = idle && now == told ? rests + 1 : 0;
            told = now;
            if (rests == RESTS) {
                return;
            }
        }
        throw new AssertionError(
                "The loops do not come to rest: "
                        + spokes.stream()
                                .filter(spoke -> !spoke.last().idle())
                                .map(spoke -> spoke.flow() + store.pairs().dirty(spoke.flow()))
                                .toList()
                        + new TwoWayChecks(this).told(RowId.of(Users.ITEM, new Value.Int(1))));
    }

    private long logs() {
        return sites.stream().mapToLong(site -> site.replica().database().log().size()).sum();
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
            users.act(any.oneOf(sites));
            inside = true;
        }
        if (busy.size() < spokes.size() && any.chance(4)) {
            // Nor do other syncs.
            Spoke other =
                    any.oneOf(spokes.stream().filter(spoke -> !busy.contains(spoke)).toList());
            step(other, other.any(any));
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
