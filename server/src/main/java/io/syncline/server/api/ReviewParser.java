package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Strategies;
import io.syncline.engine.review.FourEyes;
import io.syncline.engine.review.Related;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.engine.store.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how people review what no rule decides. Pure; for one body. */
final class ReviewParser {
    /** What a role is written behind, where a name may stand too. */
    static final String ROLE = "role:";

    private static final String FOUR_EYES = "four_eyes";
    private static final String ON_TIMEOUT = "on_timeout";
    private static final Duration TIMEOUT_LEAST = Duration.ofSeconds(1);
    private static final int NAME_MAX = 200;

    private final Problems problems;

    ReviewParser(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads the object.
     *
     * @param pointer where it stands
     */
    ReviewTerms parse(JsonNode node, String pointer) {
        Fields fields = Fields.of(node, pointer, problems);
        FourEyes fourEyes = fourEyes(fields);
        Duration timeout = fields.has("timeout") ? fields.span("timeout", Duration.ZERO) : null;
        if (timeout != null && timeout.compareTo(TIMEOUT_LEAST) < 0) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer("timeout"),
                    "A conflict may wait for a second at least.");
        }
        RuleSpec onTimeout = onTimeout(fields);
        String escalateTo = who(fields, "escalate_to", problems);
        String assignTo = who(fields, "assign_to", problems);
        for (String late : List.of(ON_TIMEOUT, "escalate_to")) {
            if (timeout == null && fields.has(late)) {
                problems.add(
                        Code.MISSING_KEY,
                        fields.pointer(late),
                        "Say by timeout how long a conflict may wait before that.");
            }
        }
        Map<String, List<Related>> context = new ContextParser(problems).parse(fields);
        fields.finish(Set.of());
        return new ReviewTerms(fourEyes, timeout, onTimeout, escalateTo, assignTo, null, context);
    }

    /** True for all, a list of fields, or an object of fields and rules. */
    private FourEyes fourEyes(Fields fields) {
        JsonNode node = fields.node(FOUR_EYES);
        if (node == null) {
            return FourEyes.NONE;
        }
        if (node.isBoolean()) {
            return node.booleanValue() ? FourEyes.ALL : FourEyes.NONE;
        }
        if (node.isArray()) {
            return new FourEyes(false, set(fields.texts(FOUR_EYES)), Set.of());
        }
        if (!node.isObject()) {
            problems.add(
                    Code.WRONG_TYPE,
                    fields.pointer(FOUR_EYES),
                    "True, a list of fields, or an object of fields and rules is expected here.");
            return FourEyes.NONE;
        }
        Fields inner = fields.object(FOUR_EYES);
        Set<String> rules = set(inner.texts("rules"));
        for (String rule : rules) {
            List<Strategies.Problem> wrong = new ArrayList<>();
            RuleSpec.read(rule, "", wrong);
            wrong.stream()
                    .filter(each -> each.path().isEmpty())
                    .forEach(
                            each ->
                                    problems.add(
                                            Code.CONFLICT_RULE,
                                            inner.pointer("rules"),
                                            MergingParser.sentence(each.message())));
        }
        FourEyes asked = new FourEyes(false, set(inner.texts("fields")), rules);
        inner.finish(Set.of());
        return asked;
    }

    private static Set<String> set(@Nullable List<String> texts) {
        return texts == null ? Set.of() : Set.copyOf(texts);
    }

    /** A strategy that settles it, or {@code escalate}. */
    private @Nullable RuleSpec onTimeout(Fields fields) {
        JsonNode node = fields.node(ON_TIMEOUT);
        if (node == null || node.isString() && Words.snake(node.stringValue()).equals("escalate")) {
            return null;
        }
        return strategy(node, fields.pointer(ON_TIMEOUT), problems);
    }

    /** A strategy that may decide alone; null, with a problem, if it is none. */
    static @Nullable RuleSpec strategy(JsonNode node, String pointer, Problems problems) {
        Object tree = MergingParser.tree(node);
        List<Strategies.Problem> wrong = new ArrayList<>();
        RuleSpec spec = RuleSpec.read(tree == null ? "" : tree, "", wrong);
        wrong.forEach(
                each ->
                        problems.add(
                                Code.CONFLICT_RULE,
                                pointer + each.path(),
                                MergingParser.sentence(each.message())));
        return spec;
    }

    /** The name of whoever is to decide, or {@code role:} and a role; null if nobody is named. */
    static @Nullable String who(Fields fields, String name, Problems problems) {
        String who = fields.text(name);
        if (who == null) {
            return null;
        }
        if (who.isBlank() || who.length() > NAME_MAX) {
            problems.add(
                    Code.BAD_NAME,
                    fields.pointer(name),
                    "A name of at most " + NAME_MAX + " letters is expected here.");
        } else if (who.startsWith(ROLE) && !isRole(who.substring(ROLE.length()))) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    fields.pointer(name),
                    "The role is reviewer, operator or admin.");
        }
        return who;
    }

    private static boolean isRole(String word) {
        for (Role role : Role.values()) {
            if (role.covers(Role.REVIEWER) && role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return true;
            }
        }
        return false;
    }
}
