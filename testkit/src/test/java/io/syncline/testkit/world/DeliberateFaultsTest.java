package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Additions;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.mirror.Parking;
import io.syncline.engine.store.Store;
import io.syncline.testkit.Choices;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of these faults is one a person could make; the world has to find it. */
class DeliberateFaultsTest {
    /** The rarest is found after more than five thousand. */
    private static final int SCHEDULES = 30_000;

    /**
     * Where the rare ones were found last: worlds that have not changed need not be played up to
     * there.
     */
    private static final Map<String, Long> FIRST =
            Map.ofEntries(
                    Map.entry("a repeated key change is laid over what is there", 1157L),
                    Map.entry("an earlier owner still notes things", 3752L),
                    Map.entry("what the stream tells overtakes a chunk on its way", 24_600L),
                    Map.entry("a chunk goes as a whole beside changes of its rows", 5429L),
                    Map.entry("an earlier owner still writes", 3_520L),
                    Map.entry("a chunk is read before what was stored is told again", 3474L),
                    Map.entry("a row that leaves before the first chunk is forgotten", 3245L),
                    Map.entry("a chunk hides changes of rows that it leaves out", 51141L),
                    Map.entry("a refused row that is mended is refused for good", 6493L),
                    Map.entry("a refused row that moved stays at its old key", 3_560L),
                    Map.entry("a table is copied before the stream has passed its change", 8_150L),
                    Map.entry("rows of a new layout are taken by the old one", 506L),
                    Map.entry("a table that is taken in again is not swept", 755L),
                    Map.entry("a key change takes along what was looked up at its old key", 10488L),
                    Map.entry("a reader does not name what cannot be seen yet", 131024L),
                    Map.entry("the brake keeps back the names of what cannot be seen yet", 68569L),
                    Map.entry("an insert and a delete fold to nothing", 202L),
                    Map.entry("a truncation does not wait for the shards", 290L),
                    Map.entry("a transaction that goes on is committed with those before", 915L),
                    Map.entry("a row is looked up before it can be seen", 272L),
                    Map.entry("a sweep overlooks rows that only the target has", 740L),
                    Map.entry("what stands alone is seen before the rest of its transaction", 216L),
                    Map.entry("a chunk hides changes that it does not show", 207L),
                    Map.entry("refused rows of an emptied table stay parked", 267L),
                    Map.entry("a row that is looked at again counts as one that never was", 582L),
                    Map.entry("a piece that did not arrive is passed over", 3_880L),
                    Map.entry("the transaction at the turn to the stream is told again", 258L),
                    Map.entry("what is looked at again is compared before it can be seen", 30323L));

    /** Calls a method with changed arguments, or answers without calling. */
    private interface Twist {
        Object call(String method, Object[] arguments, Through through) throws Throwable;
    }

    private interface Through {
        Object call(Object... arguments) throws Throwable;
    }

