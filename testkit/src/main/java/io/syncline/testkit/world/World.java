package io.syncline.testkit.world;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One flow of the real engine between two databases in memory, in one thread. Every step, every
 * failure and every delay is drawn; everything durable survives a crash, nothing else does. The
 * invariants are checked after every step, and equality when all is quiet.
 */
public final class World implements Weather {
    static final String SYNC = "sync_1";
    static final String FLOW = "flow_1";
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
    private final History history = new History();
    private final List<Invariant> invariants =
            List.of(
                    new NoCheckpointAheadOfItsEffects(),
                    new NothingAppliedTwiceVisibly(),
                    new NoAcknowledgeBeforeStored());
    private final List<OneProcess> processes = new ArrayList<>();
    private boolean fine;

    /** A world of this climate, whose engine or endpoints have one fault or none. */
    public World(Choices any, Climate climate, Fault fault) {
        this.any = any;
        this.climate = climate;
        this.fault = fault;
        this.time = new SimulatedTime(any);
        this.source = new MemorySource(database, this, any, climate.splits());
        this.target = new MemoryTarget(this);
        this.traffic = new Traffic(database, any, climate);
        store.add(
                new SyncDefinition(
                        SYNC,
                        "world",
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        new EndpointSpec("source", "memory", Map.of()),
                        List.of(new EndpointSpec("target", "memory", Map.of())),
                        List.of(),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        climate.workers(),
                        ExistingData.REFUSE,
                        0));
    }

    /** Takes so many steps, then runs until all is quiet, checking all the time. */
    public void run(int steps) {
        int before = any.below(6);
        for (int i = 0; i < before; i++) {
            traffic.transaction();
        }
        processes.add(start());
        for (int i = 0; i < steps; i++) {
            step();
            check();
        }
        quiet();
    }

    private void step() {
        int what = any.below(100);
        if (what < 14) {
            traffic.transaction();
        } else if (what < 20) {
            if (database.invisible() > 0) {
                database.reveal(any.below(database.invisible()));
            }
        } else if (what < 30) {
            time.pass(Duration.ofMillis(any.oneOf(List.of(10, 100, 600))));
        } else if (climate.crashPercent() > 0 && what == 30) {
            processes.clear();
            processes.add(start());
        } else if (climate.rivals() && what == 31 && processes.size() < 2) {
            processes.add(start());
        } else if (!processes.isEmpty()) {
            any.oneOf(processes).step(any);
        }
        processes.removeIf(process -> processes.size() > 1 && process.ended());
        if (processes.stream().allMatch(OneProcess::ended)) {
            processes.clear();
            processes.add(start());
        }
    }

    private OneProcess start() {
        return new OneProcess(source, target, store, time, climate.workers(), fault);
    }

    private void check() {
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
        if (climate.rivals()) {
            processes.clear();
            process = start();
            processes.add(process);
        }
        settle(process);
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
            store.parkedRows(FLOW).forEach(mirror::mend);
        }
        settle(process);
    }

    private void settle(OneProcess process) {
        for (int i = 0; i < QUIET_STEPS_MAX; i++) {
            process.stepAll();
            time.pass(Duration.ofMillis(50));
            check();
            if (process.flow().status().phase() == FlowStatus.Phase.FAILED) {
                throw new AssertionError("Failed at quiet: " + process.flow().status());
            }
            Mirror mirror = process.flow().mirror();
            if (mirror != null && mirror.reached(source.head()) && mirror.mended()) {
                return;
            }
        }
        throw new AssertionError("Never quiet: " + process.flow().status() + " " + process.where());
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
        if (!fine && climate.weatherPercent() > 0 && any.below(1000) < climate.weatherPercent()) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Rain");
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

    static Map<String, Layout> layoutsByName(List<Layout> layouts) {
        Map<String, Layout> named = new HashMap<>();
        layouts.forEach(layout -> named.put(layout.collection(), layout));
        return named;
    }
}
