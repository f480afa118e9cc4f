package io.syncline.testkit.world;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application at the source does: drawn transactions that keep its tables' rules. */
final class Traffic {
    private static final int KEYS = 3;
    private static final Header PARENT = Header.of("id", "rev", "unique", "note");
    private static final Header CHILD = Header.of("id", "rev", "parent", "note");

    private final MemoryDatabase database;
    private final Choices any;
    private final Climate climate;
    private final Tally tally;
    private long revision;

    Traffic(MemoryDatabase database, Choices any, Climate climate, Tally tally) {
        this.tally = tally;
        this.database = database;
        this.any = any;
        this.climate = climate;
    }

    static List<Layout> layouts() {
        return List.of(layout("parent", PARENT), layout("child", CHILD));
    }

    private static Layout layout(String name, Header header) {
        List<Field> fields = new ArrayList<>();
        for (String field : header.names()) {
            boolean text = field.equals("note") || field.equals("unique");
            fields.add(
                    new Field(
                            field,
                            text ? new FieldType.Text(null) : new FieldType.Int(64),
                            !field.equals("id")));
        }
        return new Layout(name, fields, List.of("id"), List.of(), -1);
    }

    /** Commits one drawn transaction, or none if all it wanted to touch is locked. */
    void transaction() {
        Map<RowId, Row> now = new HashMap<>(database.committed());
        List<Commit.Step> steps = new ArrayList<>();
        int count = 1 + any.below(3);
        for (int i = 0; i < count; i++) {
            if (climate.truncates() && any.chance(6)) {
                truncate(now, steps);
            } else {
                statement(now, steps);
            }
        }
        if (!steps.isEmpty()) {
            boolean late = climate.lateness() && any.chance(25);
            database.commit(steps, late);
            if (late) {
                tally.count(Trouble.LATE_COMMIT);
            }
        }
    }

    private void truncate(Map<RowId, Row> now, List<Commit.Step> steps) {
        for (long key = 1; key <= KEYS; key++) {
            if (database.locked(RowId.of("child", new Value.Int(key)))) {
                return;
            }
        }
        tally.count(Trouble.TRUNCATION);
        now.keySet().removeIf(id -> id.collection().equals("child"));
        steps.add(new Commit.Step.Emptied("child"));
    }

    private void statement(Map<RowId, Row> now, List<Commit.Step> steps) {
        RowId id = id(any.chance(50) ? "parent" : "child");
        if (database.locked(id)) {
            return;
        }
        Row there = now.get(id);
        if (there == null) {
            put(now, steps, id, null, row(id, now));
        } else if (any.chance(30)) {
            if (!referred(id, now)) {
                Image before = Image.partial(Row.of("id", id.key().getFirst()));
                now.remove(id);
                Change change = Change.of(id, before, Image.absent(), version());
                steps.add(new Commit.Step.Row(change, change));
            }
        } else if (climate.moves() && any.chance(30)) {
            RowId to = id(id.collection());
            if (!now.containsKey(to) && !database.locked(to) && !referred(id, now)) {
                tally.count(Trouble.KEY_CHANGE);
                put(now, steps, to, id, update(to, there, now));
            }
        } else {
            put(now, steps, id, null, update(id, there, now));
        }
    }

    private void put(
            Map<RowId, Row> now,
            List<Commit.Step> steps,
            RowId id,
            @Nullable RowId from,
            Row after) {
        Row before = now.remove(from == null ? id : from);
        now.put(id, after);
        Image shown = before == null ? Image.absent() : Image.whole(before);
        Version version = version();
        Change full = new Change(id, from, shown, Image.whole(after), version);
        Change told = full;
        if (before != null && java.util.Objects.equals(before.get("note"), after.get("note"))) {
            Image known = Image.partial(cut(after));
            told = new Change(id, from, Image.partial(cut(before)), known, version);
        }
        steps.add(new Commit.Step.Row(told, full));
    }

    private static Row cut(Row row) {
        List<String> names = row.header().names().subList(0, 3);
        return Row.of(Header.of(names), List.of(row.at(0), row.at(1), row.at(2)));
    }

    private Row row(RowId id, Map<RowId, Row> now) {
        boolean parent = id.collection().equals("parent");
        return Row.of(
                parent ? PARENT : CHILD,
                List.of(
                        id.key().getFirst(),
                        new Value.Int(++revision),
                        parent ? unique(id, now) : reference(now),
                        note()));
    }

    private Row update(RowId id, Row there, Map<RowId, Row> now) {
        Row drawn = row(id, now);
        Value note = any.chance(60) ? there.at(3) : drawn.at(3);
        Value third = any.chance(50) && !climate.moves() ? there.at(2) : drawn.at(2);
        return Row.of(drawn.header(), List.of(drawn.at(0), drawn.at(1), third, note));
    }

    private Value note() {
        String kind = climate.refusals() && any.chance(15) ? "bad" : "n";
        return new Value.Text((climate.shaped() ? shaped(kind) : kind) + revision);
    }

    private String shaped(String kind) {
        int drawn = any.below(100);
        return drawn < 25 ? WorldShape.OUT : drawn < 35 ? WorldShape.WRONG : kind;
    }

    private Value unique(RowId id, Map<RowId, Row> now) {
        Value drawn = climate.refusals() ? new Value.Text(any.oneOf(List.of("A", "B"))) : null;
        if (drawn == null || any.chance(30)) {
            return Value.nothing();
        }
        for (Map<RowId, Row> rows : List.of(now, database.visible("parent"))) {
            for (Map.Entry<RowId, Row> other : rows.entrySet()) {
                if (!other.getKey().equals(id) && drawn.equals(other.getValue().get("unique"))) {
                    return Value.nothing();
                }
            }
        }
        return drawn;
    }

    private Value reference(Map<RowId, Row> now) {
        RowId parent = id("parent");
        return climate.refusals() && now.containsKey(parent) && !database.locked(parent)
                ? parent.key().getFirst()
                : Value.nothing();
    }

    private boolean referred(RowId id, Map<RowId, Row> now) {
        if (!id.collection().equals("parent")) {
            return false;
        }
        Value key = id.key().getFirst();
        return now.values().stream().anyMatch(row -> key.equals(row.get("parent")))
                || database.visible("child").values().stream()
                        .anyMatch(row -> key.equals(row.get("parent")));
    }

    private RowId id(String collection) {
        return RowId.of(collection, new Value.Int(1 + any.below(KEYS)));
    }

    private Version version() {
        return new Version(revision, 0, new ReplicaId("source"));
    }
}
