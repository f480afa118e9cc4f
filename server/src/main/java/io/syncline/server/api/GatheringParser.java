package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.gather.GatherTerms;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads how the rows of several sources become rows of one destination, and writes it. Pure; for
 * one body.
 */
final class GatheringParser {
    /** The one strategy there is: each field is of the source that ranks first. */
    static final String PRIORITY = "priority_based";

    private static final String REQUIRED = "verification_required";
    private static final String CONFIRMATIONS = "multi_source_confirmation";

    /** Understood and refused, until they do something. */
    private static final Set<String> NOT_BUILT =
            Set.of(
                    "collections",
                    "custom_rules",
                    "fields",
                    "manual_review_threshold",
                    "notification",
                    "notifications",
                    "notify",
                    "priority_order",
                    "review",
                    "rules");

    private final SidesParser.Sides sides;
    private final Problems problems;

    GatheringParser(SidesParser.Sides sides, Problems problems) {
        this.sides = sides;
        this.problems = problems;
    }

    /** Writes the terms as they may be shown, in the words they are read in. */
    static void show(ObjectNode into, GatherTerms terms) {
        int least = terms.confirmations();
        into.putObject(MergingParser.RULES)
                .put("strategy", PRIORITY)
                .put(REQUIRED, least > 0)
                .put(CONFIRMATIONS, least == 0 ? null : Integer.valueOf(least));
        into.put("origin_columns", terms.origins());
    }

    /** Reads the members; what is wrong goes to the problems. */
    GatherTerms parse(Fields body) {
        only(body, "existing_data", "fill", "rows that no source has go");
        only(body, "schema_changes", "ignore", "the destination follows its sources");
        only(body, "schema_changes", "pause", "the destination follows its sources");
        only(body, "apply", "transactional", "rows of several sources have no common order");
        JsonNode node = body.node(MergingParser.RULES);
        int confirmations = 0;
        if (node != null && node.isString()) {
            strategy(body, MergingParser.RULES);
        } else if (node != null) {
            Fields rules = body.object(MergingParser.RULES);
            strategy(rules, "strategy");
            strategy(rules, "default_strategy");
            confirmations = confirmations(rules);
            rules.finish(NOT_BUILT);
        }
        return new GatherTerms(confirmations, sides.origins());
    }

    private void only(Fields body, String key, String word, String why) {
        JsonNode node = body.node(key);
        if (node != null && node.isString() && Words.snake(node.stringValue()).equals(word)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    body.pointer(key),
                    "A sync of type merge cannot have " + word + " here: " + why + ".");
        }
    }

    private void strategy(Fields fields, String key) {
        String written = fields.text(key);
        if (written != null && !Words.snake(written).equals(PRIORITY)) {
            problems.add(
                    Code.NOT_BUILT,
                    fields.pointer(key),
                    "The strategy "
                            + Words.quoted(written)
                            + " is not built for rows of several sources: "
                            + PRIORITY
                            + " is."
                            + Words.didYouMean(Words.snake(written), List.of(PRIORITY)));
        }
    }

    /** How many sources have to agree; 0 if none has to. */
    private int confirmations(Fields rules) {
        boolean said = rules.has(REQUIRED);
        boolean required = rules.flag(REQUIRED, false);
        int most = 1 + sides.further().size();
        Integer confirmations = rules.whole(CONFIRMATIONS, GatherTerms.CONFIRMATIONS_LEAST, most);
        if (said && !required && rules.has(CONFIRMATIONS)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    rules.pointer(REQUIRED),
                    "That sources have to agree is what " + CONFIRMATIONS + " says.");
        }
        if (required && most < GatherTerms.CONFIRMATIONS_LEAST) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    rules.pointer(REQUIRED),
                    "One source has nobody to confirm what it says.");
            return 0;
        }
        return confirmations != null
                ? confirmations
                : required ? GatherTerms.CONFIRMATIONS_LEAST : 0;
    }
}
