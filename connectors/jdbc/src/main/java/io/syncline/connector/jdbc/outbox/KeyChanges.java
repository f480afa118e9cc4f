package io.syncline.connector.jdbc.outbox;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of keys: each row is told once, as it is. Of a row before nothing is known but its
 * key. A row that was given another key is told as moved if it has left the old one and nothing
 * else of the same notes moved to or from either; else the old one is told as gone and the new one
 * as it is. Used by one thread.
 */
final class KeyChanges {
    private static final int BYTES_OF_A_CHANGE = 96;
    private static final int BYTES_OF_A_VALUE = 24;

    private final HybridClock clock;

    /**
     * A note, read.
     *
     * @param former the row's id before, or null
     */
    record Noted(Layout layout, RowId id, @Nullable RowId former) {}

    /** Reads the rows of ids, whole or absent, in their order. */
    @FunctionalInterface
    interface Rows {
        List<Image> of(List<RowId> ids) throws SQLException;
    }

    /** Changes versioned by this clock. */
    KeyChanges(HybridClock clock) {
        this.clock = clock;
    }

    /** The changes that bring a target to what the rows of the notes are now. */
    List<Change> of(List<Noted> notes, Rows rows) throws SQLException {
        Map<RowId, Layout> keys = new LinkedHashMap<>();
        Map<RowId, RowId> moves = new HashMap<>();
        Set<RowId> moved = new HashSet<>();
        Set<RowId> tangled = new HashSet<>();
        for (Noted note : notes) {
            RowId former = note.former;
            if (former != null && !former.equals(note.id)) {
                keys.put(former, note.layout);
                moves.put(note.id, former);
                tangle(note.id, moved, tangled);
                tangle(former, moved, tangled);
            }
            keys.put(note.id, note.layout);
        }
        List<RowId> ids = List.copyOf(keys.keySet());
        List<Image> images = ids.isEmpty() ? List.of() : rows.of(ids);
        Map<RowId, Image> now = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            now.put(ids.get(i), images.get(i));
        }
        Set<RowId> left = new HashSet<>();
        moves.forEach(
                (id, former) -> {
                    boolean alone = !tangled.contains(id) && !tangled.contains(former);
                    if (alone && gone(now, former) && !gone(now, id)) {
                        left.add(former);
                    }
                });
        List<Change> changes = new ArrayList<>(ids.size());
        for (RowId id : ids) {
            if (!left.contains(id)) {
                RowId former = moves.get(id);
                changes.add(
                        change(
                                id,
                                former != null && left.contains(former) ? former : null,
                                keys,
                                now));
            }
        }
        return changes;
    }

    private static void tangle(RowId id, Set<RowId> moved, Set<RowId> tangled) {
        if (!moved.add(id)) {
            tangled.add(id);
        }
    }

    private static boolean gone(Map<RowId, Image> now, RowId id) {
        return Objects.requireNonNull(now.get(id)).isAbsent();
    }

    private Change change(
            RowId id, @Nullable RowId from, Map<RowId, Layout> keys, Map<RowId, Image> now) {
        Header names = Header.of(Objects.requireNonNull(keys.get(id)).key());
        Image before = Image.partial(Row.of(names, from == null ? id.key() : from.key()));
        return new Change(id, from, before, Objects.requireNonNull(now.get(id)), clock.next());
    }

    /** About what changes hold in memory. */
    static long bytes(List<Change> changes) {
        long bytes = 0;
        for (Change change : changes) {
            bytes += BYTES_OF_A_CHANGE;
            Row row = change.after().row();
            for (int i = 0; row != null && i < row.header().size(); i++) {
                bytes +=
                        BYTES_OF_A_VALUE
                                + switch (row.at(i)) {
                                    case Value.Text(String text) -> 2L * text.length();
                                    case Value.Json(String text) -> 2L * text.length();
                                    case Value.Other(String _, String text) -> 2L * text.length();
                                    case Value.Bytes(byte[] all) -> all.length;
                                    case Value _ -> 0L;
                                };
            }
        }
        return bytes;
    }
}
