package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Strategies;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Merging.Initial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads how a two-way sync makes one row of two. Pure; for one body. */
final class MergingParser {
    /** Where the rules stand. */
    static final String RULES = "conflict_resolution";

    /** Where it stands what becomes of rows that both ends have before the sync. */
    static final String INITIAL = "initial_load";

    private static final String ROUNDING = "allow_precision_loss";

    private static final List<String> POLICIES =
            Stream.of(Initial.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

    /** Understood among the rules and refused, until they do something. */
    private static final Set<String> NOT_BUILT =
            Set.of(
                    "verification_required",
                    "multi_source_confirmation",
                    "notification",
                    "notifications",
                    "notify",
                    "priority_order");

    private static final String REVIEW = "review";
    private static final String THRESHOLD = "manual_review_threshold";

    private final List<String> ranking;
    private final boolean star;
    private final Map<String, Conventions> conventions;
    private final Problems problems;
    private ReviewTerms review = ReviewTerms.NONE;

    MergingParser(SidesParser.Sides sides, Problems problems) {
        this.ranking = sides.ranking();
        this.conventions = sides.conventions();
        this.star = !sides.further().isEmpty();
        this.problems = problems;
    }

    /** Reads the members; what is wrong goes to the problems. */
    Merging parse(Fields body, Intent intent) {
        return intent.twoWay() ? parse(body) : none(body);
    }

    private Merging parse(Fields body) {
        Merging asking = Merging.asking();
        JsonNode rules = body.node(RULES);
        Strategies.Told told = rules == null ? null : told(rules, body.pointer(RULES));
        String newestBy = null;
        String word;
        JsonNode given = body.node(INITIAL);
        if (given != null && given.isObject()) {
            Fields initial = body.object(INITIAL);
            word = initial.word("policy", POLICIES);
            newestBy = initial.text("field");
            initial.finish(Set.of());
        } else {
            word = body.word(INITIAL, POLICIES);
        }
        Initial initial =
                word == null ? Initial.REVIEW : Initial.valueOf(word.toUpperCase(Locale.ROOT));
        if (initial == Initial.NEWEST && newestBy == null) {
            problems.add(
                    Code.MISSING_KEY,
                    body.pointer(INITIAL),
                    "newest needs the field that tells: write"
                            + " {\"policy\": \"newest\", \"field\": \"updated_at\"}.");
            return asking;
        }
        if (initial == Initial.A_WINS && star && ranking.isEmpty()) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    body.pointer(INITIAL),
                    "Which of several sources wins? Give each a priority.");
        }
        return new Merging(
                told == null ? asking.standard() : told.standard(),
                told == null ? Map.of() : told.collections(),
                initial,
                initial == Initial.NEWEST ? newestBy : null,
                body.flag(ROUNDING, false),
                ranking,
                review,
                conventions,
                new LinksParser(star, problems).parse(body));
    }

    /** A sync that goes one way has nothing to merge field by field. */
    private Merging none(Fields body) {
        for (String key : List.of(INITIAL, ROUNDING, LinksParser.LINKS)) {
            if (body.node(key) != null) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        body.pointer(key),
                        "The key " + key + " is for syncs that go both ways: bi_directional.");
            }
        }
        Merging asks = Merging.asking();
        return new Merging(
                asks.standard(), Map.of(), asks.initial(), null, asks.rounding(), ranking);
    }

    private Strategies.@Nullable Told told(JsonNode node, String pointer) {
        Object tree = tree(node);
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> left = new LinkedHashMap<>();
            map.forEach((name, value) -> keep(String.valueOf(name), value, pointer, left));
            tree = left;
            Double share = share(node, pointer, left);
            // A field may be called so; its rule is a word.
            JsonNode terms = node.get(REVIEW);
            if (terms != null && terms.isObject() && !terms.has(RuleSpec.STRATEGY)) {
                left.remove(REVIEW);
                review = new ReviewParser(problems).parse(terms, pointer + "/" + REVIEW);
            }
            review = review.withConflictShareMost(share);
            if (left.isEmpty() && !map.isEmpty()) {
                return null;
            }
        }
        Strategies.Told told =
                Strategies.standard().ranking(ranking).read(tree == null ? "" : tree);
        told.problems()
                .forEach(
                        each ->
                                problems.add(
                                        Code.CONFLICT_RULE,
                                        pointer + each.path(),
                                        sentence(each.message())));
        return told.problems().isEmpty() ? told : null;
    }

    /** The share of rows in conflict, beyond which people decide; null if none is said. */
    private @Nullable Double share(JsonNode node, String pointer, Map<String, Object> left) {
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            JsonNode given = each.getValue();
            if (Words.snake(each.getKey()).equals(THRESHOLD) && !given.isString()) {
                left.remove(each.getKey());
                double share = given.isNumber() ? given.doubleValue() : -1;
                if (share < 0 || share > 1) {
                    problems.add(
                            given.isNumber() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                            pointer + "/" + Fields.escaped(each.getKey()),
                            "A share of the rows, from 0 to 1, is expected here.");
                    return null;
                }
                return share;
            }
        }
        return null;
    }

    private void keep(String name, Object value, String pointer, Map<String, Object> left) {
        if (NOT_BUILT.contains(Words.snake(name))) {
            problems.add(
                    Code.NOT_BUILT,
                    pointer + "/" + Fields.escaped(name),
                    "The key " + name + " is understood, but not built yet.");
        } else {
            left.put(name, value);
        }
    }

    /** What a reader of rules has to say, as a sentence of its own. */
    static String sentence(String message) {
        String first = message.substring(0, 1).toUpperCase(Locale.ROOT);
        return first + message.substring(1) + (message.endsWith("?") ? "" : ".");
    }

    /** Plain data; a null stays, for the reader to complain about. */
    static @Nullable Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(each -> map.put(each.getKey(), tree(each.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(each -> list.add(tree(each)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() && Double.isFinite(node.doubleValue())
                ? (Object) node.decimalValue()
                : node.isString() ? node.stringValue() : node.isNumber() ? node.asString() : null;
    }
}
