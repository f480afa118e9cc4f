package io.syncline.testkit.world;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Applying;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A world in which a test takes each step itself, to play one schedule out. */
final class Stage {
    private static final int STEPS_MAX = 500;
    private static final Header CHILD = Header.of("id", "rev", "parent", "note");
    private static final Header PARENT = Header.of("id", "rev", "unique", "note");

    final MemoryDatabase database = new MemoryDatabase(Traffic.layouts());
    boolean declares;
    final MemoryTarget target = new MemoryTarget(Weather.FINE, () -> declares);
    final MemoryStore store = new MemoryStore();
    final MemorySource source;
    private final Map<String, Runnable> meanwhile = new HashMap<>();
    private final Weather weather =
            new Weather() {
                @Override
                public void before(String call) {
                    Runnable once = meanwhile.remove(call);
                    if (once != null) {
                        once.run();
                    }
                }

                @Override
                public void after(String call) {}
            };
    private final SimulatedTime time = new SimulatedTime(Choices.of(1));
    private final int workers;
    Guards guards = Guards.none();
    private long revision;

    Stage(int workers) {
        this.workers = workers;
        this.source = new MemorySource(database, weather, Choices.of(1), false);
        source.hurry();
        store.add(
                new SyncDefinition(
                        World.SYNC,
                        "stage",
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        new EndpointSpec("source", "memory", Map.of()),
                        List.of(new EndpointSpec("target", "memory", Map.of())),
                        List.of(),
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        workers,
                        ExistingData.REFUSE,
                        0));
    }

    /** A process that begins with what is durable. The others may be dropped, or go on. */
    OneProcess process() {
        return process(SchemaChanges.FOLLOW);
    }

    /** The same, which does as it is told about changed tables. */
    OneProcess process(SchemaChanges policy) {
        Passage passage = new Passage(false);
        return new OneProcess(
                source,
                target,
                store,
                time,
                Applying.BY_KEY,
                workers,
                passage.planner(passage.sync(workers, List.of(), policy), false),
                guards,
                Fault.NONE);
    }

    /** Lets every lane of a process go on until all that is committed is applied. */
    void settle(OneProcess process) {
        until(
                () -> {
                    process.stepAll();
                    Mirror mirror = process.flow().mirror();
                    return mirror != null && mirror.reached(source.head());
                });
    }

    /** Repeats steps, while time passes, until they have come to something. */
    void until(BooleanSupplier done) {
        for (int i = 0; i < STEPS_MAX; i++) {
            if (done.getAsBoolean()) {
                return;
            }
            time.pass(Duration.ofMillis(100));
        }
        throw new AssertionError("It never comes to that");
    }

    /** Something happens once, just before the source answers this call. */
    void justBefore(String call, Runnable once) {
        meanwhile.put(call, once);
    }

    /** Commits a transaction. */
    void commit(Commit.Step... steps) {
        database.commit(List.of(steps), false);
    }

    /** The table {@code child} gets a field, and every row of it a value. */
    Commit.Step filled(String name) {
        Layout layout = Objects.requireNonNull(database.layout("child"));
        List<Field> fields = new ArrayList<>(layout.fields());
        fields.add(new Field(name, new FieldType.Int(64), true));
        return new Commit.Step.Altered(
                "child",
                new Layout("child", fields, layout.key(), List.of(), -1),
                row -> row.overlaid(Row.of(name, new Value.Int(7))));
    }

    /** A row of the table {@code child} appears, or appears changed. */
    Commit.Step child(long key) {
        return child(key, Value.nothing(), "n" + (revision + 1));
    }

    /** The same with the key of the parent it refers to, or NULL, and a note. */
    Commit.Step child(long key, Value parent, String note) {
        return put(RowId.of("child", new Value.Int(key)), CHILD, parent, note);
    }

    /** The same with one field more. */
    Commit.Step child(long key, String field, Value value) {
        Header header = Header.of("id", "rev", "parent", "note", field);
        Value note = new Value.Text("n");
        Value id = new Value.Int(key);
        Row row =
                Row.of(
                        header,
                        List.of(id, new Value.Int(++revision), Value.nothing(), note, value));
        Change change =
                Change.of(RowId.of("child", id), Image.absent(), Image.whole(row), version());
        return new Commit.Step.Row(change, change);
    }

    /** The id of a row of the table {@code parent}, which both ends call so. */
    static RowId idOfParent(long key) {
        return RowId.of("parent", new Value.Int(key));
    }

    /** A row of the table {@code parent} appears, or appears changed. */
    Commit.Step parent(long key) {
        return parent(key, "n" + (revision + 1));
    }

    /** The same with a note. */
    Commit.Step parent(long key, String note) {
        return put(idOfParent(key), PARENT, Value.nothing(), note);
    }

    private Commit.Step put(RowId id, Header header, Value third, String note) {
        Row row =
                Row.of(
                        header,
                        List.of(
                                id.key().getFirst(),
                                new Value.Int(++revision),
                                third,
                                new Value.Text(note)));
        Change change = Change.of(id, Image.absent(), Image.whole(row), version());
        return new Commit.Step.Row(change, change);
    }

    /** A row of the table {@code child} is changed, and only these fields are told. */
    Commit.Step childChanges(long key, Map<String, Value> fields) {
        Value id = new Value.Int(key);
        RowId row = RowId.of("child", id);
        Row before = Objects.requireNonNull(database.committed().get(row));
        Row known = Row.of("id", id).overlaid(Row.of(fields));
        Image old = Image.partial(Row.of("id", id));
        revision++;
        Image whole = Image.whole(before.overlaid(known));
        return new Commit.Step.Row(
                Change.of(row, old, Image.partial(known), version()),
                Change.of(row, Image.whole(before), whole, version()));
    }

    /** A row of the table {@code parent} gets another key; of its fields only that is told. */
    Commit.Step parentMoves(long from, long to) {
        RowId old = idOfParent(from);
        RowId id = idOfParent(to);
        Row before = Objects.requireNonNull(database.committed().get(old));
        Row key = Row.of("id", id.key().getFirst());
        revision++;
        Image known = Image.partial(Row.of("id", old.key().getFirst()));
        Change told = new Change(id, old, known, Image.partial(key), version());
        Image whole = Image.whole(before.overlaid(key));
        return new Commit.Step.Row(
                told, new Change(id, old, Image.whole(before), whole, version()));
    }

    /** A row of the table {@code child} is deleted. */
    Commit.Step gone(long key) {
        return gone(RowId.of("child", new Value.Int(key)));
    }

    /** A row, by the source's name, is deleted. */
    Commit.Step gone(RowId id) {
        Image before = Image.partial(Row.of("id", id.key().getFirst()));
        revision++;
        Change change = Change.of(id, before, Image.absent(), version());
        return new Commit.Step.Row(change, change);
    }

    private Version version() {
        return new Version(revision, 0, new ReplicaId("source"));
    }

    /** A row of the table {@code child} as the target has it. */
    @Nullable Row copy(long key) {
        return target.rows().get(RowId.of("child_copy", new Value.Int(key)));
    }

    /** A row of the table {@code child} as the source has it. */
    @Nullable Row original(long key) {
        return database.committed().get(RowId.of("child", new Value.Int(key)));
    }
}
