package io.syncline.testkit.merge;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Value.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Edits of a row as the corpus writes them, with semicolons between them: {@code a=1}, {@code
 * doc.part=x}, {@code doc.part=~} to remove one, {@code list+=x}, {@code list-=x}, {@code n+=2},
 * {@code text~old=>new}.
 */
final class Edits {
    private static final Pattern EDIT =
            Pattern.compile("([\\w.\\-]+?)(\\+=|-=|~|=)(.*)", Pattern.DOTALL);

    private static final List<String> KEYS = List.of("id", "sku", "code", "key", "name");

    private Edits() {}

    static Row apply(Row row, String edits) {
        Map<String, Value> fields = Meeting.fields(row);
        for (String edit : edits.split(";\\s*")) {
            if (edit.isBlank() || edit.startsWith("!")) {
                continue;
            }
            Matcher parts = EDIT.matcher(edit.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("No edit: " + edit);
            }
            String[] path = parts.group(1).split("\\.");
            Value old = fields.getOrDefault(path[0], Value.nothing());
            fields.put(path[0], edited(old, path, 1, parts.group(2), parts.group(3)));
        }
        return Row.of(fields);
    }

    private static Value edited(Value old, String[] path, int depth, String kind, String argument) {
        if (depth < path.length) {
            return within((Json) old, path, depth, kind, argument);
        }
        return switch (kind) {
            case "=" ->
                    argument.strip().equals("[]") && old instanceof Json
                            ? Json.array(List.of())
                            : Notation.value(argument);
            case "~" -> replaced(old, argument);
            case "+=" -> added(old, argument.strip(), 1);
            default -> added(old, argument.strip(), -1);
        };
    }

    private static Json within(Json old, String[] path, int depth, String kind, String argument) {
        Map<String, Json> members = old.members();
        String name = path[depth];
        if (members != null) {
            Map<String, Json> more = new LinkedHashMap<>(members);
            if (argument.equals("~") && depth + 1 == path.length) {
                more.remove(name);
            } else {
                Json part = members.getOrDefault(name, Json.parse("null"));
                more.put(name, part(part, path, depth, kind, argument));
            }
            return Json.object(more);
        }
        List<Json> items = new ArrayList<>();
        boolean found = false;
        for (Json item : items(old)) {
            boolean it = is(item, name);
            found |= it;
            items.add(it ? within(item, path, depth + 1, kind, argument) : item);
        }
        if (!found) {
            throw new IllegalArgumentException("No item " + name + " in " + old);
        }
        return Json.array(items);
    }

    private static Json part(Json old, String[] path, int depth, String kind, String argument) {
        Value scalar = old.scalar();
        Value opened = scalar == null || depth + 1 < path.length ? old : scalar;
        Value edited = edited(opened, path, depth + 1, kind, argument);
        return edited instanceof Value.Items(var values)
                ? Json.array(values.stream().map(Notation::json).toList())
                : Notation.json(edited);
    }

    private static List<Json> items(Json json) {
        List<Json> items = json.items();
        if (items == null) {
            throw new IllegalArgumentException("No list: " + json);
        }
        return items;
    }

    /** Whether an item is called so, or is this. */
    private static boolean is(Json item, String name) {
        Map<String, Json> members = item.members();
        if (members == null) {
            return item.equals(Notation.json(Notation.value(name)));
        }
        for (String key : KEYS) {
            Json member = members.get(key);
            if (member != null && member.equals(Notation.json(Notation.value(name)))) {
                return true;
            }
        }
        return false;
    }

    private static Value replaced(Value old, String argument) {
        String[] parts = argument.replace("\\n", "\n").split("=>", -1);
        String text = ((Value.Text) old).value();
        if (!text.contains(parts[0])) {
            throw new IllegalArgumentException("No '" + parts[0] + "' in " + text);
        }
        int at = text.indexOf(parts[0]);
        return new Value.Text(
                text.substring(0, at) + parts[1] + text.substring(at + parts[0].length()));
    }

    private static Value added(Value old, String argument, int sign) {
        return switch (old) {
            case Value.Int(long number) -> new Value.Int(number + sign * Long.parseLong(argument));
            case Value.Decimal(BigDecimal number) ->
                    new Value.Decimal(
                            number.add(new BigDecimal(argument).multiply(new BigDecimal(sign))));
            case Value.Items(var values) -> {
                List<Value> items = new ArrayList<>(values);
                Value item = Notation.value(argument);
                if (sign > 0) {
                    items.add(item);
                } else if (!items.remove(item)) {
                    throw new IllegalArgumentException("No item " + argument + " in " + old);
                }
                yield new Value.Items(items);
            }
            case Json json -> {
                List<Json> items = new ArrayList<>(items(json));
                if (sign > 0) {
                    items.add(Notation.json(Notation.value(argument)));
                } else if (!items.removeIf(item -> is(item, argument))) {
                    throw new IllegalArgumentException("No item " + argument + " in " + old);
                }
                yield Json.array(items);
            }
            default -> throw new IllegalArgumentException("Not to be added to: " + old);
        };
    }
}
