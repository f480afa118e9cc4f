package io.syncline.testkit.memory;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    private final Map<String, Layout> layouts = new LinkedHashMap<>();
    private final List<Commit> log = new ArrayList<>();
    private final Map<RowId, Row> committed = new HashMap<>();
    private final TreeMap<String, Map<RowId, Row>> visible = new TreeMap<>();
    private final List<Commit> invisible = new ArrayList<>();
    private final Map<String, Long> slots = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private int made;

    /** A database of these empty tables. */
    public MemoryDatabase(List<Layout> layouts) {
        layouts.forEach(
                layout -> {
                    this.layouts.put(layout.collection(), layout);
                    visible.put(layout.collection(), new LinkedHashMap<>());
                });
    }

    /** The tables. */
    public List<Layout> layouts() {
        return List.copyOf(layouts.values());
    }

    /** The log, oldest first; entry n has number n + 1. */
    public List<Commit> log() {
        return Collections.unmodifiableList(log);
    }

    /** The rows as the latest committed transaction left them. */
    public Map<RowId, Row> committed() {
        return Collections.unmodifiableMap(committed);
    }

    /** The rows of a table that reads see now. */
    public Map<RowId, Row> visible(String collection) {
        Map<RowId, Row> rows = visible.get(collection);
        if (rows == null) {
            throw new IllegalArgumentException("No table " + collection);
        }
        return Collections.unmodifiableMap(rows);
    }

    /** Commits a transaction; late ones are in the log but not visible before {@link #reveal}. */
    public Commit commit(List<Commit.Step> steps, boolean late) {
        long number = log.size() + 1L;
        Commit commit = new Commit(number, FIRST_TRANSACTION + number, steps);
        log.add(commit);
        apply(commit, committed, null);
        if (late) {
            invisible.add(commit);
        } else {
            show(commit);
        }
        return commit;
    }

    /** How many transactions are in the log and not visible. */
    public int invisible() {
        return invisible.size();
    }

    /** Makes one of the invisible transactions visible. */
    public void reveal(int index) {
        show(invisible.remove(index));
    }

    /** Whether an invisible transaction holds this row. */
    public boolean locked(RowId id) {
        for (Commit commit : invisible) {
            for (Commit.Step step : commit.steps()) {
                if (step instanceof Commit.Step.Emptied(String collection)
                        ? collection.equals(id.collection())
                        : step instanceof Commit.Step.Row(_, var full)
                                && (full.id().equals(id) || id.equals(full.from()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a read of this moment sees. */
    public View view() {
        Set<Long> hidden = new HashSet<>();
        invisible.forEach(commit -> hidden.add(commit.transaction()));
        return new View(hidden, FIRST_TRANSACTION + log.size());
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
    }

    private void show(Commit commit) {
        apply(commit, null, visible);
    }

    private static void apply(
            Commit commit,
            @Nullable Map<RowId, Row> flat,
            @Nullable Map<String, Map<RowId, Row>> tables) {
        for (Commit.Step step : commit.steps()) {
            switch (step) {
                case Commit.Step.Emptied(String collection) -> {
                    if (flat != null) {
                        flat.keySet().removeIf(id -> id.collection().equals(collection));
                    }
                    if (tables != null) {
                        tables.getOrDefault(collection, new HashMap<>()).clear();
                    }
                }
                case Commit.Step.Row(_, var full) -> {
                    Map<RowId, Row> rows =
                            flat != null
                                    ? flat
                                    : java.util.Objects.requireNonNull(tables)
                                            .getOrDefault(full.id().collection(), new HashMap<>());
                    if (full.from() != null) {
                        rows.remove(full.from());
                    }
                    Row after = full.after().row();
                    if (after == null) {
                        rows.remove(full.id());
                    } else {
                        rows.put(full.id(), after);
                    }
                }
            }
        }
    }
}
