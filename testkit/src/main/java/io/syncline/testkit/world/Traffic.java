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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the application at the source does: drawn transactions that keep its tables' rules. */
final class Traffic {
    static final int KEYS = 3;
    static final String ITEM = "item";

    private final MemoryDatabase database;
    private final Choices any;
    private final Climate climate;
    private final Tally tally;
    private final Alterations alterations;
    private final IdentityHashMap<Layout, Header> headers = new IdentityHashMap<>();
    private Map<String, Layout> tables = Map.of();
    private long revision;

    Traffic(MemoryDatabase database, Choices any, Climate climate, Tally tally) {
        this.tally = tally;
        this.database = database;
        this.any = any;
        this.climate = climate;
        this.alterations = new Alterations(database, any);
    }

    static List<Layout> layouts() {
        return List.of(
                layout("parent", "id", "rev", "unique", "note"),
                layout("child", "id", "rev", "parent", "note"));
    }

    /** With a table beside, to which nothing refers. */
    static List<Layout> layouts(boolean items) {
        List<Layout> layouts = new ArrayList<>(layouts());
        if (items) {
            layouts.add(items());
        }
        return layouts;
    }

    static Layout items() {
        return layout(ITEM, "id", "rev", "amount", "note");
    }

    private static Layout layout(String name, String... names) {
        List<Field> fields = new ArrayList<>();
        for (String field : names) {
            boolean text = field.equals("note") || field.equals("unique");
            fields.add(
                    new Field(
                            field,
                            text ? new FieldType.Text(null) : new FieldType.Int(64),
                            !field.equals("id")));
        }
        return new Layout(name, fields, List.of("id"), List.of(), -1);
    }

    /** Commits a transaction that alters a table, or none if what it wanted cannot be now. */
    void alteration(Predicate<String> knownGone) {
        Map<RowId, Row> now = begin();
        List<Commit.Step> steps = new ArrayList<>();
        if (any.chance(50)) {
            statement(now, steps);
        }
        Commit.Step.Altered altered = alterations.drawn(tables, knownGone);
        if (altered == null) {
            return;
        }
        steps.add(altered);
        Layout layout = altered.layout();
        String name = altered.collection();
        if (layout == null) {
            tables.remove(name);
            now.keySet().removeIf(id -> id.collection().equals(name));
        } else {
            tables.put(name, layout);
            now.replaceAll(
                    (id, row) ->
                            id.collection().equals(name) ? altered.rewritten().apply(row) : row);
        }
        if (any.chance(50)) {
            statement(now, steps);
        }
        tally.count(Trouble.ALTERATION);
        database.commit(steps, false);
    }

    private Map<RowId, Row> begin() {
        tables = new HashMap<>();
        database.layouts().forEach(layout -> tables.put(layout.collection(), layout));
        return new HashMap<>(database.committed());
    }

    /** Commits one drawn transaction, or none if all it wanted to touch is locked. */
    void transaction() {
        Map<RowId, Row> now = begin();
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
        RowId id = id(drawnTable());
        if (!tables.containsKey(id.collection()) || database.locked(id)) {
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

    private String drawnTable() {
        if (climate.items() && any.chance(40)) {
            return ITEM;
        }
        return any.chance(50) ? "parent" : "child";
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
        if (before != null && Objects.equals(before.get("note"), after.get("note"))) {
            Image known = Image.partial(cut(after));
            told = new Change(id, from, Image.partial(cut(before)), known, version);
        }
        steps.add(new Commit.Step.Row(told, full));
    }

    private static Row cut(Row row) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < row.header().size(); i++) {
            if (!row.header().names().get(i).equals("note")) {
                names.add(row.header().names().get(i));
                values.add(row.at(i));
            }
        }
        return Row.of(Header.of(names), values);
    }

    private Row row(RowId id, Map<RowId, Row> now) {
        Layout layout = Objects.requireNonNull(tables.get(id.collection()));
        List<Value> values = new ArrayList<>();
        for (Field field : layout.fields()) {
            values.add(
                    switch (field.name()) {
                        case "id" -> id.key().getFirst();
                        case "rev" -> new Value.Int(++revision);
                        case "unique" -> unique(id, now);
                        case "parent" -> reference(now);
                        case "note" -> note();
                        default -> alterations.value(field.type(), revision);
                    });
        }
        return Row.of(header(layout), values);
    }

    private Header header(Layout layout) {
        return headers.computeIfAbsent(
                layout, each -> Header.of(each.fields().stream().map(Field::name).toList()));
    }

    private Row update(RowId id, Row there, Map<RowId, Row> now) {
        Row drawn = row(id, now);
        return drawn.map(
                (name, value) -> {
                    boolean kept =
                            switch (name) {
                                case "id", "rev" -> false;
                                case "note" -> any.chance(60);
                                default -> any.chance(50) && !climate.moves();
                            };
                    return kept ? Objects.requireNonNull(there.get(name)) : value;
                });
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
