package io.syncline.testkit.world;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One flow of the real engine between two databases in memory, in one thread. Every step, every
 * failure and every delay is drawn; a process may end, or another may go on, between any two steps
 * and around any call; everything durable survives a crash, nothing else does. The invariants are
 * checked after every step, and equality when all is quiet.
 */
public final class World implements Weather {
    static final String SYNC = "sync_1";
    static final String FLOW = "sync_1_0";

    /** A schedule is no shorter, touches no fewer rows, and has no fewer kinds of fault. */
    static final int STEPS_MIN = 60;

    static final int KEYS_MIN = 3;
    static final int KINDS_MIN = 2;

    private static final int STEPS = 120;
    private static final int CRASH_IN_CALL_PERMILLE = 8;

    private final Choices any;
    private final Climate climate;
    private final Fault fault;
    private final SimulatedTime time;
    private final MemoryDatabase database;
    private final MemorySource source;
    private final MemoryTarget target;
    private final MemoryStore store = new MemoryStore();
    private final Traffic traffic;
    private final Passage passage;
    private final Standing standing;
    private final Person person;
    private final History history;
    private final Checks checks = new Checks(this);
    private final List<OneProcess> processes = new ArrayList<>();
    private final Tally tally = new Tally();
    private @Nullable OneProcess stepping;
    private @Nullable OneProcess latest;
    private boolean nested;
    private boolean fine;

    /** A world of this climate, whose engine or endpoints have one fault or none. */
    public World(Choices any, Climate climate, Fault fault) {
        this.any = any;
        this.climate = climate;
        this.fault = fault;
        this.time = new SimulatedTime(any);
        this.database = new MemoryDatabase(Traffic.layouts(climate.items()));
        this.source = new MemorySource(database, this, any, climate.splits(), climate.bulk());
        Choices beside = any.beside();
        source.scatter(beside.chance(40));
        this.target = new MemoryTarget(this, climate.declares(beside));
        this.traffic = new Traffic(database, any, climate, tally);
        this.passage = new Passage(climate.shaped());
        this.history = new History(passage::there);
        this.standing = new Standing(store, database);
        this.person = new Person(any, passage, climate, standing, target);
        List<String> chosen =
                climate.updates() ? List.of("parent", "child", Traffic.ITEM) : List.of();
        store.add(passage.sync(climate.workers(), chosen, climate.policy()));
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
        for (int before = any.below(6); before > 0; before--) {
            traffic.transaction();
        }
        processes.add(start(false));
        if (climate.grown() && any.chance(70)) {
            fine = true;
            quiet().settle(processes.getFirst());
            fine = false;
        }
        for (int i = 0; i < steps; i++) {
            step();
            check();
            if (i == steps / 2) {
                insist();
            }
        }
        insist();
        fine = true;
        quiet().come();
        tally.schedule(history.ids().size());
    }

    private Quiet quiet() {
        return new Quiet(this, processes, source, tally, time);
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
        } else if (climate.alters() && what >= 35 && what < 40) {
            alter(what);
        } else if (climate.updates() && what == 40) {
            wish(Trouble.OTHER_TABLES, true, person::otherTables);
        } else if (climate.resyncs() && what == 42) {
            lookAgain(processes.getLast());
        } else if (climate.resyncs() && what == 41) {
            wish(Trouble.COPIED_AGAIN, false, person::copyAgain);
        } else if (!processes.isEmpty()) {
            // An earlier owner is slow: what it does late must do no harm.
            step(any.chance(75) ? processes.getLast() : any.oneOf(processes));
        }
        processes.removeIf(process -> processes.size() > 1 && process.ended());
        if (processes.stream().allMatch(OneProcess::ended)
                && processes.stream().noneMatch(OneProcess::waitsForTables)) {
            processes.clear();
            processes.add(start(false));
        }
    }

    private void alter(int what) {
        if (what < 38) {
            traffic.alteration(standing::knowsGone);
        } else if (processes.getLast().waitsForTables()) {
            seeToTables();
        } else {
            inside(processes.getLast(), processes.getLast()::look);
        }
    }

    /** A person looks at the tables for which the sync waits, and lets it go on with them. */
    void seeToTables() {
        person.seesToTables(processes.getLast(), store);
        tally.count(Trouble.TABLES_HELD);
        processes.clear();
        processes.add(start(true));
    }

    private void lookAgain(OneProcess process) {
        inside(process, () -> count(Trouble.LOOKED_AT_AGAIN, person.lookAgain(process)));
    }

    private void count(Trouble kind, boolean came) {
        if (came) {
            tally.count(kind);
        }
    }

    /** A person wants something for which the process has to stop. */
    private void wish(Trouble kind, boolean approved, Predicate<Store> wish) {
        OneProcess process = processes.getLast();
        process.close();
        inside(process, () -> count(kind, wish.test(CloudedStore.of(store, this))));
        boolean crashed = !processes.remove(process);
        processes.add(start(approved && !crashed));
    }

    private void detach(OneProcess process) {
        if (database.slot(FLOW) != null) {
            inside(process, () -> process.detach());
            tally.count(Trouble.DETACH);
        }
    }

    /** A person lets a flow go on that is held. */
    void release(OneProcess process) {
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
        processes.add(start(false));
    }

    private void takeOver() {
        tally.count(Trouble.RIVAL);
        processes.add(start(false));
    }

    private void revealOne() {
        if (database.invisible() > 0) {
            database.reveal(any.below(database.invisible()));
        }
    }

    /** A process that begins with what is durable; approved: with the tables as they are. */
    OneProcess start(boolean approved) {
        int workers = climate.workers();
        if (!fine && climate.reshards() && any.chance(30)) {
            tally.count(Trouble.OTHER_SHARDS);
            workers = 1 + workers % 3;
        }
        latest =
                new OneProcess(
                        source,
                        target,
                        CloudedStore.of(store, this),
                        time,
                        climate.applying(),
                        workers,
                        passage.planner(standing.sync(), approved),
                        climate.guards(),
                        fault);
        return latest;
    }

    MemorySource source() {
        return source;
    }

    Passage passage() {
        return passage;
    }

    /** Takes note of what happened, and looks whether all that must hold does. */
    void check() {
        tally.step();
        checks.look();
    }

    @Override
    public void before(String call) {
        checks.called(call);
        count(Trouble.READ_IN_BULK, call.equals("copy"));
        count(Trouble.TURN, call.equals("turn"));
        count(Trouble.LATE_FOLLOW, call.equals("follow"));
        if (call.equals("acknowledge") || call.equals("follow")) {
            standing.acknowledged(stepping != latest);
        }
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

    Standing standing() {
        return standing;
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
