package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.TableRules;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what rows have to be. Each key may stand in {@code validation} or beside it. For one body,
 * one thread.
 */
final class ValidationParser {
    private static final String RULE = "rule";

    private final boolean everywhere;
    private final Problems problems;
    private final ArgsParser args;
    private final FiltersParser conditions;

    ValidationParser(boolean everywhere, Problems problems) {
        this.everywhere = everywhere;
        this.problems = problems;
        this.args = new ArgsParser(problems);
        this.conditions = new FiltersParser(problems);
    }

    /** Rules of all tables, those of single ones, and what is switched on. */
    record Found(
            List<NamedRule> checks,
            Map<String, List<NamedRule>> byTable,
            List<RowRule> business,
            Map<String, List<RowRule>> businessByTable,
            TableRules.Validation switches) {
        /** The tables that are named. */
        Set<String> tables() {
            Set<String> names = new TreeSet<>(byTable.keySet());
            names.addAll(businessByTable.keySet());
            return names;
        }

        /** The rules of a table, or of those that are not named. */
        TableRules.Validation of(@Nullable String table) {
            List<NamedRule> all = new ArrayList<>(checks);
            List<RowRule> rules = new ArrayList<>(business);
            if (table != null) {
                all.addAll(byTable.getOrDefault(table, List.of()));
                rules.addAll(businessByTable.getOrDefault(table, List.of()));
            }
            return new TableRules.Validation(
                    all,
                    rules,
                    switches.formats(),
                    switches.consistency(),
                    switches.images(),
                    switches.attributes(),
                    switches.mode());
        }
    }

    private final List<NamedRule> checks = new ArrayList<>();
    private final Map<String, List<NamedRule>> byTable = new LinkedHashMap<>();
    private final List<RowRule> business = new ArrayList<>();
    private final Map<String, List<RowRule>> businessByTable = new LinkedHashMap<>();
    private boolean formats;
    private boolean consistency;
    private boolean images;
    private boolean attributes;
    private boolean skips;
    private TableRules.Validation.Mode mode = TableRules.Validation.Mode.STRICT;

