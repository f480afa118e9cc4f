package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.References;
import io.syncline.core.endpoint.Target;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.sync.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Which shard has a row. The answer is part of what a checkpoint means, so it must be the same in
 * every process and for every Java version: {@link Object#hashCode} promises neither (an enum's
 * differs from process to process). What it depends on beside the row is told by {@link #numbers}.
 *
 * <p>Collections that foreign keys of the target connect are in one shard, all their rows: what
 * another shard has not written yet would be missed by those that refer to it. Immutable.
 */
public final class Sharding {
    /**
     * The least number that a shard is given. Those of before this rule, which had each integer key
     * apart, began at 0.
     */
    private static final int FIRST = 16;

    /** So many numbers belong to what is connected in one way; no flow has more shards. */
    private static final int STRIDE = 64;

    /** How many ways are told apart. */
    private static final int WAYS = Integer.MAX_VALUE / STRIDE - 2;

    /** Below it integer keys are apart; above it so many neighbours are together. */
    private static final long NEIGHBOURS = 1024;

    private final int shards;
    private final int first;
    private final Map<String, Set<String>> references;
    private final Map<String, Integer> connected = new HashMap<>();

    /**
     * So many shards.
     *
     * @param references by the target's names: to which collections each refers, itself among them
     */
    public Sharding(int shards, Map<String, Set<String>> references) {
        if (shards < 1 || shards > STRIDE) {
            throw new IllegalArgumentException("Shards: 1 to " + STRIDE);
        }
        this.shards = shards;
        this.references = Map.copyOf(references);
        SortedMap<String, String> names = new TreeMap<>();
        references.forEach((from, all) -> all.forEach(to -> join(names, from, to)));
        // In turn and not by a hash: there are few of them, and one may have most of the rows.
        List<String> components = names.values().stream().distinct().sorted().toList();
        names.forEach((name, in) -> connected.put(name, components.indexOf(in) % shards));
        this.first = names.isEmpty() ? FIRST : FIRST + STRIDE * (1 + way(names));
    }

    /** The sharding of a flow, as the target's foreign keys are now. */
    static Sharding of(int shards, Plan plan, Endpoint target) {
        if (!(target instanceof References known)) {
            return new Sharding(shards, Map.of());
        }
        Set<String> keyed = new TreeSet<>();
        plan.routes().forEach(route -> keyed.add(route.target()));
        // Ledgers have their rows, and no shard.
        Keyless.of(plan).forEach(route -> keyed.remove(route.target()));
        return new Sharding(shards, known.references(keyed));
    }

    /** Names the component of each by the least of its names. */
    private static void join(Map<String, String> names, String one, String other) {
        String here = names.getOrDefault(one, one);
        String there = names.getOrDefault(other, other);
        String least = here.compareTo(there) < 0 ? here : there;
        names.put(one, least);
        names.put(other, least);
        names.replaceAll((_, in) -> in.equals(here) || in.equals(there) ? least : in);
    }

    private static int way(SortedMap<String, String> names) {
        CRC32 sum = new CRC32();
        names.forEach(
                (name, in) ->
                        sum.update((name + '\0' + in + '\0').getBytes(StandardCharsets.UTF_8)));
        return (int) (sum.getValue() % WAYS);
    }

    /**
     * The numbers under which the shards' checkpoints are stored, in the order of the shards. Where
     * rows are in other shards, the numbers are others.
     */
    List<Integer> numbers() {
        return IntStream.range(first, first + shards).boxed().toList();
    }

    /** Whether a foreign key leads from or to a collection, by the target's name. */
    boolean connected(String collection) {
        return connected.containsKey(collection);
    }

    /** Of each collection the others of a plan that it refers to, by the source's names. */
    Map<String, Set<String>> parents(List<Route> routes) {
        Map<String, Set<String>> parents = new HashMap<>();
        for (Route child : routes) {
            Set<String> all = references.getOrDefault(child.target(), Set.of());
            for (Route parent : routes) {
                if (all.contains(parent.target()) && !parent.equals(child)) {
                    parents.computeIfAbsent(child.source(), _ -> new HashSet<>())
                            .add(parent.source());
                }
            }
        }
        return parents;
    }

    /** One for each place, in the order of their numbers. */
    static List<Shard> lanes(
            Map<Integer, Position> places, BiFunction<Integer, Position, Shard> each) {
        List<Shard> shards = new ArrayList<>();
        places.forEach((number, place) -> shards.add(each.apply(number, place)));
        return shards;
    }

    /**
     * The lane of one part.
     *
     * @param target must also be a {@link Target}
     * @param at the part, and the place where it goes on
     * @param ahead if it keeps the source's transactions whole; else null
     */
    Shard lane(
            Endpoint target,
            Fence at,
            int batchSize,
            @Nullable Ahead ahead,
            Parking parking,
            Missing missing,
            Demands demands,
            Runnable changed,
            Phases phases) {
        return new Shard(
                (Target) target,
                at,
                new BulkWrites((Target) target, batchSize, parking, demands, this::connected),
                parking,
                missing,
                demands,
                changed,
                phases,
                ahead == null ? null : new Whole(target, at, batchSize, parking, demands, ahead));
    }

    /**
     * The shard, from 0 in the order of their numbers, of a row by the target's name. Neighbours
     * among many integer keys are in the same one: lanes that write neighbours at the same time
     * wait for each other's pages at the target. Rows of a small table are apart, so that a few hot
     * ones do not wait for each other.
     */
    public int shard(RowId id) {
        Integer all = connected.isEmpty() ? null : connected.get(id.collection());
        if (all != null) {
            return all;
        }
        int hash = hash(id.collection(), 7);
        for (Value value : id.key()) {
            hash = value instanceof Value.Int(long n) ? hash(block(n), hash) : hash(value, hash);
        }
        return (hash * 0x9E3779B9 >>> 16) % shards;
    }

    private static long block(long number) {
        return Math.abs(number) < NEIGHBOURS
                ? number
                : NEIGHBOURS + Math.floorDiv(number, NEIGHBOURS);
    }

    private static int hash(long number, int before) {
        return before * 31 + (int) (number ^ number >>> 32);
    }

    private static int hash(String text, int before) {
        return before * 31 + text.hashCode();
    }

    private static int hash(List<Value> values, int before) {
        int hash = before;
        for (Value value : values) {
            hash = hash(value, hash);
        }
        return hash;
    }

    private static int hash(Value value, int before) {
        return switch (value) {
            case Value.Null _ -> before * 31 + 1;
            case Value.Bool(boolean flag) -> before * 31 + (flag ? 3 : 2);
            case Value.Int(long number) -> hash(number, before);
            case Value.Text(String text) -> hash(text, before);
            case Value.Uuid(var uuid) -> hash(uuid.toString(), before);
            case Value.Decimal(var number) -> hash(number.toPlainString(), before);
            case Value.Real(double number) -> hash(Double.toString(number), before);
            case Value.Bytes(byte[] bytes) -> before * 31 + java.util.Arrays.hashCode(bytes);
            case Value.Date(var date) -> hash(date.toString(), before);
            case Value.Time(var time) -> hash(time.toString(), before);
            case Value.Timestamp(var timestamp) -> hash(timestamp.toString(), before);
            case Value.Instant(var instant) -> hash(instant.toString(), before);
            case Value.Json(String canonical) -> hash(canonical, before);
            case Value.Items(List<Value> values) -> hash(values, before);
            case Value.Struct(Map<String, Value> fields) ->
                    hash(List.copyOf(fields.values()), hash(fields.keySet().toString(), before));
            case Value.Other(String type, String text) -> hash(text, hash(type, before));
        };
    }
}
