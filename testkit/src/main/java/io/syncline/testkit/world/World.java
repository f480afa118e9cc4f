package io.syncline.testkit.world;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One flow of the real engine between two databases in memory, in one thread. Every step, every
 * failure and every delay is drawn; a process may end, or another may go on, between any two steps
 * and around any call; everything durable survives a crash, nothing else does. The invariants are
 * checked after every step, and equality when all is quiet.
 */
public final class World implements Weather {
    static final String SYNC = "sync_1";
    static final String FLOW = "flow_1";

    /** A schedule is no shorter, touches no fewer rows, and has no fewer kinds of fault. */
    static final int STEPS_MIN = 60;

    static final int KEYS_MIN = 3;
    static final int KINDS_MIN = 2;

    private static final int STEPS = 120;
    private static final int CRASH_IN_CALL_PERMILLE = 8;
    private static final int QUIET_STEPS_MAX = 6_000;

    private final Choices any;
    private final Climate climate;
    private final Fault fault;
    private final SimulatedTime time;
    private final MemoryDatabase database = new MemoryDatabase(Traffic.layouts());
    private final MemorySource source;
    private final MemoryTarget target;
    private final MemoryStore store = new MemoryStore();
    private final Traffic traffic;
    private final Passage passage;
    private final History history;
    private final List<Invariant> invariants =
            List.of(
                    new NoCheckpointAheadOfItsEffects(),
                    new NothingAppliedTwiceVisibly(),
                    new NoAcknowledgeBeforeStored());
    private final List<OneProcess> processes = new ArrayList<>();
    private final Tally tally = new Tally();
    private @Nullable OneProcess stepping;
    private boolean nested;
    private boolean fine;

    /** A world of this climate, whose engine or endpoints have one fault or none. */
    public World(Choices any, Climate climate, Fault fault) {
        this.any = any;
        this.climate = climate;
        this.fault = fault;
        this.time = new SimulatedTime(any);
        this.source = new MemorySource(database, this, any, climate.splits());
        this.target = new MemoryTarget(this);
        this.traffic = new Traffic(database, any, climate, tally);
        this.passage = new Passage(climate.shaped());
        this.history = new History(passage::there);
        store.add(passage.sync(climate.workers()));
    }

    /**
     * Plays the schedule of one seed with the engine as it is.
     *
     * @return what happened
     * @throws AssertionError if a guarantee does not hold
     */
    public static Tally schedule(Choices any) {
        World world = new World(any, Climate.any(any), Fault.NONE);
        world.run(STEPS);
        return world.tally;
    }

    /** Takes so many steps, then runs until all is quiet, checking all the time. */
    public void run(int steps) {
        if (steps < STEPS_MIN) {
            throw new IllegalArgumentException("A schedule has at least " + STEPS_MIN + " steps");
        }
        int before = any.below(6);
        for (int i = 0; i < before; i++) {
            traffic.transaction();
        }
        processes.add(start());
        for (int i = 0; i < steps; i++) {
            step();
            check();
            if (i == steps / 2) {
                insist();
            }
        }
        insist();
        quiet();
        tally.schedule(history.ids().size());
    }

    /** Adds what the draw has left out so far. */
    private void insist() {
        while (history.ids().size() < KEYS_MIN) {
            traffic.transaction();
            revealOne();
            check();
        }
        if (tally.kindsOfFault() < KINDS_MIN) {
            crash();
            check();
        }
        if (tally.kindsOfFault() < KINDS_MIN) {
            takeOver();
            check();
        }
    }

    private void step() {
        int what = any.below(100);
        if (what < 14) {
            traffic.transaction();
        } else if (what < 20) {
            revealOne();
        } else if (what < 30) {
            time.pass(Duration.ofMillis(any.oneOf(List.of(10, 100, 600))));
        } else if (any.below(1000) < climate.crashPermille()) {
            crash();
        } else if (climate.rivals() && what == 31 && processes.size() < 2) {
            takeOver();
        } else if (climate.losses() && what == 32 && database.slot(FLOW) != null) {
            tally.count(Trouble.LOST_LOG);
            database.lose(FLOW);
        } else if (climate.detaches() && what == 33) {
            detach(processes.getLast());
        } else if (climate.brakes() && what == 34) {
            release(processes.getLast());
        } else if (!processes.isEmpty()) {
            // An earlier owner is slow: what it does late must do no harm.
            step(any.chance(75) ? processes.getLast() : any.oneOf(processes));
        }
        processes.removeIf(process -> processes.size() > 1 && process.ended());
        if (processes.stream().allMatch(OneProcess::ended)) {
            processes.clear();
            processes.add(start());
        }
    }

    private void detach(OneProcess process) {
        if (database.slot(FLOW) != null) {
            inside(process, () -> process.detach());
            tally.count(Trouble.DETACH);
        }
    }

    private void release(OneProcess process) {
        if (process.held()) {
            tally.count(Trouble.BRAKE);
            inside(process, process::release);
        }
    }

    private void step(OneProcess process) {
        inside(process, () -> process.step(any));
    }

    private void inside(OneProcess process, Runnable act) {
        OneProcess outer = stepping;
        stepping = process;
        try {
            act.run();
        } catch (Crash e) {
            tally.count(Trouble.CRASH_IN_A_CALL);
            processes.remove(process);
        } finally {
            stepping = outer;
        }
    }

    private void crash() {
        tally.count(Trouble.CRASH);
        processes.clear();
        processes.add(start());
    }

