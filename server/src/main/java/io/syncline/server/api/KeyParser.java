package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.SampleValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a row's key: the value itself where the key has one field, else a list of values in the
 * key's order or an object of them by the fields' names. A value is that of its field's type, also
 * written as text. Pure.
 */
final class KeyParser {
    private final Problems problems;

    KeyParser(Problems problems) {
        this.problems = problems;
    }

    /**
     * A key of rows of a layout.
     *
     * @param whole whether all of its fields are needed; else the last ones may be left out
     * @return null if it is none, which is noted
     */
    @Nullable List<Value> key(JsonNode node, String pointer, Layout layout, boolean whole) {
        int before = problems.all().size();
        List<Value> values =
                node.isObject() ? named(node, pointer, layout) : listed(node, pointer, layout);
        if (problems.all().size() > before) {
            return null;
        }
        int size = layout.key().size();
        if (values.isEmpty() || values.size() > size || whole && values.size() < size) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    pointer,
                    "The key of %s has these fields, in this order: %s."
                            .formatted(layout.collection(), String.join(", ", layout.key())));
            return null;
        }
        return values;
    }

    private List<Value> listed(JsonNode node, String pointer, Layout layout) {
        List<Value> values = new ArrayList<>();
        int count = node.isArray() ? node.size() : 1;
        for (int i = 0; i < count && i < layout.key().size(); i++) {
            String at = node.isArray() ? pointer + "/" + i : pointer;
            value(node.isArray() ? node.get(i) : node, at, layout, i, values);
        }
        if (count > layout.key().size()) {
            // One too many says so.
            values.add(Value.nothing());
        }
        return values;
    }

    private List<Value> named(JsonNode node, String pointer, Layout layout) {
        List<Value> values = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < layout.key().size() && i == known.size(); i++) {
            JsonNode value = node.get(layout.key().get(i));
            if (value != null) {
                known.add(layout.key().get(i));
                String at = pointer + "/" + Fields.escaped(layout.key().get(i));
                value(value, at, layout, i, values);
            }
        }
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(
                        name ->
                                problems.add(
                                        Code.UNKNOWN_FIELD,
                                        pointer + "/" + Fields.escaped(name),
                                        "The key of %s has these fields, in this order: %s."
                                                .formatted(
                                                        layout.collection(),
                                                        String.join(", ", layout.key()))));
        return values;
    }

    private void value(
            JsonNode node, String pointer, Layout layout, int index, List<Value> values) {
        Field field = Objects.requireNonNull(layout.field(layout.key().get(index)));
        Value value =
                node.isNull() || node.isContainer()
                        ? null
                        : SampleValues.value(
                                node.isString() ? node.stringValue() : node.toString(),
                                field.type());
        if (value == null || value instanceof Value.Null) {
            problems.add(
                    Code.WRONG_TYPE,
                    pointer,
                    "This is no value of " + Words.quoted(field.name()) + ", a field of the key.");
        } else {
            values.add(value);
        }
    }
}
