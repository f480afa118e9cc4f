package io.syncline.testkit.memory;

import io.syncline.core.change.Field;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source's tables and log. A transaction is first in the log, where readers of the log see it,
 * and becomes visible to reads at once or later, as on a server with synchronous replication; until
 * then its rows are locked. Used by one thread.
 */
public final class MemoryDatabase {
    /** What a read of tables saw. */
    public record View(Set<Long> invisible, long latest) implements Chunk.View {
        @Override
        public boolean sees(long transaction) {
            return transaction <= latest && !invisible.contains(transaction);
        }
    }

    /** The ids of transactions begin here, so that nobody takes them for places. */
    private static final long FIRST_TRANSACTION = 7_000;

    private final Map<String, Layout> first = new HashMap<>();
    private final List<Commit> log = new ArrayList<>();
    private final List<Commit> altering = new ArrayList<>();
    private final MemoryTables committed;
    private final MemoryTables visible;
    private final Map<String, Set<String>> filled = new HashMap<>();
    private final Map<String, Map<String, Long>> published = new HashMap<>();
    private final List<Commit> invisible = new ArrayList<>();
    private final Map<String, Long> slots = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private int made;

    /** A database of these empty tables. */
    public MemoryDatabase(List<Layout> layouts) {
        layouts.forEach(layout -> first.put(layout.collection(), layout));
        committed = new MemoryTables(layouts);
        visible = new MemoryTables(layouts);
    }

    /** The tables. */
    public List<Layout> layouts() {
        return visible.layouts();
    }

    /** A table, or null if there is none. */
    public @Nullable Layout layout(String collection) {
        return visible.layout(collection);
    }

    /** The log, oldest first; entry n has number n + 1. */
    public List<Commit> log() {
        return Collections.unmodifiableList(log);
    }

    /** The rows as the latest committed transaction left them. */
    public Map<RowId, Row> committed() {
        Map<RowId, Row> rows = new HashMap<>();
        committed
                .layouts()
                .forEach(
                        layout ->
                                rows.putAll(
                                        Objects.requireNonNull(
                                                committed.rows(layout.collection()))));
        return rows;
    }

    /** A row as the latest committed transaction left it, or null. */
    public @Nullable Row committed(RowId id) {
        return committed.row(id);
    }

