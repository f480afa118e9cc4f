package io.syncline.server.api;

import io.syncline.core.change.Field;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
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
 */
record Resolution(
        @Nullable Ruling ruling, String reason, String tag, @Nullable String like, boolean dryRun) {
    private static final String CHOICE = "choice";
    private static final String RESOLUTION = "resolution";
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
        String choice = fields.required(name) == null ? null : fields.word(name, CHOICES);
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
        Ruling ruling = ruling(choice, values, fields, layout, problems);
        return problems.none()
                ? new Asked.Good(new Resolution(ruling, reason, tag, like, dryRun))
                : new Asked.Bad(problems.all());
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