    private record Named(String name, Fault fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T twisted(Object real, Twist twist, Class<?>... types) {
        return (T)
                Proxy.newProxyInstance(
                        DeliberateFaultsTest.class.getClassLoader(),
                        types,
                        (_, method, given) -> {
                            Object[] arguments = given == null ? new Object[0] : given;
                            try {
                                return twist.call(
                                        method.getName(),
                                        arguments,
                                        changed -> method.invoke(real, changed));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Named source(String name, Twist twist) {
        return new Named(
                name,
                new Fault() {
                    @Override
                    public Endpoint aroundSource(Endpoint source) {
                        return twisted(
                                source,
                                twist,
                                Endpoint.class,
                                Source.class,
                                Snapshots.class,
                                Lookup.class,
                                Additions.class,
                                Scan.class);
                    }
                });
    }

    private static Named target(String name, Twist twist) {
        return new Named(
                name,
                new Fault() {
                    @Override
                    public Endpoint aroundTarget(Endpoint target) {
                        return twisted(
                                target,
                                twist,
                                Endpoint.class,
                                Target.class,
                                Transacting.class,
                                Checkpoints.class,
                                Creation.class,
                                Evolution.class,
                                Scan.class);
                    }
                });
    }

    private static Named parking(String name, Twist twist) {
        return new Named(
                name,
                new Fault() {
                    @Override
                    public Parking around(Parking parking) {
                        return twisted(parking, twist, Parking.class);
                    }
                });
    }

    private static Named store(String name, Twist twist) {
        return new Named(
                name,
                new Fault() {
                    @Override
                    public Store around(Store store) {
                        return twisted(store, twist, Store.class);
                    }
                });
    }

    private static Object reader(Object real, Twist twist) {
        return twisted(real, twist, Reader.class);
    }

    static Stream<Named> faults() {
        return Stream.of(
                target(
                        "the checkpoint is stored without its rows",
                        (method, given, on) -> {
                            if (method.equals("apply") && ((List<?>) given[0]).size() == 1) {
                                on.call(List.of(), given[1]);
                                return List.of(Outcome.applied());
                            }
                            return on.call(given);
                        }),
                target(
                        "rows are stored in the wrong order of batches",
                        new Twist() {
                            private List<?> late = List.of();

                            @Override
                            public Object call(String method, Object[] given, Through on)
                                    throws Throwable {
                                if (!method.equals("apply") || ((List<?>) given[0]).isEmpty()) {
                                    return on.call(given);
                                }
                                Object outcome = on.call(given);
                                List<?> before = late;
                                late = (List<?>) given[0];
                                if (!before.isEmpty()) {
                                    on.call(before, given[1]);
                                }
                                return outcome;
                            }
                        }),
                target(
                        "deletes are forgotten",
                        (method, given, on) -> {
                            if (!method.equals("apply")) {
                                return on.call(given);
                            }
                            List<Write> kept = new ArrayList<>();
                            List<Object> outcomes = new ArrayList<>();
                            for (Object each : (List<?>) given[0]) {
                                Write write = (Write) each;
                                if (!write.change().after().isAbsent()) {
                                    kept.add(write);
                                }
                            }
                            List<?> real = (List<?>) on.call(kept, given[1]);
                            int at = 0;
                            for (Object each : (List<?>) given[0]) {
                                outcomes.add(
                                        ((Write) each).change().after().isAbsent()
                                                ? Outcome.applied()
                                                : real.get(at++));
                            }
                            return outcomes;
                        }),
                target(
                        "truncations are forgotten",
                        (method, given, on) -> method.equals("truncate") ? null : on.call(given)),
                target(
                        "the place is one ahead",
                        (method, given, on) -> {
                            if (method.equals("apply") && given[1] instanceof Fence fence) {
                                long place = Long.parseLong(fence.position().token()) + 1;
                                given[1] =
                                        new Fence(
                                                fence.flow(),
                                                fence.shard(),
                                                fence.epoch(),
                                                new Position(Long.toString(place)));
                            }
                            return on.call(given);
                        }),
                source(
                        "a chunk says that it shows everything",
                        (method, given, on) ->
                                method.equals("chunk")
                                        ? shown((Chunk) on.call(given))
                                        : on.call(given)),
                source(
                        "the snapshot ends after its first chunk",
                        (method, given, on) ->
                                method.equals("chunk")
                                        ? first((Chunk) on.call(given))
                                        : on.call(given)),
                source(
                        "the reader lets go what it was only told",
                        (method, given, on) ->
                                method.equals("read") ? early(on.call(given)) : on.call(given)),
                source(
                        "the reader drops every seventh batch",
                        (method, given, on) ->
                                method.equals("read")
                                        ? reader(on.call(given), dropping())
                                        : on.call(given)),
                parking(
                        "parked rows are forgotten",
                        (method, given, on) -> method.equals("park") ? null : on.call(given)),
                parking(
                        "settled rows stay parked",
                        (method, given, on) -> method.equals("settled") ? null : on.call(given)),
                store(
                        "the snapshot counts as done at once",
                        (method, given, on) -> {
                            if (method.equals("progress") && given.length == 4) {
                                given[3] = new Store.SnapshotProgress(null, 0, true, 0);
                            }
                            return on.call(given);
                        }));
    }

    private static Chunk shown(Chunk chunk) {
        return new Chunk(chunk.rows(), _ -> true, chunk.until(), chunk.next(), chunk.bytes());
    }

    private static Chunk first(Chunk chunk) {
        return new Chunk(chunk.rows(), chunk.view(), chunk.until(), null, chunk.bytes());
    }

    private static Object early(Object real) {
        return reader(
                real,
                (_, given, on) -> {
                    Object answer = on.call(given);
                    if (answer instanceof Batch.Rows rows && rows.position() != null) {
                        ((Reader) real).acknowledge(rows.position());
                    }
                    return answer;
                });
    }

    private static Twist dropping() {
        return new Twist() {
            private int count;

            @Override
            public Object call(String method, Object[] given, Through on) throws Throwable {
                Object batch = on.call(given);
                return method.equals("poll") && batch != null && ++count % 7 == 0
                        ? on.call(Duration.ZERO)
                        : batch;
            }
        };
    }

    static Stream<Edit> edits() {
        return Stream.of(
                        EngineFaults.ofFolding(),
                        EngineFaults.ofCheckpoints(),
                        EngineFaults.ofOrder(),
                        EngineFaults.ofRestarts(),
                        CopyFaults.ofSnapshots(),
                        CopyFaults.ofLoads(),
                        EngineFaults.ofShapes(),
                        EngineFaults.ofGuards(),
                        EngineFaults.ofTables(),
                        EngineFaults.ofTransactions(),
                        EngineFaults.ofBulk())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theWorldFindsAnEndpointThatIsWrong(Named named) {
        isFound(1, any -> new World(any, Climate.any(any), named.fault()).run(120));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void theWorldFindsARuleThatIsWrong(Edit edit) {
        isFound(FIRST.getOrDefault(edit.toString(), 1L), new EditedWorld(edit, World.class));
    }

    private static void isFound(long first, Consumer<Choices> schedule) {
        assertThatThrownBy(() -> Choices.seeded(first, SCHEDULES, schedule))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("again by");
    }

    /** The control: what finds the faults is not the way they are put in. */
    @Test
    void aTwistThatChangesNothingIsNotFound() {
        Twist none = (_, given, on) -> on.call(given);
        for (Named harmless :
                List.of(
                        source("none", none),
                        target("none", none),
                        parking("none", none),
                        store("none", none))) {
            Choices.seeded(
                    1, 100, any -> new World(any, Climate.any(any), harmless.fault()).run(120));
        }
    }

    /** The control for edits. */
    @Test
    void anEditThatChangesNothingIsNotFound() {
        Edit none =
                new Edit(
                        "none",
                        EngineFaults.ofCheckpoints().getFirst().file(),
                        "target.apply(writes, fence);",
                        "target.apply(writes, fence); // as it was");
        Choices.seeded(1, 300, new EditedWorld(none, World.class));
    }
}
