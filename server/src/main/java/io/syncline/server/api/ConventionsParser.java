package io.syncline.server.api;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the application of an end expects of whoever writes to its tables. For one body. */
final class ConventionsParser {
    private static final String SOFT_DELETE = "soft_delete";
    private static final String VERSIONS = "version_columns";
    private static final String SIDE_OWNED = "side_owned";

    /** Says of a column that it holds the time of a delete. */
    static final String TIMESTAMP = "timestamp";

    private final boolean twoWay;
    private final Problems problems;

    /**
     * @param twoWay whether the sync goes both ways: else there is nothing to expect
     */
    ConventionsParser(boolean twoWay, Problems problems) {
        this.twoWay = twoWay;
        this.problems = problems;
    }

    /** Reads the members of an end. */
    Conventions parse(Fields end) {
        List<Convention> all = new ArrayList<>();
        JsonNode soft = end.node(SOFT_DELETE);
        JsonNode versions = end.node(VERSIONS);
        List<String> owned = end.texts(SIDE_OWNED);
        for (String key : List.of(SOFT_DELETE, VERSIONS, SIDE_OWNED)) {
            if (!twoWay && end.has(key)) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        end.pointer(key),
                        "The key " + key + " is for syncs that go both ways: bi_directional.");
            }
        }
        if (soft != null) {
            softDeletes(soft, end.pointer(SOFT_DELETE), all);
        }
        if (versions != null) {
            versions(versions, end.pointer(VERSIONS), all);
        }
        for (int i = 0; owned != null && i < owned.size(); i++) {
            String pointer = end.pointer(SIDE_OWNED) + "/" + i;
            int dot = owned.get(i).lastIndexOf('.');
            String table = dot < 0 ? null : owned.get(i).substring(0, dot);
            all.add(new Convention.SideOwned(table, owned.get(i).substring(dot + 1), pointer));
        }
        return new Conventions(all);
    }

    private void softDeletes(JsonNode node, String pointer, List<Convention> all) {
        if (!node.isObject() || node.isEmpty()) {
            problems.add(
                    Code.WRONG_TYPE,
                    pointer,
                    "Write {\"deleted_at\": \"timestamp\"}, {\"column\": \"is_deleted\", \"deleted\":"
                            + " true}, or one of these for each table.");
        } else if (node.has("column")) {
            add(all, column(node, null, pointer));
        } else {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                String place = pointer + "/" + Fields.escaped(each.getKey());
                if (!each.getValue().isObject()) {
                    add(all, time(each, null, place));
                } else if (each.getValue().has("column")) {
                    add(all, column(each.getValue(), each.getKey(), place));
                } else {
                    for (Map.Entry<String, JsonNode> own : each.getValue().properties()) {
                        String there = place + "/" + Fields.escaped(own.getKey());
                        add(all, time(own, each.getKey(), there));
                    }
                }
            }
        }
    }

    private static void add(List<Convention> all, @Nullable Convention convention) {
        if (convention != null) {
            all.add(convention);
        }
    }

    private @Nullable Convention time(
            Map.Entry<String, JsonNode> named, @Nullable String table, String pointer) {
        JsonNode word = named.getValue();
        if (word.isString() && word.stringValue().equals(TIMESTAMP)) {
            return new Convention.SoftDelete(table, named.getKey(), null, null, pointer);
        }
        problems.add(
                Code.UNKNOWN_WORD,
                pointer,
                "The word timestamp is expected here: the column holds the time of the delete.");
        return null;
    }

    private @Nullable Convention column(JsonNode node, @Nullable String table, String pointer) {
        Fields fields = Fields.of(node, pointer, problems);
        String column = fields.required("column");
        Value deleted = value(fields.node("deleted"), fields.pointer("deleted"));
        Value live = value(fields.node("live"), fields.pointer("live"));
        fields.finish(Set.of());
        return column == null
                ? null
                : new Convention.SoftDelete(table, column, deleted, live, pointer);
    }

    private @Nullable Value value(@Nullable JsonNode node, String pointer) {
        if (node == null) {
            return null;
        }
        if (node.isBoolean()) {
            return new Value.Bool(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return new Value.Int(node.longValue());
        }
        if (!node.isString()) {
            problems.add(
                    Code.WRONG_TYPE,
                    pointer,
                    "A truth, a whole number or a text is expected here.");
            return null;
        }
        return new Value.Text(node.stringValue());
    }

    private void versions(JsonNode node, String pointer, List<Convention> all) {
        if (node.isString()) {
            all.add(new Convention.VersionColumn(null, node.stringValue(), pointer));
        } else if (!node.isObject()) {
            problems.add(
                    Code.WRONG_TYPE,
                    pointer,
                    "The name of a column is expected here, or one for each table.");
        } else {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                String place = pointer + "/" + Fields.escaped(each.getKey());
                if (each.getValue().isString()) {
                    String column = each.getValue().stringValue();
                    all.add(new Convention.VersionColumn(each.getKey(), column, place));
                } else {
                    problems.add(Code.WRONG_TYPE, place, "The name of a column is expected here.");
                }
            }
        }
    }
}
