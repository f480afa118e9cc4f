package io.syncline.testkit.twoway;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.DeleteCount;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import io.syncline.engine.reconcile.End;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.reconcile.Opening;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Constraints;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemoryReplica;
import io.syncline.testkit.world.Crash;
import io.syncline.testkit.world.SimulatedTime;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A two-way world in which a test takes each step itself, to play one schedule out: what users do
 * just before or after a call of the loop, and which call is the process's last. Its table {@code
 * item} has texts {@code a} and {@code b}, a count {@code n}, a text {@code u} that is unique, and
 * {@code parent}, which names another row.
 */
final class TwoWayStage {
    static final String ITEM = "item";

    /** The end of the process, when it happens within a call. */
    static final Runnable CRASH =
            () -> {
                throw new Crash();
            };

    /** What was asked does not come, or its answer does not. */
    static final Runnable LOST =
            () -> {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Rain");
            };

    static final String FLOW = "stage_0";
    private static final int STEPS_MAX = 1_000;
    private static final int RESTS = 3;
    private static final Duration STEP = Duration.ofMillis(20);

    /** Whether what the loop begins is done only when it is needed. */
    BooleanSupplier late = () -> false;

    final SimulatedTime time = new SimulatedTime(Choices.of(1), () -> late.getAsBoolean());
    private final Map<Which, Interruptions> calls = new EnumMap<>(Which.class);
    private final Map<Which, MemoryReplica> replicas = new EnumMap<>(Which.class);
    private final Rules rules;
    private final int rowsMax;
    private Function<Which, Facing> facing = _ -> Facing.SAME;
    private final Map<Which, DeleteCount> deletes = new EnumMap<>(Which.class);
    private Store store = new MemoryStore();

    /** Ends that store what they are given. */
    TwoWayStage(Rules rules) {
        this(rules, 10, UnaryOperator.identity(), false);
    }

    /**
     * @param rowsMax how many rows one round looks at
     * @param trigger what the other end makes of a row before it stores it
     * @param cascades whether rows go with their parent at both ends
     */
    TwoWayStage(Rules rules, int rowsMax, UnaryOperator<Row> trigger, boolean cascades) {
        this.rules = rules;
        this.rowsMax = rowsMax;
        Constraints constraints =
                new Constraints(List.of(new Constraints.Reference(ITEM, "parent", ITEM, cascades)));
        for (Which which : Which.values()) {
            calls.put(which, new Interruptions());
            MemoryReplica replica =
                    new MemoryReplica(
                            new MemoryDatabase(List.of(layout())),
                            calls(which),
                            Choices.of(1),
                            which == Which.THEIRS ? trigger : UnaryOperator.identity(),
                            constraints);
            replica.source().hurry();
            replicas.put(which, replica);
        }
        store.add(TwoWaySync.definition("stage"));
    }

    /** The ends' applications expect something of what is written. */
    TwoWayStage facing(Function<Which, Facing> between) {
        facing = between;
        return this;
    }

    /** So much may be deleted at an end before the loop waits for a person's word. */
    TwoWayStage limited(Which end, Guards.Deletes limit) {
        deletes.put(end, new DeleteCount(limit, _ -> 0, (_, live, _) -> live));
        return this;
    }

    static Layout layout() {
        FieldType.Text text = new FieldType.Text(null);
        return new Layout(
                ITEM,
                List.of(
                        new Field("id", new FieldType.Int(64), false),
                        new Field("a", text, true),
                        new Field("b", text, true),
                        new Field("n", new FieldType.Int(64), true),
                        new Field("u", text, true),
                        new Field("parent", new FieldType.Int(64), true)),
                List.of("id"),
                List.of(new Layout.Index(List.of("u"), true)),
                -1);
    }

    /** What happens around the calls of an end. */
    Interruptions calls(Which which) {
        return Objects.requireNonNull(calls.get(which));
    }

    MemoryReplica replica(Which which) {
        return Objects.requireNonNull(replicas.get(which));
    }

    /** A user of an end begins a transaction. */
    Hand user(Which which) {
        return new Hand(which.name(), replica(which), time);
    }

    /**
     * Something at an end changes rows in the name of the sync, as a trigger of its writes does.
     */
    Hand trigger(Which which) {
        return new Hand(name(which), replica(which), time);
    }

    private static String name(Which which) {
        return FLOW + (which == Which.OURS ? "a" : "b");
    }

