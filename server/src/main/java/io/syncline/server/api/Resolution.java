package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.shape.SampleValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a body wants done about a conflict.
 *
 * @param ruling the decision; null to leave it open
 * @param reason why; may be empty
 * @param tag what the person was shown
 * @param like the conflict that others have to be like; null if the call names the only one
 * @param dryRun whether only to count
 * @param original the strategy that an event has named, which another one stands for; null if none
 */
record Resolution(
        @Nullable Ruling ruling,
        String reason,
        String tag,
        @Nullable String like,
        boolean dryRun,
        @Nullable String original) {
    private static final String CHOICE = "choice";
    private static final String RESOLUTION = "resolution";
    private static final String STRATEGY = "strategy";
    private static final String EVENT = "event";
    private static final String VALUES = "values";
    private static final String IF_MATCH = "if_match";
    private static final String ETAG = "etag";
    private static final String REASON = "reason";
    private static final List<String> CHOICES = List.of("ours", "theirs", "merge", "skip");
    private static final int REASON_MAX = 2000;

    /** What a body came to. */
    sealed interface Asked {
        /** A decision. */
        record Good(Resolution resolution) implements Asked {}

        /** All that is wrong. */
        record Bad(List<Problem> problems) implements Asked {}
    }

    /**
     * Reads a body.
     *
     * @param many whether it is about others alike, and names the one that was shown
     * @param layout how the rows look, asked for if values are given
     */
    static Asked parse(@Nullable JsonNode body, boolean many, Supplier<Layout> layout) {
        Problems problems = new Problems();
        Fields fields = Fields.of(body, "", problems);
        if (body == null || !body.isObject()) {
            return new Asked.Bad(problems.all());
        }
        String name = fields.has(RESOLUTION) && !fields.has(CHOICE) ? RESOLUTION : CHOICE;
        RuleSpec strategy = strategy(fields, name, problems);
        String choice = fields.has(STRATEGY) ? "" : chosen(fields, name);
        String original = original(fields, problems);
        String tag = fields.required(fields.has(ETAG) && !fields.has(IF_MATCH) ? ETAG : IF_MATCH);
        String reason = reason(fields, problems);
        String like = many ? fields.required("like") : null;
        boolean dryRun = many && fields.flag("dry_run", false);
        JsonNode values = fields.node(VALUES);
        if (values != null && choice != null && !"merge".equals(choice)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer(VALUES),
                    "Values are for the choice merge.");
        }
        if (many && "skip".equals(choice)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer(name),
                    "What is left open is left one by one.");
        }
        fields.finish(Set.of());
        if (!problems.none() || choice == null || tag == null) {
            return new Asked.Bad(problems.all());
        }
        Ruling ruling =
                strategy == null
                        ? ruling(choice, values, fields, layout, problems)
                        : new Ruling.ByStrategy(strategy);
        return problems.none()
                ? new Asked.Good(new Resolution(ruling, reason, tag, like, dryRun, original))
                : new Asked.Bad(problems.all());
    }

    private static @Nullable String chosen(Fields fields, String name) {
        return fields.required(name) == null ? null : fields.word(name, CHOICES);
    }

    /** A strategy that decides in place of a choice. */
    private static @Nullable RuleSpec strategy(Fields fields, String choice, Problems problems) {
        JsonNode node = fields.node(STRATEGY);
        if (node == null) {
            return null;
        }
        if (fields.node(choice) != null) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer(STRATEGY),
                    "Either a strategy decides, or a choice.");
        }
        return ReviewParser.strategy(node, fields.pointer(STRATEGY), problems);
    }

    /** What an event has said: a strategy that is given beside it wins, and this one is kept. */
    private static @Nullable String original(Fields fields, Problems problems) {
        JsonNode event = fields.node(EVENT);
        if (event == null) {
            return null;
        }
        if (!event.isObject() || !fields.has(STRATEGY)) {
            problems.add(
                    event.isObject() ? Code.IMPOSSIBLE_PAIR : Code.WRONG_TYPE,
                    fields.pointer(EVENT),
                    "An event, as it was told, stands beside a strategy.");
            return null;
        }
        JsonNode own = event.has(STRATEGY) ? event.get(STRATEGY) : event.get("original_strategy");
        return own == null ? null : own.isString() ? own.stringValue() : own.toString();
    }

    /** The reason as the history keeps it, with the strategy that an event has named. */
    String kept() {
        if (original == null) {
            return reason;
        }
        String words = "original_strategy: " + original;
        return reason.isEmpty() ? words : reason + " (" + words + ")";
    }

    private static @Nullable Ruling ruling(
            String choice,
            @Nullable JsonNode values,
            Fields fields,
            Supplier<Layout> layout,
            Problems problems) {
        return switch (choice) {
            case "ours" -> new Ruling.Keep(Which.OURS);
            case "theirs" -> new Ruling.Keep(Which.THEIRS);
            case "skip" -> null;
            default ->
                    values == null
                            ? Ruling.Proposed.PROPOSED
                            : byHand(values, fields.pointer(VALUES), layout.get(), problems);
        };
    }

    static String reason(Fields fields, Problems problems) {
        String reason = fields.text(REASON);
        if (reason != null && reason.length() > REASON_MAX) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    fields.pointer(REASON),
                    "A reason has at most " + REASON_MAX + " letters.");
        }
        return reason == null ? "" : reason;
    }

    private static Ruling byHand(JsonNode node, String pointer, Layout layout, Problems problems) {
        Map<String, Value> values = new TreeMap<>();
        if (!node.isObject() || node.isEmpty()) {
            problems.add(
                    node.isObject() ? Code.OUT_OF_RANGE : Code.WRONG_TYPE,
                    pointer,
                    "An object of fields, at least one, is expected here.");
        }
        node.properties()
                .forEach(
                        member ->
                                field(
                                        member,
                                        pointer + "/" + Fields.escaped(member.getKey()),
                                        layout,
                                        values,
                                        problems));
        return new Ruling.ByHand(values);
    }

    private static void field(
            Map.Entry<String, JsonNode> member,
            String pointer,
            Layout layout,
            Map<String, Value> values,
            Problems problems) {
        Field field = layout.field(member.getKey());
        if (field == null) {
            problems.add(Code.UNKNOWN_FIELD, pointer, layout.collection() + " has no such field.");
            return;
        }
        JsonNode given = member.getValue();
        Value value =
                given.isNull()
                        ? Value.nothing()
                        : SampleValues.value(
                                given.isString() ? given.stringValue() : given.toString(),
                                field.type());
        if (value == null) {
            problems.add(Code.WRONG_TYPE, pointer, "This is no value of the field's type.");
        } else {
            values.put(field.name(), value);
        }
    }
}
