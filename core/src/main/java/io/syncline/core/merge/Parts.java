package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of values that have some: JSON documents, structs, lists. A part of a JSON document
 * that has no parts itself is looked at as the text, number or truth it is.
 */
final class Parts {
    private Parts() {}

    /** An object's members by name; null of anything else. */
    static @Nullable Map<String, Value> members(Value value) {
        if (value instanceof Value.Struct(var fields)) {
            return fields;
        }
        Map<String, Value.Json> members = value instanceof Value.Json json ? json.members() : null;
        if (members == null) {
            return null;
        }
        Map<String, Value> opened = new LinkedHashMap<>();
        members.forEach((name, member) -> opened.put(name, part(member)));
        return opened;
    }

    /** A list's items; null of anything else. */
    static @Nullable List<Value> items(Value value) {
        if (value instanceof Value.Items(var items)) {
            return items;
        }
        List<Value.Json> items = value instanceof Value.Json json ? json.items() : null;
        return items == null ? null : new ArrayList<>(items.stream().map(Parts::part).toList());
    }

    /** An object of these members, of the same form as another one. */
    static Value object(Value like, Map<String, Value> members) {
        if (like instanceof Value.Struct) {
            return new Value.Struct(members);
        }
        Map<String, Value.Json> closed = new LinkedHashMap<>();
        members.forEach((name, member) -> closed.put(name, json(member)));
        return Value.Json.object(closed);
    }

    /** A list of these items, of the same form as another one. */
    static Value list(Value like, List<Value> items) {
        return like instanceof Value.Items
                ? new Value.Items(items)
                : Value.Json.array(items.stream().map(Parts::json).toList());
    }

    /**
     * What a rule is to look at: a document without parts is its text, number or truth. The null of
     * a document stays one, as a field may be NULL as well.
     */
    static Value open(Value value) {
        return value instanceof Value.Json json && !nothing(value) ? part(json) : value;
    }

    private static Value part(Value.Json json) {
        Value scalar = json.scalar();
        return scalar == null ? json : scalar;
    }

    /** Whether it is NULL, or a document's null. */
    static boolean nothing(Value value) {
        return value instanceof Value.Null
                || value instanceof Value.Json(String text) && text.equals("null");
    }

    /** A rule's value in the form that the field holds. */
    static Value closed(Value like, Value value) {
        return like instanceof Value.Json ? json(value) : value;
    }

    /** A value as JSON; what JSON has no word for is its text. */
    static Value.Json json(Value value) {
        return switch (value) {
            case Value.Json json -> json;
            case Value.Null _ -> new Value.Json("null");
            case Value.Bool(boolean truth) -> new Value.Json(Boolean.toString(truth));
            case Value.Int(long number) -> new Value.Json(Long.toString(number));
            case Value.Decimal(var number) -> Value.Json.parse(number.toString());
            case Value.Real(double number) when Double.isFinite(number) ->
                    Value.Json.parse(Double.toString(number));
            case Value.Text(String text) -> Value.Json.text(text);
            case Value.Items(var items) ->
                    Value.Json.array(items.stream().map(Parts::json).toList());
            case Value.Struct(var fields) -> {
                Map<String, Value.Json> members = new LinkedHashMap<>();
                fields.forEach((name, field) -> members.put(name, json(field)));
                yield Value.Json.object(members);
            }
            case Value.Real(double number) -> Value.Json.text(Double.toString(number));
            case Value.Bytes(byte[] bytes) ->
                    Value.Json.text(Base64.getEncoder().encodeToString(bytes));
            case Value.Date(var date) -> Value.Json.text(date.toString());
            case Value.Time(var time) -> Value.Json.text(time.toString());
            case Value.Timestamp(var time) -> Value.Json.text(time.toString());
            case Value.Instant(var time) -> Value.Json.text(time.toString());
            case Value.Uuid(var uuid) -> Value.Json.text(uuid.toString());
            case Value.Other(_, String text) -> Value.Json.text(text);
        };
    }
}
