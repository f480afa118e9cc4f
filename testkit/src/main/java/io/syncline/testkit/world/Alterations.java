package io.syncline.testkit.world;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the tables of a source are altered: fields come, with values or without, go, get other names
 * and types, and a table goes and comes. A name of a field is used once.
 */
final class Alterations {
    private static final int EXTRAS_MAX = 3;

    private final MemoryDatabase database;
    private final Choices any;
    private int made;

    Alterations(MemoryDatabase database, Choices any) {
        this.database = database;
        this.any = any;
    }

    /** A value of an added field. */
    Value value(FieldType type, long revision) {
        if (any.chance(20)) {
            return Value.nothing();
        }
        return type instanceof FieldType.Text
                ? new Value.Text("x" + revision)
                : new Value.Int(revision);
    }

    /**
     * The next one, or null.
     *
     * @param tables as the transaction has them
     * @param knownGone whether the sync knows that a table is there no more: one that is dropped
     *     and made again between two looks is not noticed
     */
    Commit.Step.@Nullable Altered drawn(Map<String, Layout> tables, Predicate<String> knownGone) {
        String name = any.oneOf(List.of(Traffic.ITEM, Traffic.ITEM, "parent", "child"));
        Layout layout = tables.get(name);
        if (layout == null) {
            return knownGone.test(name)
                    ? new Commit.Step.Altered(name, Traffic.items(), row -> row)
                    : null;
        }
        if (database.locked(name)) {
            return null;
        }
        List<Field> extras =
                layout.fields().stream().filter(field -> field.name().startsWith("c")).toList();
        int what = any.below(100);
        if (what < 12 && name.equals(Traffic.ITEM)) {
            return new Commit.Step.Altered(name, null, row -> row);
        }
        if (extras.isEmpty() || what < 40 && extras.size() < EXTRAS_MAX) {
            return added(layout);
        }
        Field field = any.oneOf(extras);
        return what < 60
                ? dropped(layout, field)
                : what < 75 ? renamed(layout, field) : retyped(layout, field);
    }

    private Commit.Step.Altered added(Layout layout) {
        Field field = new Field("c" + ++made, new FieldType.Int(32), true);
        List<Field> fields = new ArrayList<>(layout.fields());
        fields.add(field);
        Value value = any.chance(60) ? new Value.Int(1_000L * made) : Value.nothing();
        return altered(layout, fields, row -> row.overlaid(Row.of(field.name(), value)));
    }

    private static Commit.Step.Altered dropped(Layout layout, Field field) {
        List<Field> fields = new ArrayList<>(layout.fields());
        fields.remove(field);
        return altered(layout, fields, row -> of(fields, row, field.name()));
    }

    private Commit.Step.Altered renamed(Layout layout, Field field) {
        Field now = new Field("c" + ++made, field.type(), true);
        List<Field> fields = new ArrayList<>(layout.fields());
        fields.set(fields.indexOf(field), now);
        return altered(layout, fields, row -> of(fields, row, field.name()));
    }

    private Commit.Step.Altered retyped(Layout layout, Field field) {
        boolean wider = field.type().equals(new FieldType.Int(32)) && any.chance(50);
        FieldType type = wider ? new FieldType.Int(64) : new FieldType.Text(null);
        List<Field> fields = new ArrayList<>(layout.fields());
        fields.set(fields.indexOf(field), new Field(field.name(), type, true));
        return altered(
                layout,
                fields,
                row ->
                        row.map(
                                (name, value) ->
                                        !wider
                                                        && name.equals(field.name())
                                                        && value instanceof Value.Int(long number)
                                                ? new Value.Text("v" + number)
                                                : value));
    }

    private static Commit.Step.Altered altered(
            Layout layout, List<Field> fields, UnaryOperator<Row> rewritten) {
        Layout now = new Layout(layout.collection(), fields, layout.key(), List.of(), -1);
        return new Commit.Step.Altered(layout.collection(), now, rewritten);
    }

    /** A row with these fields; what it has not is what it has under the old name. */
    private static Row of(List<Field> fields, Row row, String old) {
        List<Value> values = new ArrayList<>();
        for (Field field : fields) {
            Value value = row.get(field.name());
            Value before = row.get(old);
            values.add(value != null ? value : before == null ? Value.nothing() : before);
        }
        return Row.of(Header.of(fields.stream().map(Field::name).toList()), values);
    }
}
