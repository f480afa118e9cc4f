package io.syncline.testkit.twoway;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemoryReplica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users of all databases, and what they have done. Every text they write is new in the world,
 * so that its fate can be followed.
 */
final class Users {
    static final String ITEM = "item";
    static final List<String> TEXTS = List.of("a", "b");

    private static final int KEYS = 3;
    private static final String COUNT = "n";

    private final Choices any;
    private final Habits habits;
    private final LongSupplier wallMillis;
    private final Map<Value, RowId> written = new LinkedHashMap<>();
    private final Map<Value, Long> times = new HashMap<>();
    private final Set<Value> replaced = new HashSet<>();
    private final Map<RowId, Long> counted = new HashMap<>();
    private final Map<RowId, Integer> lives = new HashMap<>();
    private int texts;
    private int edits;

    Users(Choices any, Habits habits, LongSupplier wallMillis) {
        this.any = any;
        this.habits = habits;
        this.wallMillis = wallMillis;
    }

    static Layout layout() {
        FieldType.Text text = new FieldType.Text(null);
        return new Layout(
                ITEM,
                List.of(
                        new Field("id", new FieldType.Int(64), false),
                        new Field("a", text, true),
                        new Field("b", text, true),
                        new Field(COUNT, new FieldType.Int(64), false)),
                List.of("id"),
                List.of(),
                -1);
    }

    /** The texts that users wrote, and of which row. */
    Map<Value, RowId> written() {
        return written;
    }

    /** When a text was written, milliseconds; null if no user wrote it. */
    @Nullable Long time(Value text) {
        return times.get(plain(text));
    }

    /** A text as it was written, whatever an end makes of it. */
    static Value plain(Value value) {
        return value instanceof Value.Text(String text)
                ? new Value.Text(text.toLowerCase(Locale.ROOT))
                : value;
    }

    /** A row as an end stores it that has some of its texts in capitals. */
    static Row shouted(Row row) {
        return row.map(
                (name, value) ->
                        name.equals("b") && value instanceof Value.Text(String text)
                                ? new Value.Text(text.toUpperCase(Locale.ROOT))
                                : value);
    }

    /** Whether a user has seen a text and written another in its place, or deleted its row. */
    boolean replaced(Value text) {
        return replaced.contains(plain(text));
    }

    /** What a row's count must be if nothing was lost or done twice; null if that is not known. */
    @Nullable Long counted(RowId id) {
        return lives.getOrDefault(id, 0) == 1 ? counted.get(id) : null;
    }

    Set<RowId> ids() {
        return lives.keySet();
    }

    /** How many changes of rows they made. */
    int edits() {
        return edits;
    }

    /** Makes rows that all sites have before any sync begins, each in its own form. */
    void fill(List<Site> sites) {
        Site first = sites.getFirst();
        for (int i = 0; i < habits.filled(); i++) {
            act(first);
        }
        MemoryDatabase from = first.replica().database();
        while (from.invisible() > 0) {
            from.reveal(0);
        }
        for (Site site : sites.subList(1, sites.size())) {
            List<Commit.Step> steps = new ArrayList<>();
            Map<RowId, Row> rows = new HashMap<>();
            from.committed().forEach((id, row) -> put(site, id, rows, steps, row));
            site.replica().database().commit(steps, false);
        }
        edits = 0;
        // Nothing was agreed of them, so what is added while they meet is not known as such.
        from.committed().keySet().forEach(id -> lives.merge(id, 1, Integer::sum));
    }

    /** One transaction of a user of one site. */
    void act(Site site) {
        MemoryReplica replica = site.replica();
        MemoryDatabase database = replica.database();
        List<Commit.Step> steps = new ArrayList<>();
        Map<RowId, Row> rows = new HashMap<>(database.committed());
        for (int count = 1 + any.below(2); count > 0; count--) {
            RowId id = RowId.of(ITEM, new Value.Int(1 + any.below(KEYS)));
            if (!replica.locked(id)) {
                statement(site, id, rows, steps);
            }
        }
        if (!steps.isEmpty()) {
            database.commit(steps, habits.late() && any.chance(25));
        }
    }

    private void statement(Site site, RowId id, Map<RowId, Row> rows, List<Commit.Step> steps) {
        Row row = rows.get(id);
        if (row == null) {
            if (site.number() == 0 || habits.allInsert()) {
                lives.merge(id, 1, Integer::sum);
                counted.put(id, 10L);
                put(site, id, rows, steps, made(id));
            }
        } else if (habits.deletes() && any.chance(25)) {
            TEXTS.forEach(name -> replaced.add(plain(Objects.requireNonNull(row.get(name)))));
            lives.merge(id, 1, Integer::sum);
            rows.remove(id);
            step(site, id, row, null, steps);
        } else {
            put(site, id, rows, steps, edited(id, row));
        }
    }

    private Row made(RowId id) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("id", id.key().getFirst());
        TEXTS.forEach(name -> fields.put(name, text(id)));
        fields.put(COUNT, new Value.Int(10));
        return Row.of(fields);
    }

    private Row edited(RowId id, Row row) {
        int what = any.below(4);
        return row.map(
                (name, value) -> {
                    if (name.equals(COUNT) && what >= 2) {
                        long more = 1L + any.below(5);
                        counted.merge(id, more, Long::sum);
                        return new Value.Int(((Value.Int) value).value() + more);
                    }
                    if (name.equals("a") && (what == 0 || what == 3)
                            || name.equals("b") && what == 1) {
                        replaced.add(plain(value));
                        return text(id);
                    }
                    return value;
                });
    }

    /** A text that is new in the world, and that nobody has written yet. */
    Value thought() {
        return new Value.Text("t" + ++texts);
    }

    /** A text was agreed on that a person had thought of. */
    void decided(Value text, RowId id) {
        written.put(text, id);
    }

    private Value text(RowId id) {
        Value text = thought();
        written.put(text, id);
        times.put(text, wallMillis.getAsLong());
        return text;
    }

    private void put(
            Site site, RowId id, Map<RowId, Row> rows, List<Commit.Step> steps, Row written) {
        Row row = site.trigger().apply(written);
        Row before = rows.put(id, row);
        step(site, id, before, row, steps);
    }

    private void step(
            Site site,
            RowId id,
            @Nullable Row before,
            @Nullable Row after,
            List<Commit.Step> steps) {
        Version version = new Version(wallMillis.getAsLong(), 0, site.name());
        edits++;
        Change full = Change.of(id, image(before), image(after), version);
        Image shown = any.chance(50) ? image(before) : key(before);
        steps.add(new Commit.Step.Row(Change.of(id, shown, image(after), version), full));
    }

    private static Image image(@Nullable Row row) {
        return row == null ? Image.absent() : Image.whole(row);
    }

    private static Image key(@Nullable Row row) {
        return row == null
                ? Image.absent()
                : Image.partial(Row.of("id", Objects.requireNonNull(row.get("id"))));
    }
}