    /** The rows of a table that reads see now. */
    public Map<RowId, Row> visible(String collection) {
        Map<RowId, Row> rows = visible.rows(collection);
        if (rows == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_COLLECTION,
                    "There is no table " + collection);
        }
        return rows;
    }

    /**
     * Commits a transaction; late ones are in the log but not visible before {@link #reveal}. One
     * that alters a table is not late: reads would wait for its lock.
     */
    public Commit commit(List<Commit.Step> steps, boolean late) {
        long number = log.size() + 1L;
        Commit commit = new Commit(number, FIRST_TRANSACTION + number, steps);
        log.add(commit);
        List<Layout> before = committed.layouts();
        committed.apply(commit);
        if (steps.stream().anyMatch(Commit.Step.Altered.class::isInstance)) {
            altering.add(commit);
            steps.forEach(step -> altered(step, before));
        }
        if (late) {
            invisible.add(commit);
        } else {
            visible.apply(commit);
        }
        return commit;
    }

    /** How many transactions are in the log and not visible. */
    public int invisible() {
        return invisible.size();
    }

    /** Makes one of the invisible transactions visible. */
    public void reveal(int index) {
        visible.apply(invisible.remove(index));
    }

    /** Whether an invisible transaction holds this row. */
    public boolean locked(RowId id) {
        for (Commit commit : invisible) {
            for (Commit.Step step : commit.steps()) {
                if (touches(step, id.collection())
                        && (!(step instanceof Commit.Step.Row(_, var full))
                                || full.id().equals(id)
                                || id.equals(full.from()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an invisible transaction holds anything of this table. */
    public boolean locked(String collection) {
        return invisible.stream()
                .flatMap(commit -> commit.steps().stream())
                .anyMatch(step -> touches(step, collection));
    }

    private static boolean touches(Commit.Step step, String collection) {
        return switch (step) {
            case Commit.Step.Emptied(String emptied) -> emptied.equals(collection);
            case Commit.Step.Altered altered -> altered.collection().equals(collection);
            case Commit.Step.Row(_, var full) -> full.id().collection().equals(collection);
        };
    }

    /** What a read of this moment sees. */
    public View view() {
        Set<Long> hidden = new HashSet<>();
        invisible.forEach(commit -> hidden.add(commit.transaction()));
        return new View(hidden, FIRST_TRANSACTION + log.size());
    }

    /** The transactions up to a place of the log that are not visible. */
    List<Commit> invisibleUpTo(long number) {
        return invisible.stream().filter(commit -> commit.number() <= number).toList();
    }

    /** Whether every transaction up to a place of the log is visible. */
    public boolean shows(long number) {
        return invisible.stream().noneMatch(commit -> commit.number() <= number);
    }

    /** The place that a slot has let go, or null if there is no such slot. */
    public @Nullable Long slot(String name) {
        return slots.get(name);
    }

    /** Makes a slot where everything that is not visible yet will be told, or finds it made. */
    long makeSlot(String name) {
        long oldest =
                invisible.stream().mapToLong(Commit::number).min().orElse(log.size() + 1L) - 1;
        if (!slots.containsKey(name)) {
            made++;
            slots.put(name, oldest);
        }
        return slots.getOrDefault(name, oldest);
    }

    /** How many slots were made so far. */
    public int slotsMade() {
        return made;
    }

    /**
     * Lets go of the log that a slot holds. From then on it is good for nothing, until it is
     * dropped and made anew.
     */
    public void lose(String name) {
        lost.add(name);
    }

    /** Whether a slot has lost its log. */
    public boolean isLost(String name) {
        return lost.contains(name);
    }

    void moveSlot(String name, long number) {
        slots.computeIfPresent(name, (_, before) -> Math.max(before, number));
    }

    void dropSlot(String name) {
        slots.remove(name);
        lost.remove(name);
        published.remove(name);
    }

    /**
     * Lets a flow's log tell of these tables from now on, and of no others.
     *
     * @param fresh whether the log itself begins only now
     * @return whether it told of all of them before
     */
    boolean publish(String flow, List<String> collections, boolean fresh) {
        Map<String, Long> told = published.computeIfAbsent(flow, _ -> new HashMap<>());
        told.keySet().retainAll(collections);
        boolean all = told.keySet().containsAll(collections);
        long since = fresh ? 0 : log.size();
        collections.forEach(collection -> told.putIfAbsent(collection, since));
        return fresh || all;
    }

    private void altered(Commit.Step step, List<Layout> before) {
        if (step instanceof Commit.Step.Altered altered) {
            String name = altered.collection();
            fill(
                    altered,
                    before.stream()
                            .filter(layout -> layout.collection().equals(name))
                            .findFirst()
                            .orElse(null));
            if (altered.layout() == null) {
                // A table that is dropped takes its place among what is told along.
                published.values().forEach(told -> told.remove(name));
            }
        }
    }

    /** Whether a flow's log tells a table's changes of a transaction. */
    boolean tells(String flow, String collection, Commit commit) {
        Long since = published.getOrDefault(flow, Map.of()).get(collection);
        return since != null && commit.number() > since;
    }

    /** How a table was before a place of the log; null if it was not there. */
    @Nullable Layout layoutBefore(String collection, long number) {
        Layout layout = first.get(collection);
        for (Commit commit : altering) {
            for (Commit.Step step : commit.steps()) {
                if (commit.number() < number
                        && step instanceof Commit.Step.Altered altered
                        && altered.collection().equals(collection)) {
                    layout = altered.layout();
                }
            }
        }
        return layout;
    }

    /** Whether any table was altered ever. */
    boolean altered() {
        return !altering.isEmpty();
    }

    /** Which of these fields rows had values for when they became what they are. */
    Set<String> filled(String collection, Set<String> fields) {
        Set<String> found = new HashSet<>(fields);
        found.retainAll(filled.getOrDefault(collection, Set.of()));
        return found;
    }

    private void fill(Commit.Step.Altered altered, @Nullable Layout before) {
        Layout now = altered.layout();
        Set<String> having = filled.computeIfAbsent(altered.collection(), _ -> new HashSet<>());
        for (Field field : now == null ? List.<Field>of() : now.fields()) {
            if (before == null || !field.equals(before.field(field.name()))) {
                having.remove(field.name());
                if (Objects.requireNonNull(committed.rows(altered.collection())).values().stream()
                        .anyMatch(row -> !Value.nothing().equals(row.get(field.name())))) {
                    having.add(field.name());
                }
            }
        }
    }
}
