package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the values come from that other flows of a star have brought to its centre, and when they
 * were made there. The log of the centre tells which flow wrote, and when it did so; who made a
 * value, and when, is in that flow's pair of the row, which is durable before the write. For the
 * rows of one round at a time; used by the lane only.
 */
final class Provenance {
    /** Of a longer history the beginning does not matter. */
    private static final int STEPS_MAX = 20;

    private final Pairs pairs;
    private final List<End> ends;
    private final Map<Kin, Map<RowId, Pair>> known = new HashMap<>();

    Provenance(Pairs pairs, End ours, End theirs) {
        this.pairs = pairs;
        this.ends = List.of(ours, theirs);
    }

    /** Looks up what the other flows know of a round's rows. */
    void look(List<RowId> ids) {
        for (End end : ends) {
            end.kin().forEach(kin -> known.put(kin, pairs.find(kin.flow(), ids)));
        }
    }

    private @Nullable Pair pair(Kin kin, RowId id) {
        return known.getOrDefault(kin, Map.of()).get(id);
    }

    /**
     * A side with the makers and times of what other flows have brought there.
     *
     * @param other the row as the other end shows it
     */
    Side traced(End end, RowId id, Side side, Image other) {
        Row row = side.now().row();
        if (end.kin().isEmpty() || row == null) {
            return side;
        }
        Map<String, Version> fields = new TreeMap<>(side.times().fields());
        for (int i = 0; i < row.header().size(); i++) {
            String name = row.header().names().get(i);
            Value value = row.at(i);
            Version made =
                    value.equals(Rows.value(side.seen(), name)) ? null : made(end, id, name, value);
            if (made != null) {
                fields.put(name, made);
            }
        }
        boolean contested = !other.isAbsent() && !other.equals(side.now());
        boolean untold = fields.isEmpty() && side.times().row() == null;
        ReplicaId maker =
                contested && untold && side.seen().isAbsent() ? maker(end, id, row) : null;
        return new Side(
                maker == null ? side.replica() : maker,
                side.now(),
                side.seen(),
                new Times(side.times().row(), fields),
                side.owed());
    }

    private @Nullable Version made(End end, RowId id, String name, Value value) {
        for (Kin kin : end.kin()) {
            Pair pair = pair(kin, id);
            Image agreed = pair == null ? null : pair.base().image();
            boolean same = agreed != null && value.equals(Rows.value(agreed, name));
            Version made = pair == null || !same ? null : pair.times().of(name);
            if (made != null) {
                return made;
            }
        }
        return null;
    }

    /** Who has brought a row of which no log tells; null if nobody is known to have. */
    private @Nullable ReplicaId maker(End end, RowId id, Row row) {
        for (Kin kin : end.kin()) {
            Pair pair = pair(kin, id);
            Image agreed = pair == null ? null : pair.base().image();
            Row there = agreed == null ? null : agreed.row();
            if (there != null && row.within(there) && brought(kin, id, end.which().other())) {
                return kin.outer();
            }
        }
        return null;
    }

    private boolean brought(Kin kin, RowId id, Which outer) {
        Origin from = outer == Which.OURS ? Origin.OURS : Origin.THEIRS;
        return pairs.history(kin.flow(), id, STEPS_MAX).stream()
                .map(Episode::origins)
                .filter(origins -> !origins.isEmpty())
                .findFirst()
                .filter(origins -> origins.values().stream().allMatch(from::equals))
                .isPresent();
    }
}
