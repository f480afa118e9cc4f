package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowBlock;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Loading;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.References;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.core.filter.Predicate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory in its writing role, with the rules of {@link MemoryRules}: writes are
 * atomic with the checkpoint, a checkpoint is stored only if nothing was refused, and every
 * effective write is kept in a log. Used by one thread.
 */
public final class MemoryTarget
        implements Endpoint,
                Target,
                Loading,
                Transacting,
                Checkpoints,
                Creation,
                Evolution,
                References,
                Scan {
    /** A write that changed a row; the row after it, or null if it is gone. */
    public record Effect(RowId id, @Nullable Row row) {}

    private static final class Owner {
        long epoch;
        final Map<Integer, Position> places = new TreeMap<>();
    }

    private final Weather weather;
    private final MemoryLayouts layouts = new MemoryLayouts();
    private final MemoryRules rules = new MemoryRules();
    private final Map<String, Owner> owners = new TreeMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private long refusals;
    private final BooleanSupplier declares;

    /** An empty target that declares no foreign key. */
    public MemoryTarget(Weather weather) {
        this(weather, () -> false);
    }

    /**
     * An empty target.
     *
     * @param declares whether it says, when it is asked, that there is the foreign key to parents;
     *     that holds anyway
     */
    public MemoryTarget(Weather weather, BooleanSupplier declares) {
        this.weather = weather;
        this.declares = declares;
    }

    /** The rows as they are. */
    public Map<RowId, Row> rows() {
        return rules.rows();
    }

    /** Every effective write so far. */
    public List<Effect> effects() {
        return effects;
    }

    /** How many writes were refused so far. */
    public long refusals() {
        return refusals;
    }

    /** The checkpoints of a flow by shard; empty if it has none. */
    public Map<Integer, Position> places(String flow) {
        Owner owner = owners.get(flow);
        return owner == null ? Map.of() : owner.places;
    }

    /** Which rule would refuse this change now, or null. Changes nothing. */
    public Outcome.@Nullable Kind refusal(Change change) {
        return rules.refusal(change);
    }

    @Override
    public Catalog catalog() {
        weather.before("catalog");
        return new Catalog(layouts.all());
    }

    @Override
    public Health health() {
        return new Health(true, "memory");
    }

    @Override
    public void create(Layout layout) {
        weather.before("create");
        layouts.create(layout);
        weather.after("create");
    }

    @Override
    public String localName(String collection) {
        return collection;
    }

    @Override
    public List<Finding> agree(List<Layout> wanted) {
        weather.before("agree");
        return layouts.agree(wanted);
    }

    @Override
    public List<ForeignKey> foreignKeys(Set<String> collections) {
        boolean declared = declares.getAsBoolean();
        List<ForeignKey> found = new ArrayList<>();
        for (String collection : collections) {
            Layout layout = layouts.find(collection);
            if (declared
                    && collections.contains(MemoryRules.PARENT)
                    && layout != null
                    && layout.field(MemoryRules.PARENT) != null) {
                List<String> parent = List.of(MemoryRules.PARENT);
                found.add(new ForeignKey(collection, parent, parent.getFirst(), layout.key()));
            }
        }
        return found;
    }

    @Override
    public List<Finding> evolve(Layout layout) {
        weather.before("evolve");
        layouts.evolve(layout);
        weather.after("evolve");
        return List.of();
    }

    @Override
    public void rekey(Layout layout) {
        weather.before("rekey");
        layouts.rekey(layout);
        rules.rekey(layout);
        weather.after("rekey");
    }

    /** A person alters a table by hand so that it takes rows of this layout. */
    public void alteredByHand(Layout layout) {
        if (layouts.find(layout.collection()) == null) {
            return;
        }
        layouts.evolve(layout);
        Layout now = Objects.requireNonNull(layouts.find(layout.collection()));
        List<Field> fields =
                now.fields().stream()
                        .map(
                                field ->
                                        layout.field(field.name()) == null
                                                ? field
                                                : Objects.requireNonNull(
                                                        layout.field(field.name())))
                        .toList();
        layouts.replace(new Layout(now.collection(), fields, now.key(), List.of(), -1));
        rules.rewrite(layout.collection(), row -> layouts.cast(layout.collection(), row));
    }

    /**
     * A person changes a row by hand, if no rule is against it.
     *
     * @param row null if it goes
     */
    public void changedByHand(RowId id, @Nullable Row row) {
        Image after = row == null ? Image.absent() : Image.whole(row);
        Change change =
                Change.of(id, Image.absent(), after, new Version(0, 0, new ReplicaId("hand")));
        if (layouts.find(id.collection()) != null && rules.refusal(change) == null) {
            rules.store(change);
        }
    }

    /** A table's fields and key, or null if there is none. */
    public @Nullable Layout layout(String collection) {
        return layouts.find(collection);
    }

    @Override
    public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        weather.before("apply");
        Owner owner = fence == null ? null : owner(fence.flow(), fence.epoch());
        List<Outcome> outcomes = write(rules, effects, writes);
        if (fence != null
                && owner != null
                && outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Applied)) {
            owner.places.put(fence.shard(), fence.position());
        }
        weather.after("apply");
        return outcomes;
    }

    private List<Outcome> write(MemoryRules into, List<Effect> made, List<Write> writes) {
        Set<RowId> ids = new HashSet<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (Write write : writes) {
            if (!ids.add(write.change().id())) {
                throw new IllegalArgumentException("Twice in one apply: " + write.change().id());
            }
            outcomes.add(write(into, made, write));
        }
        return outcomes;
    }

    private Outcome write(MemoryRules into, List<Effect> made, Write write) {
        Change told = write.change();
        if (layouts.find(told.id().collection()) == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "There is no table " + told.id().collection());
        }
        Image after = layouts.taken(told.id().collection(), told.after());
        if (after == null) {
            refusals++;
            return Outcome.refused(Outcome.Kind.UNREPRESENTABLE, told.id().toString());
        }
        Change change = new Change(told.id(), told.from(), told.before(), after, told.version());
        if (write.expect() instanceof Expect.Same(Image image)) {
            Row there = into.rows().get(change.id());
            Image actual = there == null ? Image.absent() : Image.whole(there);
            if (!actual.equals(image)) {
                return new Outcome.Stale(actual);
            }
        }
        Outcome.Kind kind = into.refusal(change);
        if (kind != null) {
            refusals++;
            return Outcome.refused(kind, change.id().toString());
        }
        made.addAll(into.store(change));
        return Outcome.applied();
    }

    @Override
    public boolean load(String collection, RowBlock block, Fence fence) {
        weather.before("load");
        owner(fence.flow(), fence.epoch());
        Layout layout = layouts.find(collection);
        if (layout == null || !block.header().names().containsAll(layout.key())) {
            return false;
        }
        MemoryRules inside = rules.copy();
        List<Effect> made = new ArrayList<>();
        if (!inside.storeNew(layout, layouts, block, made)) {
            return false;
        }
        rules.become(inside);
        effects.addAll(made);
        weather.after("load");
        return true;
    }

    @Override
    public OpenTransaction begin(String flow, int shard, long epoch) {
        weather.before("begin");
        MemoryRules inside = rules.copy();
        List<Effect> made = new ArrayList<>();
        return new OpenTransaction() {
            @Override
            public List<Outcome> apply(List<Write> writes) {
                weather.before("apply");
                return write(inside, made, writes);
            }

            @Override
            public void truncate(List<String> collections) {
                weather.before("truncate");
                collections.forEach(collection -> made.addAll(inside.empty(collection)));
            }

            @Override
            public boolean commit(Position position) {
                weather.before("commit");
                Owner owner = owner(flow, epoch);
                rules.become(inside);
                effects.addAll(made);
                owner.places.put(shard, position);
                weather.after("commit");
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void truncate(List<String> collections, @Nullable Fence fence) {
        weather.before("truncate");
        if (fence != null) {
            owner(fence.flow(), fence.epoch());
        }
        collections.forEach(collection -> effects.addAll(rules.empty(collection)));
        weather.after("truncate");
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        weather.before("claim");
        Owner owner = owners.computeIfAbsent(flow, _ -> new Owner());
        if (epoch < owner.epoch) {
            throw fenced(flow);
        }
        owner.epoch = epoch;
        weather.after("claim");
        return new TreeMap<>(owner.places);
    }

    @Override
    public long latest(String flow) {
        weather.before("latest");
        Owner owner = owners.get(flow);
        return owner == null ? 0 : owner.epoch;
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        weather.before("reshard");
        Owner owner = owner(flow, epoch);
        owner.places.clear();
        owner.places.putAll(positions);
        weather.after("reshard");
    }

    @Override
    public void forget(String flow) {
        weather.before("forget");
        owners.keySet().removeIf(name -> name.equals(flow) || name.startsWith(flow + "/"));
        weather.after("forget");
    }

    @Override
    public Scan.Rows scan(Layout layout, Predicate wanted) {
        weather.before("scan");
        return MemoryScan.of(
                rows().entrySet().stream()
                        .filter(entry -> entry.getKey().collection().equals(layout.collection()))
                        .map(Map.Entry::getValue)
                        .toList(),
                layout);
    }

    private Owner owner(String flow, long epoch) {
        Owner owner = owners.get(flow);
        if (owner == null || owner.epoch != epoch) {
            throw fenced(flow);
        }
        return owner;
    }

    private static EndpointException fenced(String flow) {
        return new EndpointException(
                EndpointException.Kind.FENCED, Code.FENCED, "Another owner has " + flow);
    }

    @Override
    public void close() {}
}
