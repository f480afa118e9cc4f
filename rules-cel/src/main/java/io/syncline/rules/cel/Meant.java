package io.syncline.rules.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Clash;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an expression's result means as a value of a field. A result that is one of the values that
 * were there is that value; any other has to be one of their kind, exactly. Pure.
 */
final class Meant {
    private Meant() {}

    /** The field's value; null if it cannot hold the result. */
    static @Nullable Value value(Object result, Clash clash) {
        return value(
                result,
                Stream.of(clash.ours(), clash.theirs(), clash.base())
                        .filter(Objects::nonNull)
                        .map(Value.class::cast)
                        .toList());
    }

    private static @Nullable Value value(Object result, List<Value> likes) {
        for (Value like : likes) {
            if (Shown.of(like).equals(result)) {
                return like;
            }
        }
        for (Value like : likes) {
            Value value = of(result, like, likes);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Value of(Object result, Value like, List<Value> likes) {
        return switch (like) {
            case Value.Bool _ -> result instanceof Boolean truth ? new Value.Bool(truth) : null;
            case Value.Int _ -> whole(exact(result));
            case Value.Decimal _ -> decimal(exact(result));
            case Value.Real _ -> real(result);
            case Value.Text _ -> result instanceof String text ? new Value.Text(text) : null;
            case Value.Bytes _ ->
                    result instanceof CelByteString bytes
                            ? new Value.Bytes(bytes.toByteArray())
                            : null;
            case Value.Date _ -> result instanceof LocalDate day ? new Value.Date(day) : null;
            case Value.Time _ -> result instanceof LocalTime time ? new Value.Time(time) : null;
            case Value.Timestamp _ ->
                    result instanceof LocalDateTime time ? new Value.Timestamp(time) : null;
            case Value.Instant _ ->
                    result instanceof java.time.Instant time ? new Value.Instant(time) : null;
            case Value.Uuid _ -> result instanceof String text ? uuid(text) : null;
            case Value.Json _ -> json(result);
            case Value.Items _ -> result instanceof List<?> list ? items(list, likes) : null;
            case Value.Struct(var fields) ->
                    result instanceof Map<?, ?> map && map.keySet().equals(fields.keySet())
                            ? struct(map, likes)
                            : null;
            // What nobody here can read was among the values that were there, or is none.
            case Value.Null _, Value.Other _ -> null;
        };
    }

    private static @Nullable BigDecimal exact(Object result) {
        return switch (result) {
            case Long number -> BigDecimal.valueOf(number);
            case UnsignedLong number -> new BigDecimal(number.bigIntegerValue());
            case BigDecimal number -> number;
            default -> null;
        };
    }

    private static @Nullable Value whole(@Nullable BigDecimal number) {
        boolean fits =
                number != null
                        && number.stripTrailingZeros().scale() <= 0
                        && number.toBigInteger().bitLength() < Long.SIZE;
        return number != null && fits ? new Value.Int(number.longValueExact()) : null;
    }

    private static @Nullable Value decimal(@Nullable BigDecimal number) {
        return number == null ? null : new Value.Decimal(number);
    }

    private static @Nullable Value real(Object result) {
        if (result instanceof Double number) {
            return new Value.Real(number);
        }
        BigDecimal number = exact(result);
        double near = number == null ? Double.NaN : number.doubleValue();
        boolean same =
                number != null
                        && Double.isFinite(near)
                        && new BigDecimal(near).compareTo(number) == 0;
        return same ? new Value.Real(near) : null;
    }

    private static @Nullable Value uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? new Value.Uuid(uuid) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An item is like any item of the lists that were there. */
    private static @Nullable Value items(List<?> list, List<Value> likes) {
        List<Value> known = new ArrayList<>();
        for (Value like : likes) {
            if (like instanceof Value.Items(var items)) {
                known.addAll(items);
            }
        }
        List<Value> items = new ArrayList<>();
        for (Object item : list) {
            Value value = part(item, known);
            if (value == null) {
                return null;
            }
            items.add(value);
        }
        return new Value.Items(items);
    }

    private static @Nullable Value struct(Map<?, ?> map, List<Value> likes) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            List<Value> known = new ArrayList<>();
            for (Value like : likes) {
                Value field = like instanceof Value.Struct(var all) ? all.get(name) : null;
                if (field != null) {
                    known.add(field);
                }
            }
            Value value = part(Objects.requireNonNull(entry.getValue()), known);
            if (value == null) {
                return null;
            }
            fields.put(name, value);
        }
        return new Value.Struct(fields);
    }

    private static @Nullable Value part(Object part, List<Value> known) {
        return part == NullValue.NULL_VALUE ? Value.nothing() : value(part, known);
    }

    private static Value.@Nullable Json json(Object result) {
        return switch (result) {
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case String text -> Value.Json.text(text);
            case Boolean truth -> Value.Json.parse(truth.toString());
            case Double number when Double.isFinite(number) -> Value.Json.parse(number.toString());
            case Shown.Opaque(Value.Json json) -> json;
            case NullValue _ -> Value.Json.parse("null");
            default -> {
                BigDecimal number = exact(result);
                yield number == null ? null : Value.Json.parse(number.toString());
            }
        };
    }

    private static Value.@Nullable Json object(Map<?, ?> map) {
        Map<String, Value.Json> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Value.Json member = json(Objects.requireNonNull(entry.getValue()));
            if (!(entry.getKey() instanceof String name) || member == null) {
                return null;
            }
            members.put(name, member);
        }
        return Value.Json.object(members);
    }

    private static Value.@Nullable Json array(List<?> list) {
        List<Value.Json> items = new ArrayList<>();
        for (Object each : list) {
            Value.Json item = json(each);
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        return Value.Json.array(items);
    }
}
