package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Pair;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a round sees of its rows, and what is known of them. Both ends and the store are asked at
 * once, and may be so while another round is at work. Used by one round.
 */
final class Look {
    private final Parts parts;
    private final List<Dirt> dirt;
    private final Map<Which, Position> read;
    private final Map<Which, List<RowId>> names = new EnumMap<>(Which.class);
    private final Map<Which, Supplier<List<Found>>> asked = new EnumMap<>(Which.class);
    private final Map<Which, Map<RowId, Looked>> rows = new EnumMap<>(Which.class);
    private @Nullable Supplier<Map<RowId, Pair>> known;

    /**
     * @param read how far each end's log is read: what it told up to there has to be seen
     */
    Look(Parts parts, List<Dirt> dirt, Map<Which, Position> read) {
        this.parts = parts;
        this.dirt = dirt;
        this.read = read;
    }

    /** Asks an end; and the store, the first time. */
    void begin(Which which) {
        if (known == null) {
            List<RowId> ids = dirt.stream().map(Dirt::id).toList();
            known = parts.begin(ids.size(), () -> parts.pairs().find(parts.flow(), ids));
        }
        End end = parts.end(which);
        end.facing().expectShared(dirt.stream().map(Dirt::id).toList(), List.of());
        List<RowId> own = dirt.stream().map(each -> end.facing().own(each.id())).toList();
        names.put(which, own);
        asked.put(which, parts.begin(own.size(), () -> end.lookup().current(own, read.get(which))));
    }

    /** Waits for what both ends show; which rows cannot be seen yet is noted. */
    void take(Set<RowId> again) {
        for (Which which : Which.values()) {
            Facing facing = parts.end(which).facing();
            List<Found> found = Objects.requireNonNull(asked.get(which)).get();
            facing.expectOwn(
                    Objects.requireNonNull(names.get(which)),
                    found.stream().map(Looked::image).toList());
            Map<RowId, Looked> all = rows.computeIfAbsent(which, _ -> new HashMap<>());
            for (int i = 0; i < dirt.size(); i++) {
                RowId id = dirt.get(i).id();
                if (found.get(i) instanceof Found.Seen(var image, var token)) {
                    all.put(id, new Looked(image, facing.shared(id, image), token));
                } else {
                    again.add(id);
                }
            }
        }
    }

    /** Waits for what is known of the rows, by their ids. */
    Map<RowId, Pair> known() {
        return Objects.requireNonNull(known).get();
    }

    /** What both ends show, once it was taken. */
    Map<Which, Map<RowId, Looked>> rows() {
        return rows;
    }

    /** What an end shows. */
    Map<RowId, Looked> shown(Which which) {
        return Objects.requireNonNull(rows.get(which));
    }

    /** What an end shows of a row that can be seen there. */
    Looked at(Which which, RowId id) {
        return Objects.requireNonNull(shown(which).get(id));
    }

    /** Waits for the end of what was begun, whatever comes of it. */
    void close() {
        asked.values().forEach(Look::end);
        Supplier<?> store = known;
        if (store != null) {
            end(store);
        }
    }

    /** Waits for the end of work whose result nobody needs any more. */
    static void end(Supplier<?> begun) {
        try {
            var _ = begun.get();
        } catch (RuntimeException | Error _) {
            // Who needed it has met the same, or goes on as after a crash.
        }
    }
}
