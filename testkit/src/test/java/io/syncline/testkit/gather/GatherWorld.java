package io.syncline.testkit.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.gather.GatherLane;
import io.syncline.engine.gather.GatherSetup;
import io.syncline.engine.gather.GatherTerms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.StoredParking;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.Constraints;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemoryReplica;
import io.syncline.testkit.memory.Weather;
import io.syncline.testkit.world.CloudedStore;
import io.syncline.testkit.world.Crash;
import io.syncline.testkit.world.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The real loop of several sources between databases in memory, in one thread. Every step, every
 * failure and every delay is drawn; a process may end, or another one begin beside it, around any
 * call. At rest the destination has to be what the sources say, and every row that they do not say
 * enough of has to be parked.
 */
final class GatherWorld implements Weather {
    static final String ITEM = "item";
    static final String SYNC = "sync_1";
    private static final String FLOW = "sync_1_0";
    static final int KEYS = 4;
    private static final int STEPS = 120;
    private static final int QUIET_STEPS_MAX = 4_000;
    private static final Version AT = new Version(1, 0, new ReplicaId("user"));

    private final Choices any;
    private final SimulatedTime time;
    private final MemoryStore store = new MemoryStore();
    private final Store clouded;
    private final List<MemoryReplica> sources = new ArrayList<>();
    private final MemoryReplica destination;
    private final GatherTerms terms;
    private final int crashPermille;
    private final List<GatherLane> lanes = new ArrayList<>();

    /** All that each source has ever said of a row. */
    private final List<Map<RowId, Set<Image>>> said = new ArrayList<>();

    private boolean fine;
    private boolean inside;

    private GatherWorld(Choices any) {
        this.any = any;
        this.time = new SimulatedTime(any);
        this.clouded = CloudedStore.of(store, this);
        this.crashPermille = any.oneOf(List.of(0, 10, 60));
        int count = 2 + any.below(3);
        this.terms =
                new GatherTerms(any.oneOf(List.of(0, 2, Math.max(2, count - 1))), any.chance(50));
        for (int i = 0; i < count; i++) {
            sources.add(replica(layout(i != 1, false)));
            said.add(new HashMap<>());
        }
        this.destination = replica(layout(true, terms.origins()));
        List<EndpointSpec> ends = List.of(new EndpointSpec("to", "memory", Map.of()));
        store.add(
                new SyncDefinition(
                        SYNC,
                        "world",
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        new EndpointSpec("s0", "memory", Map.of()),
                        ends,
                        List.of(),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        1,
                        ExistingData.ADOPT,
                        0));
    }

    private MemoryReplica replica(Layout layout) {
        return new MemoryReplica(
                new MemoryDatabase(List.of(layout)),
                this,
                any,
                UnaryOperator.identity(),
                Constraints.NONE);
    }

