package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.NamedRule;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads arguments of functions, masks and validators. For one body, one thread. */
final class ArgsParser {
    private static final String FIELD = "field";
    private final Problems problems;

    ArgsParser(Problems problems) {
        this.problems = problems;
    }

    /** The members of an object as arguments; none if there is no object. */
    Args of(@Nullable JsonNode node, String pointer) {
        return node == null ? Args.none() : of(node, pointer, Set.of());
    }

    /** The members of an object but for these. */
    Args of(JsonNode node, String pointer, Set<String> but) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Member member : Member.all(node, pointer, problems)) {
            String name = Words.snake(member.name());
            if (but.contains(name) || member.node().isNull()) {
                continue;
            }
            List<String> texts = new ArrayList<>();
            if (member.node().isArray()) {
                for (JsonNode item : member.node()) {
                    text(item, member.pointer(), texts);
                }
            } else {
                text(member.node(), member.pointer(), texts);
            }
            values.put(name, texts);
        }
        return new Args(values);
    }

    private void text(JsonNode node, String pointer, List<String> into) {
        if (node.isString()) {
            into.add(node.stringValue());
        } else if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            into.add(node.decimalValue().toPlainString());
        } else if (node.isBoolean()) {
            into.add(Boolean.toString(node.booleanValue()));
        } else {
            problems.add(Code.WRONG_TYPE, pointer, "A text, a number or a list is expected here.");
        }
    }

    /** A list of objects, each with a field, a name under the key, and arguments beside them. */
    List<NamedRule> list(JsonNode node, String pointer, String key, boolean everywhere) {
        List<NamedRule> rules = new ArrayList<>();
        if (!node.isArray()) {
            problems.add(Code.WRONG_TYPE, pointer, "A list is expected here.");
            return rules;
        }
        for (int i = 0; i < node.size(); i++) {
            String place = pointer + "/" + i;
            if (!node.get(i).isObject()) {
                problems.add(Code.WRONG_TYPE, place, "An object is expected here.");
                continue;
            }
            Fields fields = Fields.of(node.get(i), place, problems);
            String field = fields.required(FIELD);
            String name = fields.required(key);
            if (field != null && name != null) {
                Args args = of(node.get(i), place, Set.of(FIELD, key));
                String plain = name.startsWith("$") ? name.substring(1) : Words.snake(name);
                rules.add(new NamedRule(field, plain, args, everywhere, place));
            }
        }
        return rules;
    }
}
