package io.syncline.rules.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as an expression sees them, none of them rounded. Pure. */
final class Shown {
    private Shown() {}

    /**
     * A value that an expression can hand on and find equal, and nothing else.
     *
     * @param value as it is in the row
     */
    record Opaque(Value value) {}

    /** The thing that stands for a value; never null. */
    static Object of(Value value) {
        return switch (value) {
            case Value.Null _ -> NullValue.NULL_VALUE;
            case Value.Bool(boolean truth) -> truth;
            case Value.Int(long number) -> number;
            case Value.Decimal(var number) when Decimals.bounded(number) -> number;
            case Value.Real(double number) -> number;
            case Value.Text(String text) -> text;
            case Value.Bytes(byte[] bytes) -> CelByteString.of(bytes);
            case Value.Date(var day) -> day;
            case Value.Time(var time) -> time;
            case Value.Timestamp(var time) -> time;
            case Value.Instant(var time) -> time;
            case Value.Uuid(var uuid) -> uuid.toString();
            case Value.Json json -> document(json);
            case Value.Items(var items) -> items.stream().map(Shown::of).toList();
            case Value.Struct(var fields) -> members(fields);
            case Value.Decimal _, Value.Other _ -> new Opaque(value);
        };
    }

    private static Object document(Value.Json json) {
        Map<String, Value.Json> members = json.members();
        if (members != null) {
            return members(members);
        }
        List<Value.Json> items = json.items();
        if (items != null) {
            List<Object> shown = new ArrayList<>();
            items.forEach(item -> shown.add(document(item)));
            return shown;
        }
        Value scalar = json.scalar();
        return scalar == null ? new Opaque(json) : of(scalar);
    }

    private static Map<String, Object> members(Map<String, ? extends Value> members) {
        Map<String, Object> shown = new LinkedHashMap<>();
        members.forEach((name, member) -> shown.put(name, of(member)));
        return shown;
    }
}
