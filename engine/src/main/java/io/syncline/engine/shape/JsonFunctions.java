package io.syncline.engine.shape;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions of documents. Pure. */
final class JsonFunctions {
    private static final String PATH = "path";
    private static final String TYPE = "type";
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final String[] TYPES = {
        "text",
        "integer",
        "decimal",
        "real",
        "boolean",
        "date",
        "timestamp",
        "instant",
        "uuid",
        "json"
    };

    private JsonFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "json_serialize",
                        "The value as JSON text",
                        Set.of(
                                Kind.JSON,
                                Kind.ITEMS,
                                Kind.TEXT,
                                Kind.BOOLEAN,
                                Kind.INTEGER,
                                Kind.DECIMAL,
                                Kind.REAL,
                                Kind.UUID,
                                Kind.DATE,
                                Kind.TIMESTAMP,
                                Kind.INSTANT),
                        JsonFunctions::serialize),
                Function.of(
                        "json_parse",
                        "The document in a text",
                        Set.of(Kind.TEXT),
                        _ ->
                                Function.Bound.oneWay(
                                        new FieldType.Json(),
                                        value ->
                                                value instanceof Value.Text(String text)
                                                        ? Plain.value(text, new FieldType.Json())
                                                        : null)),
                Function.of(
                        "json_field",
                        "What stands at a path of names in the document, such as `user.id`",
                        Set.of(Kind.JSON),
                        JsonFunctions::field,
                        Parameter.neededText(PATH),
                        Parameter.word(TYPE, TYPES[0], rest())));
    }

    private static String[] rest() {
        return java.util.Arrays.copyOfRange(TYPES, 1, TYPES.length);
    }

    private static Function.Bound serialize(Given given) {
        Turn forward =
                value -> {
                    Object tree = tree(value);
                    return tree == null ? null : new Value.Text(JsonTree.text(tree));
                };
        return given.type() instanceof FieldType.Json
                ? Function.Bound.bothWays(
                        TEXT,
                        value ->
                                value instanceof Value.Json(String canonical)
                                        ? new Value.Text(canonical)
                                        : null,
                        TimeFunctions.back(given.type()))
                : Function.Bound.oneWay(TEXT, forward);
    }

    /** A value as what stands in a document; null if it cannot stand in one. */
    private static @Nullable Object tree(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth;
            case Value.Int(long number) -> BigDecimal.valueOf(number);
            case Value.Decimal(BigDecimal number) -> number;
            case Value.Real _ -> Plain.number(value);
            case Value.Items(List<Value> values) -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (Value each : values) {
                    Object item = tree(each);
                    if (item == null && !(each instanceof Value.Null)) {
                        yield null;
                    }
                    items.add(item);
                }
                yield items;
            }
            case Value.Struct(Map<String, Value> fields) -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                fields.forEach((name, each) -> members.put(name, tree(each)));
                yield members;
            }
            case Value.Json json -> JsonTree.of(json);
            default -> Plain.text(value);
        };
    }

    private static Function.Bound field(Given given) {
        FieldType type = type(given.text(TYPE));
        List<String> path = path(given.text(PATH));
        return new Function.Bound(
                type,
                true,
                value ->
                        value instanceof Value.Json json
                                ? JsonTree.value(JsonTree.at(JsonTree.of(json), path), type)
                                : null,
                null,
                true);
    }

    /** The names of a path. */
    static List<String> path(String text) {
        List<String> names = List.of(text.split("\\.", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a path is names with a point between them");
        }
        return names;
    }

    private static FieldType type(String word) {
        return switch (word) {
            case "integer" -> new FieldType.Int(64);
            case "decimal" -> new FieldType.Decimal(null, null);
            case "real" -> new FieldType.Real(64);
            case "boolean" -> new FieldType.Bool();
            case "date" -> new FieldType.Date();
            case "timestamp" -> new FieldType.Timestamp();
            case "instant" -> new FieldType.Instant();
            case "uuid" -> new FieldType.Uuid();
            case "json" -> new FieldType.Json();
            default -> TEXT;
        };
    }
}
