package io.syncline.testkit.memory;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.KeySource;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Token;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.UniqueHolders;
import io.syncline.core.endpoint.Write;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.Choices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory in both roles: its own users write to it, a sync writes to it, and its log
 * tells of both. Writes of a sync are conditional, and atomic with the position that comes with
 * them. Used by one thread.
 */
public final class MemoryReplica
        implements Endpoint,
                Source,
                Snapshots,
                Lookup,
                Transacting,
                Checkpoints,
                KeySource,
                UniqueHolders {
    /** A write of a sync that was committed; rows before and after, null if there is none. */
    public record Effect(RowId id, @Nullable Row before, @Nullable Row after) {}

    private final MemoryDatabase database;
    private final MemorySource source;
    private final Weather weather;
    private final UnaryOperator<Row> trigger;
    private final Constraints constraints;
    private final Claims claims = new Claims();
    private final List<Effect> effects = new ArrayList<>();
    private final Set<RowId> held = new HashSet<>();
    private long given;
    private boolean stuck;

    /**
     * @param trigger what the database makes of a row before it stores it
     */
    public MemoryReplica(
            MemoryDatabase database,
            Weather weather,
            Choices any,
            UnaryOperator<Row> trigger,
            Constraints constraints) {
        this.constraints = constraints;
        this.database = database;
        this.source = new MemorySource(database, weather, any, true);
        this.weather = weather;
        this.trigger = trigger;
    }

    /** Its tables and log. */
    public MemoryDatabase database() {
        return database;
    }

    /** It as it is read. */
    public MemorySource source() {
        return source;
    }

    /** Whether nobody else can write a row now. */
    public boolean locked(RowId id) {
        return held.contains(id) || database.locked(id);
    }

    /** What it demands of its rows beside their keys. */
    public Constraints constraints() {
        return constraints;
    }

    /** What syncs have written so far. */
    public List<Effect> effects() {
        return effects;
    }

    @Override
    public Catalog catalog() {
        return source.catalog();
    }

    @Override
    public Health health() {
        return source.health();
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return source.preflight(selection);
    }

    @Override
    public Position prepare(Selection selection) {
        return source.prepare(selection);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        return source.read(position, selection);
    }

    @Override
    public Position head() {
        return source.head();
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return source.covers(reached, wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return source.bytesBetween(reached, head);
    }

    @Override
    public void forget(Selection selection) {
        source.forget(selection);
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        return source.current(ids, atLeast);
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        return source.chunk(collection, filter, after, rowsMax);
    }

    /** The number of a new row of its users. */
    public long number() {
        given++;
        return given;
    }

    @Override
    public List<Value> keys(String collection, int count) {
        weather.before("keys");
        List<Value> keys = new ArrayList<>();
        while (keys.size() < count) {
            keys.add(new Value.Int(stuck ? given : number()));
        }
        weather.after("keys");
        return keys;
    }

    @Override
    public @Nullable String givesNoKeys(String collection) {
        return null;
    }

    @Override
    public Held held(RowId id, Row row) {
        weather.before("held");
        Map<RowId, Row> rows = database.visible(id.collection());
        Layout layout = Objects.requireNonNull(database.layout(id.collection()));
        return Constraints.held(layout, rows, id, row);
    }

    /** Gives numbers again from this one on, as one that was put back to an earlier time. */
    public void giveFrom(long number) {
        given = number - 1;
    }

    /** Gives nothing but this number from now on. */
    public void givesOnly(long number) {
        given = number;
        stuck = true;
    }

    @Override
    public OpenTransaction begin(String flow, int shard, long epoch) {
        weather.before("begin");
        return new Open(flow, shard, epoch);
    }

    private final class Open implements OpenTransaction {
        private final String flow;
        private final int shard;
        private final long epoch;
        private final Pending pending = new Pending(database);
        private Set<String> kept = Set.of();

        Open(String flow, int shard, long epoch) {
            this.flow = flow;
            this.shard = shard;
            this.epoch = epoch;
        }

        @Override
        public List<Outcome> apply(List<Write> writes) {
            weather.before("apply");
            return writes.stream().map(this::write).toList();
        }

        private Outcome write(Write write) {
            Change change = write.change();
            RowId id = change.id();
            RowId from = change.from();
            RowId called = from == null ? id : from;
            free(id);
            free(called);
            Row there = pending.row(called);
            Image actual = Pending.image(there);
            if (!met(write.expect(), actual)) {
                return new Outcome.Stale(actual);
            }
            Row after =
                    switch (change.after()) {
                        case Image.Absent _ -> null;
                        case Image.Whole(Row row) -> there == null ? row : there.overlaid(row);
                        case Image.Partial(Row known) ->
                                there == null ? null : there.overlaid(known);
                    };
            if (after == null && there == null) {
                return change.after().isAbsent()
                        ? new Outcome.Applied(actual)
                        : Outcome.refused(Outcome.Kind.MISSING, "no such row");
            }
            Row stored = after == null ? null : trigger.apply(after);
            return from == null || there == null || stored == null
                    ? stored(id, stored, change.version())
                    : moved(from, id, stored, change.version());
        }

        private Outcome moved(RowId from, RowId id, Row stored, Version version) {
            Map<RowId, Row> all = pending.all();
            if (all.containsKey(id)) {
                return Outcome.refused(Outcome.Kind.UNIQUE, "refused");
            }
            Outcome.Kind refusal = constraints.refusal(null, all, from, null);
            all.remove(from);
            if (refusal == null) {
                Layout layout = database.layout(id.collection());
                refusal = constraints.refusal(layout, all, id, stored);
            }
            if (refusal != null) {
                return Outcome.refused(refusal, "refused");
            }
            pending.move(from, id, stored, version);
            held.addAll(pending.written());
            return new Outcome.Applied(Pending.image(stored));
        }

        private Outcome stored(RowId id, @Nullable Row stored, Version version) {
            Map<RowId, Row> all = pending.all();
            List<RowId> along = stored == null ? constraints.cascade(all, id) : List.of();
            List<RowId> first =
                    along.stream().filter(child -> kept.contains(child.collection())).toList();
            if (!first.isEmpty()) {
                return new Outcome.Refused(Outcome.Kind.FOREIGN_KEY, first, "refused");
            }
            along.forEach(this::free);
            all.keySet().removeAll(along);
            Outcome.Kind refusal =
                    constraints.refusal(database.layout(id.collection()), all, id, stored);
            if (refusal != null) {
                return Outcome.refused(refusal, "refused");
            }
            along.forEach(child -> pending.store(child, null, version));
            pending.store(id, stored, version);
            held.addAll(pending.written());
            return new Outcome.Applied(Pending.image(stored));
        }

        private void free(RowId id) {
            if (!pending.written().contains(id) && locked(id)) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT, Code.NO_PROGRESS, id + " is locked");
            }
        }

        @Override
        public void keep(Set<String> collections) {
            kept = Set.copyOf(collections);
        }

        @Override
        public void truncate(List<String> collections) {
            throw new IllegalStateException("A two-way sync empties no table");
        }

        @Override
        public boolean commit(Position position) {
            weather.before("commit");
            Map<Integer, Position> places = claims.places(flow, epoch);
            effects.addAll(pending.commit());
            places.put(shard, position);
            close();
            weather.after("commit");
            return true;
        }

        @Override
        public void close() {
            held.removeAll(pending.written());
        }
    }

    private static boolean met(Expect expect, Image actual) {
        return switch (expect) {
            case Expect.Any _ -> true;
            case Expect.Same(Image image) -> image.equals(actual);
            case Expect.Unchanged(Token token) -> token.text().equals(String.valueOf(actual.row()));
        };
    }

    @Override
    public Map<Integer, Position> claim(String flow, long epoch) {
        weather.before("claim");
        Map<Integer, Position> places = claims.claim(flow, epoch);
        weather.after("claim");
        return places;
    }

    @Override
    public long latest(String flow) {
        return claims.latest(flow);
    }

    @Override
    public void reshard(String flow, long epoch, Map<Integer, Position> positions) {
        Map<Integer, Position> places = claims.places(flow, epoch);
        places.clear();
        places.putAll(positions);
    }

    @Override
    public void forget(String flow) {
        claims.forget(flow);
    }

    @Override
    public void close() {}
}
