package io.syncline.engine.facing;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists as JSON arrays: truths and numbers as themselves, texts and identifiers as strings. */
record Lists(FieldType element) {
    /**
     * Between JSON and lists of these elements; null for elements that JSON does not tell apart.
     */
    static @Nullable Form inJson(FieldType element) {
        Lists lists = new Lists(element);
        return lists.known() ? Form.of(lists::list, lists::json) : null;
    }

    private boolean known() {
        return switch (element) {
            case FieldType.Bool _,
                    FieldType.Int _,
                    FieldType.Decimal _,
                    FieldType.Text _,
                    FieldType.Uuid _ ->
                    true;
            default -> false;
        };
    }

    private @Nullable Value list(Value value) {
        List<Value.Json> items = value instanceof Value.Json json ? json.items() : null;
        if (items == null) {
            return null;
        }
        List<Value> values = new ArrayList<>();
        for (Value.Json item : items) {
            // A list in a list has elements of the same type.
            Value scalar = item.items() == null ? item.scalar() : item;
            Value each = scalar == null ? null : element(scalar);
            if (each == null) {
                return null;
            }
            values.add(each);
        }
        return new Value.Items(values);
    }

    private @Nullable Value element(Value value) {
        return switch (value) {
            case Value.Null _ -> value;
            case Value.Json nested -> list(nested);
            case Value.Bool _ -> element instanceof FieldType.Bool ? value : null;
            case Value.Int(long number) ->
                    switch (element) {
                        case FieldType.Int _ -> value;
                        case FieldType.Decimal _ -> new Value.Decimal(BigDecimal.valueOf(number));
                        default -> null;
                    };
            case Value.Decimal _ -> element instanceof FieldType.Decimal ? value : null;
            case Value.Text(String text) ->
                    element instanceof FieldType.Uuid
                            ? uuid(text)
                            : element instanceof FieldType.Text ? value : null;
            default -> null;
        };
    }

    private static @Nullable Value uuid(String text) {
        try {
            return new Value.Uuid(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private @Nullable Value json(Value value) {
        if (!(value instanceof Value.Items(List<Value> values))) {
            return null;
        }
        List<Value.Json> items = new ArrayList<>();
        for (Value each : values) {
            Value item =
                    switch (each) {
                        case Value.Null _ -> new Value.Json("null");
                        case Value.Bool(boolean truth) -> new Value.Json(String.valueOf(truth));
                        case Value.Int(long number) -> Value.Json.parse(Long.toString(number));
                        case Value.Decimal(BigDecimal number) ->
                                Value.Json.parse(number.toPlainString());
                        case Value.Text(String text) -> Value.Json.text(text);
                        case Value.Uuid(UUID uuid) -> Value.Json.text(uuid.toString());
                        case Value.Items _ -> json(each);
                        default -> null;
                    };
            if (!(item instanceof Value.Json json)) {
                return null;
            }
            items.add(json);
        }
        return Value.Json.array(items);
    }
}
