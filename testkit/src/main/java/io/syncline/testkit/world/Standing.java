package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Store;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.testkit.memory.MemoryDatabase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a world's flow has promised of each table, by what was durable at the latest look. */
final class Standing {
    private static final String IGNORED = "ignored ";
    private static final String AGAIN = "again";

    private final Store store;
    private final MemoryDatabase database;
    private final Map<String, Set<String>> fields = new HashMap<>();
    private final Map<String, Boolean> copied = new HashMap<>();
    private final Set<RowId> handled = new HashSet<>();
    private boolean mayForget;
    private Map<String, Agreed> agreed = Map.of();
    private Map<String, SnapshotProgress> progress = Map.of();

    Standing(Store store, MemoryDatabase database) {
        this.store = store;
        this.database = database;
    }

    /** Looks at what is durable now. */
    void look() {
        Map<String, Agreed> now = store.agreed(World.FLOW);
        if (!agreed.equals(now)) {
            agreed = now;
        }
        fields.clear();
        copied.clear();
        progress = store.progress(World.FLOW);
        if (!looksAgain()) {
            handled.clear();
        }
    }

    /**
     * A reader is about to let the source forget.
     *
     * @param earlier whether it is that of an earlier owner, who does not know what a later one is
     *     to copy; the later one begins where the source then is
     */
    void acknowledged(boolean earlier) {
        look();
        mayForget |= copied() || earlier;
    }

    /** Whether the source was made to forget while all was copied, since this was asked last. */
    boolean mightForget() {
        boolean might = mayForget || copied();
        mayForget = false;
        return might;
    }

    /** Whether somebody wants rows looked at again. */
    boolean looksAgain() {
        return store.note(World.FLOW, AGAIN) != null;
    }

    /** A row, by the source's name, is changed at the target until it is looked at again. */
    void handled(RowId id) {
        handled.add(id);
    }

    /** Whether a row may be as somebody has left it. */
    boolean isHandled(RowId id) {
        return handled.contains(id);
    }

    MemoryDatabase database() {
        return database;
    }

    /** The sync as a person wants it. */
    SyncDefinition sync() {
        return Objects.requireNonNull(store.sync(World.SYNC)).definition();
    }

    private @Nullable Agreed agreed(String collection) {
        return agreed.get(collection);
    }

    private static boolean taken(@Nullable Agreed known) {
        return known != null
                && known.standing() != Agreed.Standing.GONE
                && known.standing() != Agreed.Standing.IGNORED;
    }

    /** Whether anything was ever agreed about a table. */
    boolean hasMet(String collection) {
        return agreed(collection) != null;
    }

    /** Whether the flow does not count on a table. */
    boolean knowsGone(String collection) {
        return !taken(agreed(collection));
    }

    /** Whether all tables that are agreed are copied. */
    boolean copied() {
        return !agreed.isEmpty()
                && agreed.entrySet().stream()
                        .filter(each -> taken(each.getValue()))
                        .allMatch(each -> done(each.getKey()));
    }

    /** Whether a table is copied, and the source still has it. */
    boolean copied(String collection) {
        return copied.computeIfAbsent(collection, this::isCopied);
    }

    private boolean isCopied(String collection) {
        return taken(agreed(collection)) && database.layout(collection) != null && done(collection);
    }

    private boolean done(String collection) {
        SnapshotProgress so = progress.get(collection);
        return so != null && so.done();
    }

    /** Whether the target may have rows of a table that do not belong there. */
    boolean unswept(String collection) {
        Agreed known = agreed(collection);
        return store.sweepDue(World.FLOW)
                || known != null && known.standing() == Agreed.Standing.TO_BE_SWEPT;
    }

    /** Whether any table is to be swept. */
    boolean unswept() {
        return agreed.keySet().stream().anyMatch(this::unswept);
    }

    /** Whether a table is left out because it is new. */
    boolean ignored(String collection) {
        Agreed known = agreed(collection);
        return known != null && known.standing() == Agreed.Standing.IGNORED;
    }

    /** The fields of a table that the flow knows as they are at the source now. */
    Set<String> fields(String collection) {
        return fields.computeIfAbsent(collection, this::known);
    }

    private Set<String> known(String collection) {
        Layout layout = database.layout(collection);
        Agreed before = agreed(collection);
        Set<String> known = new LinkedHashSet<>();
        if (layout != null && before != null) {
            Agreed.of(layout)
                    .fields()
                    .forEach(
                            (name, type) -> {
                                if (type.equals(before.fields().get(name))) {
                                    known.add(name);
                                }
                            });
        }
        return known;
    }

    /** Whether a field of a table is left out because it is new. */
    private boolean ignored(String collection, String field) {
        Agreed known = agreed(collection);
        return known != null && known.fields().getOrDefault(field, "").startsWith(IGNORED);
    }

    /** Whether a target's row shows all of the source's; what the source has no more may stay. */
    boolean same(String collection, @Nullable Row here, @Nullable Row there) {
        if (here == null || there == null) {
            return here == null && there == null;
        }
        for (String name : here.header().names()) {
            if (!ignored(collection, name) && !value(here, name).equals(value(there, name))) {
                return false;
            }
        }
        return true;
    }

    /** A value; nothing where a row has none because its table had not the field. */
    static Value value(Row row, String name) {
        return Objects.requireNonNullElse(row.get(name), Value.nothing());
    }

    @Override
    public String toString() {
        return agreed + " " + progress;
    }
}
