package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.review.Related;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code context}: by table, which rows are shown beside one that waits. One of them may
 * stand without a list around it. For one body, one thread.
 */
final class ContextParser {
    static final String KEY = "context";

    private final Problems problems;

    ContextParser(Problems problems) {
        this.problems = problems;
    }

    Map<String, List<Related>> parse(Fields place) {
        Map<String, List<Related>> context = new LinkedHashMap<>();
        JsonNode node = place.node(KEY);
        if (node == null) {
            return context;
        }
        for (Member member : Member.all(node, place.pointer(KEY), problems)) {
            List<Related> rows = new ArrayList<>();
            if (member.node().isArray()) {
                for (int i = 0; i < member.node().size(); i++) {
                    add(member.node().get(i), member.pointer() + "/" + i, rows);
                }
            } else {
                add(member.node(), member.pointer(), rows);
            }
            context.put(member.name(), rows);
        }
        return context;
    }

    private void add(JsonNode node, String pointer, List<Related> into) {
        Fields fields = Fields.of(node, pointer, problems);
        if (!node.isObject()) {
            return;
        }
        String table = fields.required("table");
        List<String> key = texts(fields, "key");
        List<String> shown = fields.texts("fields");
        fields.finish(Set.of());
        if (key.isEmpty()) {
            problems.add(
                    Code.MISSING_KEY,
                    fields.pointer("key"),
                    "Say which fields of the row hold the other row's key.");
        } else if (table != null) {
            into.add(new Related(table, key, shown == null ? List.of() : shown));
        }
    }

    /** A list of names, or one name. */
    private static List<String> texts(Fields fields, String name) {
        JsonNode node = fields.node(name);
        @Nullable List<String> texts =
                node != null && node.isString() ? List.of(node.stringValue()) : fields.texts(name);
        return texts == null ? List.of() : texts;
    }
}
