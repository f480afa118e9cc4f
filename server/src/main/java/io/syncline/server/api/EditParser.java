package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.SampleValues;
import io.syncline.engine.sync.Parked;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how a person wants a parked row to stand at the destination. Pure. */
final class EditParser {
    private static final String ROW = "row";

    private EditParser() {}

    /** What a body came to. */
    sealed interface Asked {
        /** Fields by the destination's names; no masked or other value is told by toString. */
        record Good(Map<String, Value> given) implements Asked {
            @Override
            public String toString() {
                return "Good" + given.keySet();
            }
        }

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /**
     * Reads a body.
     *
     * @param layout how rows stand at the destination
     * @param parked the row as it waits
     */
    static Asked parse(@Nullable JsonNode body, Layout layout, Parked parked) {
        Problems problems = new Problems();
        Fields fields = Fields.of(body, "", problems);
        if (body != null && !body.isObject()) {
            return new Asked.Bad(problems.all());
        }
        Map<String, Value> given = new TreeMap<>();
        JsonNode row = fields.node(ROW);
        if (row == null || row.isNull()) {
            problems.add(Code.MISSING_KEY, fields.pointer(ROW), "The row's fields are expected.");
        } else if (!row.isObject() || row.isEmpty()) {
            problems.add(
                    row.isObject() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                    fields.pointer(ROW),
                    "An object of fields, at least one, is expected here.");
        } else {
            row.properties()
                    .forEach(
                            member ->
                                    field(
                                            member,
                                            fields.pointer(ROW),
                                            layout,
                                            parked,
                                            given,
                                            problems));
        }
        fields.finish(Set.of());
        return problems.none() ? new Asked.Good(given) : new Asked.Bad(problems.all());
    }

    private static void field(
            Map.Entry<String, JsonNode> member,
            String row,
            Layout layout,
            Parked parked,
            Map<String, Value> given,
            Problems problems) {
        String pointer = row + "/" + Fields.escaped(member.getKey());
        Field field = layout.field(member.getKey());
        if (field == null) {
            problems.add(Code.UNKNOWN_FIELD, pointer, layout.collection() + " has no such field.");
            return;
        }
        JsonNode node = member.getValue();
        if (node.isNull() && !field.nullable()) {
            problems.add(Code.FIELD_REQUIRED, pointer, "This field takes no null.");
            return;
        }
        Value value =
                node.isNull()
                        ? Value.nothing()
                        : SampleValues.value(
                                node.isString() ? node.stringValue() : node.toString(),
                                field.type());
        if (value == null) {
            problems.add(Code.WRONG_TYPE, pointer, "This is no value of the field's type.");
        } else if (!keeps(layout, parked, field, value)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    pointer,
                    "This field belongs to the key: with another it would be another row.");
        } else {
            given.put(field.name(), value);
        }
    }

    /** Whether a field of the key stays what it is. */
    private static boolean keeps(Layout layout, Parked parked, Field field, Value value) {
        int at = layout.key().indexOf(field.name());
        return at < 0 || parked.change().id().key().get(at).equals(value);
    }
}
