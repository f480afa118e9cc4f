package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.SampleValues;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a preview gives beside a configuration: layouts and sample rows. For one body. */
final class PreviewParser {
    static final String LAYOUTS = "layouts";
    static final String ROWS = "rows";

    /** More would be a run and not a look. */
    private static final int ROWS_MAX = 10;

    private static final String FIELDS = "fields";
    private static final String KEY = "key";
    private static final String TYPE = "type";
    private static final String NULLABLE = "nullable";

    private final Problems problems;

    PreviewParser(Problems problems) {
        this.problems = problems;
    }

    /** The configuration alone, with ends that nobody opens where layouts are given. */
    static ObjectNode configuration(JsonNode body) {
        ObjectNode copy = body.deepCopy().asObject();
        boolean layouts = copy.remove(LAYOUTS) != null;
        copy.remove(ROWS);
        if (!copy.has("name")) {
            copy.put("name", "preview");
        }
        if (layouts) {
            connected(copy.get("source"), "source");
            for (String key : List.of("destination", "destinations")) {
                JsonNode node = copy.get(key);
                connected(node, "destination");
                for (int i = 0; node != null && node.isArray() && i < node.size(); i++) {
                    connected(node.get(i), "destination-" + i);
                }
            }
        }
        return copy;
    }

    private static void connected(@Nullable JsonNode end, String host) {
        if (end instanceof ObjectNode object && !object.has("connection")) {
            JsonNode type = object.get(TYPE);
            String word = type != null && type.isString() ? type.stringValue() : "postgresql";
            String scheme =
                    switch (word) {
                        case "mysql", "mariadb", "mongodb" -> word;
                        case "mongo" -> "mongodb";
                        default -> "postgresql";
                    };
            object.put("connection", scheme + "://preview@" + host + "/preview");
        }
    }

    /** The layouts that are given; null if none are. */
    @Nullable Catalog layouts(Fields body) {
        JsonNode node = body.node(LAYOUTS);
        if (node == null) {
            return null;
        }
        List<Layout> layouts = new ArrayList<>();
        for (Member member : Member.all(node, body.pointer(LAYOUTS), problems)) {
            Layout layout = layout(member);
            if (layout != null) {
                layouts.add(layout);
            }
        }
        return new Catalog(layouts);
    }

    private @Nullable Layout layout(Member table) {
        Fields fields = Fields.of(table.node(), table.pointer(), problems);
        List<String> key = fields.texts(KEY);
        JsonNode listed = fields.node(FIELDS);
        if (listed == null) {
            problems.add(Code.MISSING_KEY, fields.pointer(FIELDS), "The key fields is missing.");
            return null;
        }
        List<Field> made = new ArrayList<>();
        for (Member member : Member.all(listed, fields.pointer(FIELDS), problems)) {
            Field field = field(member, key == null ? List.of() : key);
            if (field != null) {
                made.add(field);
            }
        }
        fields.finish(Set.of());
        for (String name : key == null ? List.<String>of() : key) {
            if (made.stream().noneMatch(field -> field.name().equals(name))) {
                problems.add(
                        Code.UNKNOWN_FIELD, fields.pointer(KEY), "A field of the key is missing.");
                return null;
            }
        }
        return new Layout(table.name(), made, key == null ? List.of() : key, List.of(), -1);
    }

    private @Nullable Field field(Member member, List<String> key) {
        JsonNode node = member.node();
        JsonNode named = node.isObject() ? node.get(TYPE) : node;
        FieldType type =
                named != null && named.isString() ? SampleValues.type(named.stringValue()) : null;
        if (type == null) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    member.pointer(),
                    "A type is expected here: boolean, integer, decimal, real, text, bytes, date,"
                            + " time, timestamp, instant, uuid or json.");
            return null;
        }
        JsonNode nullable = node.isObject() ? node.get(NULLABLE) : null;
        boolean may = nullable == null || nullable.isBoolean() && nullable.booleanValue();
        return new Field(member.name(), type, may && !key.contains(member.name()));
    }

    /** The sample rows by table, which are given by name, or as a list for the only one. */
    Map<String, List<Row>> rows(Fields body, List<Layout> layouts) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        JsonNode node = body.node(ROWS);
        if (node == null) {
            return rows;
        }
        String pointer = body.pointer(ROWS);
        if (node.isArray() && layouts.size() == 1) {
            rows.put(layouts.getFirst().collection(), rows(node, pointer, layouts.getFirst()));
            return rows;
        }
        for (Member member : Member.all(node, pointer, problems)) {
            Layout layout =
                    layouts.stream()
                            .filter(each -> RowsParser.same(each.collection(), member.name()))
                            .findFirst()
                            .orElse(null);
            if (layout == null) {
                problems.add(
                        Code.UNKNOWN_COLLECTION,
                        member.pointer(),
                        "No table of this name is copied.");
            } else {
                rows.put(layout.collection(), rows(member.node(), member.pointer(), layout));
            }
        }
        return rows;
    }

    private List<Row> rows(JsonNode node, String pointer, Layout layout) {
        List<Row> rows = new ArrayList<>();
        if (!node.isArray() || node.size() > ROWS_MAX) {
            problems.add(
                    node.isArray() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                    pointer,
                    "A list of at most " + ROWS_MAX + " rows is expected here.");
            return rows;
        }
        for (int i = 0; i < node.size(); i++) {
            rows.add(row(node.get(i), pointer + "/" + i, layout));
        }
        return rows;
    }

    /** A field that is not given is NULL. */
    private Row row(JsonNode node, String pointer, Layout layout) {
        Map<String, Value> given = new LinkedHashMap<>();
        for (Member member : Member.all(node, pointer, problems)) {
            Field field = layout.field(member.name());
            if (field == null) {
                problems.add(
                        Code.UNKNOWN_FIELD,
                        member.pointer(),
                        layout.collection() + " has no such field.");
                continue;
            }
            Value value = value(member.node(), field.type());
            if (value == null) {
                problems.add(
                        Code.WRONG_TYPE, member.pointer(), "This is no value of the field's type.");
            } else {
                given.put(field.name(), value);
            }
        }
        List<Value> values = new ArrayList<>();
        for (Field field : layout.fields()) {
            values.add(given.getOrDefault(field.name(), Value.nothing()));
        }
        return Row.of(Header.of(layout.fields().stream().map(Field::name).toList()), values);
    }

    private static @Nullable Value value(JsonNode node, FieldType type) {
        if (node.isNull()) {
            return Value.nothing();
        }
        String text = node.isString() ? node.stringValue() : node.toString();
        return SampleValues.value(text, type);
    }
}