    /** The second source has no field b. */
    private static Layout layout(boolean both, boolean origins) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("id", new FieldType.Int(64), false));
        fields.add(new Field("a", new FieldType.Text(null), true));
        if (both) {
            fields.add(new Field("b", new FieldType.Text(null), true));
        }
        if (origins) {
            fields.add(new Field("syncline_source", new FieldType.Text(null), true));
            fields.add(new Field("syncline_sources", new FieldType.Int(32), true));
        }
        return new Layout(ITEM, fields, List.of("id"), List.of(), -1);
    }

    /** Plays the schedule of one seed. */
    static void schedule(Choices any) {
        new GatherWorld(any).run();
    }

    private void run() {
        for (int i = any.below(12); i > 0; i--) {
            act(any.below(sources.size()));
        }
        if (any.chance(30)) {
            strays();
        }
        lanes.add(lane());
        for (int i = 0; i < STEPS; i++) {
            step();
            time.pass(Duration.ofMillis(1));
        }
        quiet();
        List<MemoryDatabase> from = sources.stream().map(MemoryReplica::database).toList();
        new GatherChecks(store, from, destination, terms, said).atRest();
    }

    /** Rows that the destination has and no source. */
    private void strays() {
        RowId id = RowId.of(ITEM, new Value.Int(KEYS + 1));
        Row row = Row.of(Map.of("id", new Value.Int(KEYS + 1), "a", new Value.Text("stray")));
        Change change = Change.of(id, Image.absent(), Image.whole(row), AT);
        destination.database().commit(List.of(new Commit.Step.Row(change, change)), false);
    }

    private GatherLane lane() {
        List<GatherSetup.From> from = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            from.add(
                    new GatherSetup.From(
                            "s" + i,
                            sources.get(i),
                            "sync_1_" + i,
                            (catalog, _) ->
                                    new Plan(
                                            List.of(new Route(ITEM, ITEM)),
                                            Map.of(ITEM, catalog.layouts().getFirst()))));
        }
        GatherSetup setup =
                new GatherSetup(
                        store.takeOver(SYNC),
                        FLOW,
                        from,
                        new Centre(destination),
                        terms,
                        Guards.none().deletes(),
                        new StoredParking(clouded, SYNC, FLOW, time::wallMillis, _ -> {}),
                        clouded,
                        time);
        RetryPolicy retry =
                new RetryPolicy(
                        -1, RetryPolicy.Backoff.FIXED, Duration.ofMillis(2), Duration.ofMillis(2));
        return new GatherLane(setup, retry, Guards.none().health(), time);
    }

    private void step() {
        int what = any.below(100);
        if (what < 22) {
            act(any.below(sources.size()));
        } else if (what < 32) {
            MemoryDatabase database = any.oneOf(sources).database();
            if (database.invisible() > 0) {
                database.reveal(any.below(database.invisible()));
            }
        } else if (what == 32 && any.chance(50)) {
            int lost = any.below(sources.size());
            sources.get(lost).database().lose("sync_1_" + lost);
        } else if (what == 33 && lanes.size() < 2) {
            fine = true;
            lanes.add(lane());
            fine = false;
        } else {
            step(any.chance(80) ? lanes.getLast() : any.oneOf(lanes));
        }
    }

    private void step(GatherLane lane) {
        inside = true;
        try {
            lane.step();
        } catch (Crash e) {
            lanes.remove(lane);
        } finally {
            inside = false;
        }
        lanes.removeIf(each -> each.status().failed() && each != lanes.getLast());
        if (lanes.isEmpty() || lanes.getLast().status().failed()) {
            String problem = lanes.isEmpty() ? null : lanes.getLast().status().problem();
            assertThat(problem == null || problem.contains("Another owner")).as(problem).isTrue();
            lanes.clear();
            boolean before = fine;
            fine = true;
            lanes.add(lane());
            fine = before;
        }
    }

    /** One transaction of a user of one source. */
    private void act(int source) {
        MemoryDatabase database = sources.get(source).database();
        Map<RowId, Row> rows = database.committed();
        RowId id = RowId.of(ITEM, new Value.Int(1 + any.below(KEYS)));
        if (database.locked(id)) {
            return;
        }
        Row row = rows.get(id);
        Image before = row == null ? Image.absent() : Image.whole(row);
        RowId other = RowId.of(ITEM, new Value.Int(1 + any.below(KEYS)));
        Change change;
        if (row != null && any.chance(25)) {
            change = Change.of(id, before, Image.absent(), AT);
        } else if (row != null
                && !rows.containsKey(other)
                && !database.locked(other)
                && any.chance(20)) {
            change = new Change(other, id, before, Image.whole(written(other, source)), AT);
        } else {
            change = Change.of(id, before, Image.whole(written(id, source)), AT);
        }
        database.commit(List.of(new Commit.Step.Row(change, change)), any.chance(25));
        saying(source);
    }

    private Row written(RowId id, int source) {
        Map<String, Value> fields = new TreeMap<>();
        fields.put("id", id.key().getFirst());
        fields.put("a", new Value.Text(any.oneOf(List.of("x", "y"))));
        if (source != 1) {
            fields.put("b", any.chance(30) ? Value.Null.NULL : new Value.Text("b" + source));
        }
        return Row.of(fields);
    }

    private void saying(int source) {
        sources.get(source)
                .database()
                .committed()
                .forEach(
                        (id, row) ->
                                said.get(source)
                                        .computeIfAbsent(id, _ -> new HashSet<>())
                                        .add(GatherChecks.vote(row)));
    }

    /** Everybody rests until the loop has nothing to do. */
    private void quiet() {
        fine = true;
        for (MemoryReplica each : sources) {
            while (each.database().invisible() > 0) {
                each.database().reveal(0);
            }
            each.source().hurry();
        }
        int rests = 0;
        for (int i = 0; i < QUIET_STEPS_MAX && rests < 5; i++) {
            time.pass(Duration.ofMillis(20));
            step(lanes.getLast());
            GatherLane last = lanes.getLast();
            boolean done = last.idle() && last.progress() != null && last.reached(last.heads());
            rests = done ? rests + 1 : 0;
        }
        assertThat(rests).as(() -> "It comes to rest: " + lanes.getLast().status()).isEqualTo(5);
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
            inside = false;
            act(any.below(sources.size()));
            inside = true;
        }
        if (any.below(2000) < crashPermille) {
            throw new Crash();
        }
        if (any.below(1000) < 15) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Rain");
        }
    }
}