    Found parse(Fields body, Fields validation) {
        for (Fields place : List.of(body, validation)) {
            required(place);
            formats(place);
            images(place);
            consistency = place.flag("data_consistency_checks", consistency);
            attributes = place.flag("attribute_schema_validation", attributes);
            skips = place.flag("skip_invalid_records", skips);
            String word = place.word("validation_mode", List.of("strict", "lenient"));
            mode =
                    word == null
                            ? mode
                            : word.equals("lenient")
                                    ? TableRules.Validation.Mode.LENIENT
                                    : TableRules.Validation.Mode.STRICT;
        }
        business(body, validation);
        if (skips && mode == TableRules.Validation.Mode.LENIENT) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    validation.has("skip_invalid_records")
                            ? validation.pointer("skip_invalid_records")
                            : body.pointer("skip_invalid_records"),
                    "A lenient sync writes invalid rows, and this leaves them out: choose one.");
        }
        return new Found(
                checks,
                byTable,
                business,
                businessByTable,
                new TableRules.Validation(
                        List.of(),
                        List.of(),
                        formats,
                        consistency,
                        images,
                        attributes,
                        skips ? TableRules.Validation.Mode.SKIP : mode));
    }

    private void required(Fields place) {
        JsonNode node = place.node("required_fields");
        if (node == null) {
            return;
        }
        String pointer = place.pointer("required_fields");
        if (node.isObject()) {
            for (Member member : Member.all(node, pointer, problems)) {
                names(member.node(), member.pointer(), false, rules(member.name()));
            }
        } else {
            names(node, pointer, everywhere, checks);
        }
    }

    private List<NamedRule> rules(String table) {
        return byTable.computeIfAbsent(table, _ -> new ArrayList<>());
    }

    private void names(JsonNode node, String pointer, boolean all, List<NamedRule> into) {
        if (!node.isArray()) {
            problems.add(Code.WRONG_TYPE, pointer, "A list of fields is expected here.");
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            String place = pointer + "/" + i;
            if (node.get(i).isString()) {
                into.add(
                        new NamedRule(
                                node.get(i).stringValue(), "required", Args.none(), all, place));
            } else {
                problems.add(Code.WRONG_TYPE, place, "A field's name is expected here.");
            }
        }
    }

    private void formats(Fields place) {
        JsonNode node = place.node("format_validation");
        if (node == null) {
            return;
        }
        String pointer = place.pointer("format_validation");
        if (node.isBoolean()) {
            formats = node.booleanValue();
        } else if (node.isArray()) {
            checks.addAll(args.list(node, pointer, RULE, everywhere));
        } else {
            for (Member member : Member.all(node, pointer, problems)) {
                if (member.node().isObject() && member.node().get(RULE) == null) {
                    for (Member inner : Member.all(member.node(), member.pointer(), problems)) {
                        check(inner, false, rules(member.name()));
                    }
                } else {
                    check(member, everywhere, checks);
                }
            }
        }
    }

    private void check(Member member, boolean all, List<NamedRule> into) {
        JsonNode node = member.node();
        JsonNode named = node.isObject() ? node.get(RULE) : node;
        if (named == null || !named.isString()) {
            problems.add(
                    Code.WRONG_TYPE,
                    member.pointer(),
                    "The name of a validator, or an object with rule and its arguments, is"
                            + " expected here.");
            return;
        }
        Args given = node.isObject() ? args.of(node, member.pointer(), Set.of(RULE)) : Args.none();
        into.add(
                new NamedRule(
                        member.name(),
                        Words.snake(named.stringValue()),
                        given,
                        all,
                        member.pointer()));
    }

    private void images(Fields place) {
        JsonNode node = place.node("image_url_validation");
        if (node == null) {
            return;
        }
        if (node.isBoolean()) {
            images = node.booleanValue();
            return;
        }
        String pointer = place.pointer("image_url_validation");
        for (Member member : Member.all(node, pointer, problems)) {
            JsonNode fetch = member.node().isObject() ? member.node().get("fetch") : null;
            if (member.node().isBoolean() || fetch != null && fetch.isBoolean()) {
                Args given =
                        fetch == null
                                ? Args.none()
                                : Args.of("fetch", Boolean.toString(fetch.booleanValue()));
                checks.add(
                        new NamedRule(
                                member.name(), "image_url", given, everywhere, member.pointer()));
            } else {
                problems.add(
                        Code.WRONG_TYPE,
                        member.pointer(),
                        "true, or an object with fetch, is expected here.");
            }
        }
    }

    /** Rules may stand in the key itself; true means those of {@code business_rules}. */
    private void business(Fields body, Fields validation) {
        JsonNode wanted = validation.node("business_rule_validation");
        JsonNode listed = body.node("business_rules");
        boolean off = wanted != null && wanted.isBoolean() && !wanted.booleanValue();
        if (listed != null && !off) {
            rules(listed, body.pointer("business_rules"));
        }
        if (wanted == null) {
            return;
        }
        String pointer = validation.pointer("business_rule_validation");
        if (!wanted.isBoolean()) {
            rules(wanted, pointer);
        } else if (!off && listed == null) {
            problems.add(
                    Code.MISSING_KEY,
                    pointer,
                    "There are no rules: give them in business_rules, as name and condition.");
        }
    }

    private void rules(JsonNode node, String pointer) {
        for (Member member : Member.all(node, pointer, problems)) {
            if (member.node().isObject()) {
                for (Member inner : Member.all(member.node(), member.pointer(), problems)) {
                    add(
                            inner,
                            false,
                            businessByTable.computeIfAbsent(member.name(), _ -> new ArrayList<>()));
                }
            } else {
                add(member, everywhere, business);
            }
        }
    }

    private void add(Member member, boolean all, List<RowRule> into) {
        RowRule rule = conditions.condition(member.node(), member.name(), all, member.pointer());
        if (rule != null) {
            into.add(rule);
        }
    }
}
