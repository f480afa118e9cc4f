package io.syncline.testkit.memory;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Additions;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Token;
import io.syncline.core.filter.Predicate;
import io.syncline.testkit.Choices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link MemoryDatabase} in its reading role. Used by one thread. */
public final class MemorySource implements Endpoint, Source, Snapshots, Lookup, Scan, Additions {
    private final MemoryDatabase database;
    private final Weather weather;
    private final Choices any;
    private final boolean splits;
    private final boolean bulk;
    private final Map<String, MemoryReader> streams = new HashMap<>();
    private boolean slow;
    private boolean scattered;
    private boolean awaits;
    private boolean silent;

    /**
     * One that is read as a stream only.
     *
     * @param splits whether transactions may be told in parts
     */
    public MemorySource(MemoryDatabase database, Weather weather, Choices any, boolean splits) {
        this(database, weather, any, splits, false);
    }

    /**
     * @param splits whether transactions may be told in parts
     * @param bulk whether readers may also read in bulk
     */
    public MemorySource(
            MemoryDatabase database, Weather weather, Choices any, boolean splits, boolean bulk) {
        this.database = database;
        this.weather = weather;
        this.any = any;
        this.splits = splits;
        this.bulk = bulk;
        this.slow = true;
    }

    /** From now on everything there is to read is read at once. */
    public void hurry() {
        slow = false;
    }

    /**
     * Whether chunks are read in the order in which rows lie, as of a database without order: a
     * changed row, which has another {@code rev}, lies elsewhere, and may be in two chunks or in
     * none.
     */
    public void scatter(boolean now) {
        scattered = now;
    }

    /** Whether a changed row may be in two chunks or in none. */
    public boolean scattered() {
        return scattered;
    }

    /** Whether it tells nothing for now. */
    public void silent(boolean now) {
        silent = now;
    }

    boolean silent() {
        return silent;
    }

    boolean slow() {
        return slow;
    }

    boolean splits() {
        return splits;
    }

    boolean bulk() {
        return bulk;
    }

    /** A reader begins to stream: it has the slot from now on, whoever had it before. */
    void streams(String flow, MemoryReader reader) {
        streams.put(flow, reader);
    }

    boolean isStreaming(String flow, MemoryReader reader) {
        return streams.get(flow) == reader;
    }

    boolean isStreamed(String flow) {
        return streams.containsKey(flow);
    }

    void closed(String flow, MemoryReader reader) {
        streams.remove(flow, reader);
    }

    void keeps(String flow) {
        if (database.isLost(flow)) {
            throw lost();
        }
    }

    /** A reader whose slot is gone reads nothing more. */
    void holds(String flow) {
        tells(flow);
        keeps(flow);
    }

    /** What tells a flow's changes goes with its slot, which each reader watches. */
    void tells(String flow) {
        if (database.slot(flow) == null) {
            throw lost();
        }
    }

    private static EndpointException lost() {
        return new EndpointException(
                EndpointException.Kind.HISTORY_LOST, Code.SLOT_LOST, "The log is gone");
    }

    static long number(Position position) {
        return Long.parseLong(position.token());
    }

    private static Position position(long number) {
        return new Position(Long.toString(number));
    }

    @Override
    public Catalog catalog() {
        weather.before("catalog");
        return new Catalog(database.layouts());
    }

    @Override
    public Health health() {
        return new Health(true, "memory");
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return List.of();
    }

    @Override
    public Position prepare(Selection selection) {
        weather.before("prepare");
        keeps(selection.flow());
        boolean fresh = database.slot(selection.flow()) == null;
        Position first = position(database.makeSlot(selection.flow()));
        if (!database.publish(selection.flow(), selection.collections(), fresh)) {
            // A chunk has to show what transactions of before wrote; nobody tells it.
            awaits = true;
        }
        weather.after("prepare");
        return first;
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        weather.before("read");
        keeps(selection.flow());
        if (awaits && database.invisible() > 0) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.NO_PROGRESS,
                    "Transactions of before a table was told are still open");
        }
        awaits = false;
        Long slot = database.slot(selection.flow());
        if (slot == null || position != null && number(position) < slot) {
            throw lost();
        }
        long after = position == null ? slot : number(position);
        return new MemoryReader(this, database, selection, after, weather, any);
    }

    @Override
    public Position head() {
        weather.before("head");
        return position(database.log().size());
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return number(reached) >= number(wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return Math.max(0, number(head) - number(reached));
    }

    @Override
    public void forget(Selection selection) {
        weather.before("forget");
        database.dropSlot(selection.flow());
        weather.after("forget");
    }

    @Override
    public Chunk chunk(
            String collection,
            @Nullable Predicate filter,
            @Nullable SnapshotPosition after,
            int rowsMax) {
        weather.before("chunk");
        long from = after == null ? -1 : Long.parseLong(after.token());
        TreeMap<Long, List<Row>> rest = new TreeMap<>();
        database.visible(collection)
                .forEach(
                        (id, row) ->
                                rest.computeIfAbsent(place(id, row), _ -> new ArrayList<>())
                                        .add(row));
        rest.headMap(from, true).clear();
        int count = Math.min(rest.size(), 1 + any.below(2));
        List<Long> places = List.copyOf(rest.keySet()).subList(0, count);
        SnapshotPosition next =
                count == rest.size() && (count == 0 || any.chance(50))
                        ? null
                        : new SnapshotPosition(Long.toString(places.getLast()));
        List<Row> rows = new ArrayList<>();
        for (long place : places) {
            for (Row row : rest.getOrDefault(place, List.of())) {
                // Leaving rows out is a source's to choose.
                boolean wanted = filter == null || filter.test(row).isTrue();
                if (wanted || any.chance(50)) {
                    rows.add(row);
                }
            }
        }
        weather.after("chunk");
        return new Chunk(
                MemoryBlock.of(rows),
                database.view(),
                position(database.log().size()),
                next,
                count * 10L);
    }

    private long place(RowId id, Row row) {
        if (scattered) {
            return Integer.toUnsignedLong(Objects.hash(id, row.get("rev")) * 0x9E3779B9);
        }
        return id.key().getFirst() instanceof Value.Int(long number) ? number : 0;
    }

    @Override
    public List<Found> current(List<RowId> ids, @Nullable Position atLeast) {
        weather.before("current");
        if (ids.isEmpty() && atLeast != null && !database.shows(number(atLeast))) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.NO_PROGRESS, "Not visible yet");
        }
        List<Found> found = new ArrayList<>();
        for (RowId id : ids) {
            if (atLeast != null && !database.shows(number(atLeast))) {
                found.add(Found.NotYet.NOT_YET);
                continue;
            }
            Row row = database.visible(id.collection()).get(id);
            Image image = row == null ? Image.absent() : Image.whole(row);
            found.add(new Found.Seen(image, new Token(String.valueOf(row))));
        }
        return found;
    }

    @Override
    public Set<String> filled(String collection, Set<String> fields) {
        weather.before("filled");
        return database.filled(collection, fields);
    }

    @Override
    public Scan.Rows scan(Layout layout, Predicate wanted) {
        weather.before("scan");
        return MemoryScan.of(database.visible(layout.collection()).values(), layout);
    }

    @Override
    public void close() {}
}
