package io.syncline.testkit.twoway;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryReplica;
import io.syncline.testkit.world.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One transaction of a user of an end. */
final class Hand {
    private static final Row EMPTY =
            Row.of(
                    new TreeMap<>(
                            Map.of(
                                    "a", Value.nothing(),
                                    "b", Value.nothing(),
                                    "n", Value.nothing(),
                                    "u", Value.nothing(),
                                    "parent", Value.nothing())));

    private final MemoryReplica replica;
    private final Version version;
    private final Map<RowId, Row> rows;
    private final List<Commit.Step> steps = new ArrayList<>();

    /**
     * @param name who the log says it was
     */
    Hand(String name, MemoryReplica replica, SimulatedTime time) {
        this.replica = replica;
        this.version = new Version(time.wallMillis(), 0, new ReplicaId(name));
        this.rows = replica.database().committed();
    }

    /** Makes a row or changes some of its fields, to numbers or texts. */
    Hand puts(long key, Map<String, ?> fields) {
        Map<String, Value> values = new TreeMap<>();
        fields.forEach((name, what) -> values.put(name, value(what)));
        RowId id = TwoWayStage.id(key);
        Row before = rows.get(id);
        Row there = before == null ? Row.of("id", new Value.Int(key)).overlaid(EMPTY) : before;
        return becomes(id, there.overlaid(Row.of(values)));
    }

    /** Deletes a row, and what goes with it. */
    Hand deletes(long key) {
        RowId id = TwoWayStage.id(key);
        replica.constraints().cascade(rows, id).forEach(child -> becomes(child, null));
        return becomes(id, null);
    }

    /** Gives a row another key. */
    Hand moves(long from, long to) {
        RowId old = TwoWayStage.id(from);
        RowId id = TwoWayStage.id(to);
        Row before = Objects.requireNonNull(rows.remove(old));
        Row after = before.overlaid(Row.of("id", new Value.Int(to)));
        rows.put(id, after);
        step(new Change(id, old, Image.whole(before), Image.whole(after), version));
        return this;
    }

    private Hand becomes(RowId id, @Nullable Row after) {
        Row before = after == null ? rows.remove(id) : rows.put(id, after);
        step(Change.of(id, image(before), image(after), version));
        return this;
    }

    private void step(Change change) {
        steps.add(new Commit.Step.Row(change, change));
    }

    /** Commits it. */
    void commits() {
        replica.database().commit(steps, false);
    }

    /** Commits it so that it is in the log, and not visible to reads before it is revealed. */
    void commitsUnseen() {
        replica.database().commit(steps, true);
    }

    private static Image image(@Nullable Row row) {
        return row == null ? Image.absent() : Image.whole(row);
    }

    private static Value value(Object what) {
        if (what instanceof Value value) {
            return value;
        }
        return what instanceof Number number
                ? new Value.Int(number.longValue())
                : new Value.Text(what.toString());
    }
}
