package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.verify.Keys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Counts the deletes of each table within the window, and about how many rows each has. Used by the
 * lane that reads the log only.
 */
public final class DeleteCount {
    private static final int SAMPLES = 3;

    private static final int FURTHER = 8;
    private static final long SLACK = 1_000;

    /** What a table has left. */
    public interface Left {
        /**
         * How many rows the source has now.
         *
         * @param live as they were counted so far
         * @param enough more than so many need not be counted
         */
        long rows(String table, long live, long enough);
    }

    private final Guards.Deletes limit;
    private final ToLongFunction<String> rows;
    private final Left left;
    private final Map<String, Table> tables = new TreeMap<>();

    private static final class Table {
        long live;
        long deletes;
        boolean emptied;
        boolean stops;
        final ArrayDeque<long[]> times = new ArrayDeque<>();
        final List<String> keys = new ArrayList<>();

        long before() {
            return Math.max(0, live) + deletes;
        }

        void delete(long count, long millis) {
            deletes += count;
            live -= count;
            if (!times.isEmpty() && times.getLast()[0] == millis) {
                times.getLast()[1] += count;
            } else {
                times.addLast(new long[] {millis, count});
            }
        }

        void forget(long before) {
            while (!times.isEmpty() && times.getFirst()[0] < before) {
                deletes -= times.removeFirst()[1];
            }
            if (times.isEmpty()) {
                keys.clear();
                emptied = false;
            }
        }
    }

    /**
     * @param rows about how many rows a table has at the beginning, by the source's name
     * @param left asked before a table is said to lose too many
     */
    public DeleteCount(Guards.Deletes limit, ToLongFunction<String> rows, Left left) {
        this.limit = limit;
        this.rows = rows;
        this.left = left;
    }

    /** Nothing is ever too many. */
    public static DeleteCount unlimited() {
        return new DeleteCount(Guards.none().deletes(), _ -> 0, (_, live, _) -> live);
    }

    private Table table(String name) {
        return tables.computeIfAbsent(
                name,
                _ -> {
                    Table table = new Table();
                    table.live = rows.applyAsLong(name);
                    return table;
                });
    }

    /** A change was told; millis are the source's, of its commit. */
    public void take(Change change, long millis) {
        if (change.after().isAbsent()) {
            Table table = table(change.id().collection());
            table.forget(millis - limit.window().toMillis());
            table.delete(1, millis);
            if (table.keys.size() < SAMPLES) {
                table.keys.add(Stop.masked(Keys.text(change.id().key())));
            }
        } else if (change.before().isAbsent() && change.from() == null) {
            Table known = tables.get(change.id().collection());
            if (known != null) {
                known.live++;
            }
        }
    }

    /** A table was emptied. */
    public void emptied(String name, long millis) {
        Table table = table(name);
        switch (limit.truncate()) {
            case ALLOW -> table.live = 0;
            case STOP -> {
                table.stops = true;
                table.emptied = true;
            }
            case AS_DELETES -> {
                table.forget(millis - limit.window().toMillis());
                table.emptied = true;
                table.delete(Math.max(0, table.live), millis);
            }
        }
    }

    /** Nothing was told so far. */
    public void forget() {
        tables.clear();
    }

    /** Whether any table loses too many rows. */
    public boolean tooMany() {
        boolean any = false;
        for (Map.Entry<String, Table> each : tables.entrySet()) {
            Table table = each.getValue();
            if (table.stops) {
                any = true;
            } else if (limit.tooMany(table.deletes, table.before())) {
                // What was known of its size may be old, and the stream is behind the table.
                // Counted further than needed, so as to ask seldom while more is deleted.
                long enough =
                        SLACK + Math.min(limit.left(table.deletes), Long.MAX_VALUE / 16) * FURTHER;
                table.live = left.rows(each.getKey(), table.live, enough);
                any |= limit.tooMany(table.deletes, table.before());
            }
        }
        return any;
    }

    /** What the tables that lose too many rows would lose. */
    public Stop stop() {
        List<Stop.Going> going = new ArrayList<>();
        tables.forEach(
                (name, table) -> {
                    if (table.stops || limit.tooMany(table.deletes, table.before())) {
                        going.add(
                                new Stop.Going(
                                        name,
                                        table.deletes,
                                        table.before(),
                                        table.emptied,
                                        table.keys));
                    }
                });
        return new Stop(going);
    }
}