    /** A process that begins with what is durable. The others may be dropped, or go on. */
    TwoWayProcess process() {
        return process(ReviewListener.NOBODY);
    }

    /** The same with somebody who hears of what waits. */
    TwoWayProcess process(ReviewListener listener) {
        return new TwoWayProcess(
                () ->
                        new Opening(
                                store.takeOver("stage"),
                                FLOW,
                                end(Which.OURS),
                                end(Which.THEIRS),
                                store,
                                _ -> rules,
                                _ -> rules,
                                rowsMax,
                                time),
                listener);
    }

    private End end(Which which) {
        return new End(
                which,
                new ReplicaId(which.name()),
                replica(which),
                facing.apply(which),
                name(which),
                List.of(ITEM),
                List.of(layout()),
                _ -> false,
                deletes.getOrDefault(which, DeleteCount.unlimited()),
                List.of());
    }

    /** The store as it is now. */
    Store backup() {
        return Restored.of(store, TwoWaySync.definition("stage"), FLOW);
    }

    /** From now on processes find this store. */
    void restore(Store backup) {
        store = backup;
    }

    /** An end lets go of log that was not read. */
    void losesLog(Which which) {
        replica(which).database().lose(end(which).flow());
    }

    /** A process between ends that both have this row. */
    TwoWayProcess begun(long key, Map<String, ?> fields) {
        TwoWayProcess process = process();
        settle(process);
        user(Which.OURS).puts(key, fields).commits();
        settle(process);
        return process;
    }

    /** Lets a process go on until all that was told is dealt with. */
    void settle(TwoWayProcess process) {
        int rests = 0;
        int told = -1;
        for (int i = 0; i < STEPS_MAX; i++) {
            time.pass(STEP);
            process.step();
            int now = replicas.values().stream().mapToInt(r -> r.database().log().size()).sum();
            rests = process.idle() && now == told ? rests + 1 : 0;
            told = now;
            if (rests == RESTS) {
                return;
            }
        }
        throw new AssertionError("It does not come to rest: " + store.pairs().dirty(FLOW));
    }

    /** Lets a process take so many steps. */
    void steps(TwoWayProcess process, int count) {
        for (int i = 0; i < count; i++) {
            time.pass(STEP);
            process.step();
        }
    }

    /** Lets a process go on until something is so. */
    void until(TwoWayProcess process, BooleanSupplier done) {
        for (int i = 0; i < STEPS_MAX; i++) {
            if (done.getAsBoolean()) {
                return;
            }
            steps(process, 1);
        }
        throw new AssertionError("It never comes to that");
    }

    /** Lets a process go on until it ends in a call, and another until all is dealt with. */
    void settleOverACrash(TwoWayProcess process) {
        crashes(process);
        settle(process());
    }

    /** Lets a process go on until it ends in a call. */
    void crashes(TwoWayProcess process) {
        try {
            steps(process, STEPS_MAX);
        } catch (Crash e) {
            return;
        }
        throw new AssertionError("It does not end");
    }

    static RowId id(long key) {
        return RowId.of(ITEM, new Value.Int(key));
    }

    /** A row as users of an end see it. */
    @Nullable Row row(Which which, long key) {
        return replica(which).database().committed(id(key));
    }

    /** A field's number or text; null if there is no such row or the field is NULL. */
    @Nullable Object at(Which which, long key, String field) {
        Row row = row(which, key);
        return switch (row == null ? null : row.get(field)) {
            case Value.Int(long number) -> number;
            case Value.Text(String text) -> text;
            case null, default -> null;
        };
    }

    /** What is kept of the rows that both ends share. */
    Pairs pairs() {
        return store.pairs();
    }

    /** What waits for a person. */
    @Nullable Review review(long key) {
        Pair pair = store.pairs().find(FLOW, List.of(id(key))).get(id(key));
        return pair == null ? null : pair.review();
    }

    /** What was decided of a row, latest first. */
    List<Episode> history(long key) {
        return store.pairs().history(FLOW, id(key), Integer.MAX_VALUE);
    }

    /** How often the sync has written a row of an end. */
    long writes(Which which, long key) {
        return replica(which).effects().stream().filter(each -> each.id().equals(id(key))).count();
    }

    /** How far the logs are dealt with. */
    String place(Which which) {
        return Objects.requireNonNull(store.pairs().places(FLOW).get(which)).token();
    }
}
