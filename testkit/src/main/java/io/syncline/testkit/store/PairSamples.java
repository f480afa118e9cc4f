package io.syncline.testkit.store;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.pair.Told;
import io.syncline.engine.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One of everything a store keeps of rows that two ends share; the same calls give equal things.
 */
public final class PairSamples {
    private static final String TABLE = "public.users";
    private static final String ODD = "ä\u0000\ud800 'quoted' \\ \n";
    private static final Version TIME =
            new Version(1_700_000_000_000L, Version.COUNTER_MAX, new ReplicaId("shop"));

    private PairSamples() {}

    /** The id of a row with a number as key. */
    public static RowId id(long key) {
        return RowId.of(TABLE, new Value.Int(key));
    }

    /** A whole row with a name alone. */
    public static Image named(String name) {
        return Image.whole(Row.of(Map.of("name", new Value.Text(name))));
    }

    /** A row that both ends show. */
    public static Pair agreed(RowId id, Image base) {
        Half half = new Half(base, null, null);
        return new Pair(id, Base.of(base), half, half, null);
    }

    /** A row whose second end is owed the name. */
    public static Pair owing(RowId id, Image base, long round) {
        Half.Debt debt = new Half.Debt(round, 0, Set.of("name"));
        return new Pair(
                id,
                Base.of(base),
                new Half(base, new Position("7"), null),
                new Half(named("before"), null, debt),
                null);
    }

    /** A row of which the name waits for a person. */
    public static Pair waiting(RowId id) {
        return new Pair(
                id,
                Base.of(named("base")),
                dirt(id).ours().times(),
                new Half(named("ours"), null, null),
                new Half(named("theirs"), null, null),
                new Review(named("ours"), named("theirs"), conflicts(), dirt(id), 9));
    }

    /** Every kind of value, and one field that is NULL; none is named {@code missing}. */
    public static Row everyKind() {
        Map<String, Value> row = new LinkedHashMap<>();
        row.put("null", Value.nothing());
        row.put("bool", new Value.Bool(true));
        row.put("int", new Value.Int(Long.MIN_VALUE));
        row.put("decimal", new Value.Decimal(new BigDecimal("-1234567890.05")));
        row.put("real", new Value.Real(Double.NaN));
        row.put("text", new Value.Text(ODD));
        row.put("bytes", new Value.Bytes(new byte[] {0, -1, 39}));
        row.put("date", new Value.Date(LocalDate.MIN));
        row.put("time", new Value.Time(LocalTime.MAX));
        row.put("timestamp", new Value.Timestamp(LocalDateTime.MAX));
        row.put("instant", new Value.Instant(Instant.MIN));
        row.put("uuid", new Value.Uuid(new UUID(1, -1)));
        row.put("json", Value.Json.parse("{\"a\": [1.50, null, \"ä\"]}"));
        row.put("items", new Value.Items(List.of(Value.nothing(), new Value.Int(1))));
        row.put("struct", new Value.Struct(Map.of("", new Value.Text("1"))));
        row.put("other", new Value.Other("interval", "1 mon"));
        row.put(ODD, new Value.Int(1));
        return Row.of(row);
    }

    /** A conflict of each kind; every field of one is there in some, and missing in others. */
    public static List<Conflict> conflicts() {
        List<Conflict> all = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        Row row = everyKind();
        for (int i = 0; i < row.header().size(); i++) {
            values.add(row.at(i));
        }
        Conflict.Kind[] kinds = Conflict.Kind.values();
        for (int i = 0; i < values.size(); i++) {
            all.add(
                    new Conflict(
                            kinds[i % kinds.length],
                            i == 0 ? "" : "doc.part",
                            i % 5 == 1 ? null : values.get(i),
                            i % 5 == 2 ? null : values.get((i + 1) % values.size()),
                            i % 5 == 3 ? null : values.get((i + 2) % values.size()),
                            i % 5 == 4 ? null : values.get((i + 3) % values.size()),
                            "newest",
                            "Because " + ODD));
        }
        return all;
    }

    /** What rules decided; every field of one is there in some, and missing in others. */
    public static List<Settled> settled() {
        return conflicts().stream()
                .map(
                        each ->
                                new Settled(
                                        each.kind(),
                                        each.path(),
                                        each.base(),
                                        each.ours(),
                                        each.theirs(),
                                        each.proposal(),
                                        each.rule(),
                                        0.1,
                                        each.because()))
                .toList();
    }

    /** Dirt with all that logs can tell. */
    public static Dirt dirt(RowId id) {
        Version first = new Version(0, 0, new ReplicaId("ä"));
        Told ours =
                new Told(
                        new Times(TIME, Map.of(ODD, first, "name", TIME)),
                        everyKind(),
                        new Position("0/16B3748"));
        Told theirs = new Told(Times.of(first), null, new Position("{\"gtid\":\"1-2\"}"));
        return new Dirt(id, ours, theirs, 3);
    }

    /** A step in a row's history, with everything in it. */
    public static Episode episode(RowId id, long round) {
        return new Episode(
                round,
                id,
                Image.absent(),
                Image.whole(everyKind()),
                Image.partial(Row.of("name", Value.nothing())),
                named("after " + round),
                Map.of("a", Origin.OURS, "b", Origin.THEIRS, ODD, Origin.BOTH),
                settled(),
                conflicts(),
                ODD,
                1_700_000_000_000L + round);
    }

    /** A step that changed the name, at as many milliseconds as its round. */
    static Episode step(RowId id, long round) {
        return plain(id, round, named("before " + round), named("after " + round));
    }

    /** A step that changed nothing. */
    static Episode noStep(RowId id, long round) {
        return plain(id, round, named("same"), named("same"));
    }

    private static Episode plain(RowId id, long round, Image before, Image after) {
        return new Episode(
                round,
                id,
                before,
                after,
                before,
                after,
                Map.of(),
                List.of(),
                List.of(),
                Episode.SYSTEM,
                1_700_000_000_000L + round);
    }

    /** Keeps one of everything for the flow's owner of this epoch. */
    public static void fill(Store store, String flow, long epoch) {
        Image whole = Image.whole(everyKind());
        Pair unknown =
                new Pair(
                        id(4),
                        Base.unknown(),
                        new Half(whole, new Position("8"), null),
                        new Half(Image.absent(), null, null),
                        null);
        store.pairs()
                .decide(
                        flow,
                        epoch,
                        5,
                        List.of(
                                new Decision(agreed(id(1), whole), episode(id(1), 5)),
                                new Decision(owing(id(2), whole, 5), null),
                                new Decision(waiting(id(3)), null),
                                new Decision(unknown, null)));
        store.pairs()
                .settle(
                        flow,
                        epoch,
                        new Settlement(
                                List.of(),
                                List.of(),
                                List.of(dirt(id(3)), Dirt.of(id(2))),
                                Map.of(
                                        Which.OURS,
                                        new Position("0/16B3748"),
                                        Which.THEIRS,
                                        new Position("1-2"))));
    }

    /** All that is kept of a flow of which {@link #fill} has kept it, in no order. */
    public static List<Object> everything(Store store, String flow) {
        List<RowId> ids = List.of(id(1), id(2), id(3), id(4));
        return List.of(
                store.pairs().find(flow, ids),
                Set.copyOf(store.pairs().owing(flow)),
                Set.copyOf(store.pairs().waiting(flow)),
                Set.copyOf(store.pairs().dirty(flow)),
                store.pairs().round(flow),
                store.pairs().places(flow),
                store.pairs().history(flow, id(1), 10));
    }
}