    private void takeOver() {
        tally.count(Trouble.RIVAL);
        processes.add(start());
    }

    private void revealOne() {
        if (database.invisible() > 0) {
            database.reveal(any.below(database.invisible()));
        }
    }

    private OneProcess start() {
        int workers = climate.workers();
        if (!fine && climate.reshards() && any.chance(30)) {
            tally.count(Trouble.OTHER_SHARDS);
            workers = 1 + workers % 3;
        }
        Store clouded = CloudedStore.of(store, this);
        return new OneProcess(
                source, target, clouded, time, workers, passage::plan, climate.guards(), fault);
    }

    /** What becomes of rows on their way. */
    Passage passage() {
        return passage;
    }

    private void check() {
        tally.step();
        history.follow(database.log());
        invariants.forEach(invariant -> invariant.check(this));
    }

    private void quiet() {
        fine = true;
        source.hurry();
        while (database.invisible() > 0) {
            database.reveal(0);
        }
        while (processes.size() > 1) {
            processes.removeFirst();
        }
        OneProcess process = processes.getFirst();
        if (tally.of(Trouble.RIVAL) > 0) {
            processes.clear();
            process = start();
            processes.add(process);
        }
        settle(process);
        for (long refusals = target.refusals(); refusals > 0; refusals--) {
            tally.count(Trouble.REFUSAL);
        }
        new RefusedForAReason().check(this);
        for (int parked = Integer.MAX_VALUE, now = parkedCount();
                now > 0 && now < parked;
                now = parkedCount()) {
            parked = now;
            mend(process);
        }
        new TargetEqualsSource().check(this);
    }

    private int parkedCount() {
        return store.parkedRows(FLOW).size();
    }

    private void mend(OneProcess process) {
        Mirror mirror = process.flow().mirror();
        if (mirror != null) {
            store.parkedRows(FLOW).forEach(mirror.asked()::mend);
        }
        settle(process);
    }

    private void settle(OneProcess process) {
        for (int i = 0; i < QUIET_STEPS_MAX; i++) {
            release(process);
            process.stepAll();
            time.pass(Duration.ofMillis(50));
            check();
            if (process.flow().status().phase() == FlowStatus.Phase.FAILED) {
                throw new AssertionError("Failed at quiet: " + process.flow().status());
            }
            Mirror mirror = process.flow().mirror();
            if (mirror != null && mirror.reached(source.head()) && mirror.asked().mended()) {
                return;
            }
        }
        throw new AssertionError("Never quiet: " + process.flow().status() + " " + process.where());
    }

    @Override
    public void before(String call) {
        if (climate.brakes() && call.equals("truncate")) {
            NothingGoesUnasked.check(this);
        }
        trouble(call.equals(CloudedStore.CALL) ? Trouble.STORE_AWAY : Trouble.CALL_LOST);
    }

    @Override
    public void after(String call) {
        trouble(call.equals(CloudedStore.CALL) ? Trouble.STORE_AWAY : Trouble.ANSWER_LOST);
    }

    private void trouble(Trouble kind) {
        OneProcess inside = stepping;
        if (fine || inside == null) {
            return;
        }
        if (!nested && any.chance(5)) {
            nested = true;
            try {
                others(inside);
            } finally {
                nested = false;
            }
        }
        if (climate.crashPermille() > 0 && any.below(1000) < CRASH_IN_CALL_PERMILLE) {
            throw new Crash();
        }
        if (climate.weatherPermille() > 0 && any.below(1000) < climate.weatherPermille()) {
            tally.count(kind);
            Code code = kind == Trouble.STORE_AWAY ? Code.STORE_UNREACHABLE : Code.CONNECTION_LOST;
            throw new EndpointException(EndpointException.Kind.TRANSIENT, code, "Rain");
        }
    }

    /** Whoever can go on while a process is in the middle of a step does so. */
    private void others(OneProcess inside) {
        if (processes.size() > 1) {
            tally.count(Trouble.RIVAL_IN_A_CALL);
            for (int steps = 1 + any.below(12); steps > 0 && processes.size() > 1; steps--) {
                step(processes.get(processes.indexOf(inside) == 0 ? 1 : 0));
            }
        } else if (inside.feeding()) {
            inside.applySome(any);
        }
    }

    Climate climate() {
        return climate;
    }

    MemoryDatabase database() {
        return database;
    }

    MemoryTarget target() {
        return target;
    }

    /** The place of the latest commit. */
    long latestPlace() {
        return database.log().isEmpty() ? 0 : database.log().getLast().number();
    }

    MemoryStore store() {
        return store;
    }

    History history() {
        return history;
    }

    /** Whether the flow has missed changes and is not healed yet. */
    boolean missed() {
        return store.note(FLOW, "gap") != null;
    }

    boolean copied(String collection) {
        Store.SnapshotProgress progress = store.progress(FLOW).get(collection);
        return progress != null && progress.done();
    }

    boolean parked(RowId id) {
        return store.parkedRows(FLOW).contains(atTarget(id));
    }

    /** The target calls one of the tables otherwise. */
    static String target(String collection) {
        return collection.equals("child") ? "child_copy" : collection;
    }

    static RowId atTarget(RowId id) {
        return new RowId(target(id.collection()), id.key());
    }

    static RowId atSource(RowId id) {
        return id.collection().equals("child_copy") ? new RowId("child", id.key()) : id;
    }
}
