package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.NamedRule;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code data_masking}: masks by field, or by table and field, or as a list. For one body,
 * one thread.
 */
final class MaskParser {
    private static final String KEY = "data_masking";
    private static final List<String> WORDS = List.of("mask", "type", "method");

    private final boolean everywhere;
    private final Problems problems;
    private final ArgsParser args;

    MaskParser(boolean everywhere, Problems problems) {
        this.everywhere = everywhere;
        this.problems = problems;
        this.args = new ArgsParser(problems);
    }

    RowsParser.Masks parse(Fields place) {
        List<NamedRule> flat = new ArrayList<>();
        Map<String, List<NamedRule>> tables = new LinkedHashMap<>();
        JsonNode node = place.node(KEY);
        if (node == null) {
            return new RowsParser.Masks(flat, tables);
        }
        String pointer = place.pointer(KEY);
        if (node.isArray()) {
            flat.addAll(args.list(node, pointer, WORDS.getFirst(), everywhere));
            return new RowsParser.Masks(flat, tables);
        }
        for (Member member : Member.all(node, pointer, problems)) {
            if (member.node().isObject() && word(member.node()) == null) {
                List<NamedRule> rules = new ArrayList<>();
                for (Member inner : Member.all(member.node(), member.pointer(), problems)) {
                    add(inner, false, rules);
                }
                tables.put(member.name(), rules);
            } else {
                add(member, everywhere, flat);
            }
        }
        return new RowsParser.Masks(flat, tables);
    }

    private static @Nullable String word(JsonNode node) {
        for (String word : WORDS) {
            JsonNode named = node.get(word);
            if (named != null && named.isString()) {
                return named.stringValue();
            }
        }
        return null;
    }

    private void add(Member member, boolean all, List<NamedRule> into) {
        JsonNode node = member.node();
        String word = node.isString() ? node.stringValue() : node.isObject() ? word(node) : null;
        if (word == null) {
            problems.add(
                    Code.WRONG_TYPE,
                    member.pointer(),
                    "The name of a mask, or an object with mask and its arguments, is expected"
                            + " here.");
            return;
        }
        Args given =
                node.isObject() ? args.of(node, member.pointer(), Set.copyOf(WORDS)) : Args.none();
        into.add(new NamedRule(member.name(), Words.snake(word), given, all, member.pointer()));
    }
}
