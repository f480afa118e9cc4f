package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which shard has a row. The answer is part of what a checkpoint means, so it must be the same in
 * every process and for every Java version: {@link Object#hashCode} promises neither (an enum's
 * differs from process to process).
 */
public final class Sharding {
    /**
     * The least number that a shard is given. Those of before this rule, which had each integer key
     * apart, began at 0.
     */
    public static final int FIRST = 16;

    /** Below it integer keys are apart; above it so many neighbours are together. */
    private static final long NEIGHBOURS = 1024;

    private Sharding() {}

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
    static Shard shard(
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
                at.flow(),
                at.shard(),
                at.epoch(),
                batchSize,
                at.position(),
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
    public static int shard(RowId id, int shards) {
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
