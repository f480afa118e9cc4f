package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The members of one JSON object, asked for by their snake_case names whatever case they were
 * written in. What is wrong goes to the problems; what nobody asked for is found by {@link
 * #finish}. A null counts as absent. For one thread.
 */
final class Fields {
    private record Member(String written, JsonNode node) {}

    private final String pointer;
    private final Problems problems;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private Fields(String pointer, Problems problems) {
        this.pointer = pointer;
        this.problems = problems;
    }

    /** The members of a node; of none if it is not an object, which is noted as a problem. */
    static Fields of(@Nullable JsonNode node, String pointer, Problems problems) {
        Fields fields = new Fields(pointer, problems);
        if (node == null || !node.isObject()) {
            problems.add(Code.WRONG_TYPE, pointer, "An object is expected here.");
            return fields;
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = Words.snake(property.getKey());
            Member member = new Member(property.getKey(), property.getValue());
            if (fields.members.putIfAbsent(name, member) != null) {
                problems.add(
                        Code.BAD_JSON,
                        pointer + "/" + escaped(property.getKey()),
                        "The key " + name + " stands here twice.");
            }
        }
        return fields;
    }

    /** The place of a member, in the writer's own spelling. */
    String pointer(String name) {
        Member member = members.get(name);
        return pointer + "/" + escaped(member == null ? name : member.written());
    }

    /** Whether a member is there. */
    boolean has(String name) {
        Member member = members.get(name);
        return member != null && !member.node().isNull();
    }

    /** The member, or null. */
    @Nullable JsonNode node(String name) {
        asked.add(name);
        Member member = members.get(name);
        return member == null || member.node().isNull() ? null : member.node();
    }

    /** The members of a member that is an object; without members if it is absent. */
    Fields object(String name) {
        JsonNode node = node(name);
        JsonNode found = node == null ? JsonNodeFactory.instance.objectNode() : node;
        return of(found, pointer(name), problems);
    }

    /** The text of a member, or null. */
    @Nullable String text(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (node.isString()) {
            return node.stringValue();
        }
        problems.add(Code.WRONG_TYPE, pointer(name), "A text is expected here.");
        return null;
    }

    /** The text of a member that has to be there and must not be blank; null if it is not. */
    @Nullable String required(String name) {
        if (!has(name)) {
            asked.add(name);
            problems.add(Code.MISSING_KEY, pointer(name), "The key " + name + " is missing.");
            return null;
        }
        String text = text(name);
        if (text != null && text.isBlank()) {
            problems.add(Code.MISSING_KEY, pointer(name), "The key " + name + " is empty.");
            return null;
        }
        return text;
    }

    /** Whether a member is true; the initial value if it is absent or no truth value. */
    boolean flag(String name, boolean initial) {
        JsonNode node = node(name);
        if (node == null) {
            return initial;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        problems.add(Code.WRONG_TYPE, pointer(name), "true or false is expected here.");
        return initial;
    }

    /** The whole number of a member, or null; one outside the range is a problem. */
    @Nullable Integer whole(String name, int least, int most) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            problems.add(Code.WRONG_TYPE, pointer(name), "A whole number is expected here.");
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    pointer(name),
                    "A number from " + least + " to " + most + " is expected here.");
            return null;
        }
        return node.intValue();
    }

    /** The length of time of a member, or the initial one. */
    Duration span(String name, Duration initial) {
        JsonNode node = node(name);
        if (node == null) {
            return initial;
        }
        if (!node.isString() && !node.isNumber()) {
            problems.add(Code.WRONG_TYPE, pointer(name), "A duration is expected here.");
            return initial;
        }
        Duration span = Spans.parse(node.asString());
        if (span == null) {
            problems.add(
                    Code.BAD_DURATION,
                    pointer(name),
                    "This is no duration: write 30s, 5m, 1h30m, 90days or milliseconds.");
        }
        return span == null ? initial : span;
    }

    /** The texts of a member that is a list, or null; each must not be blank nor stand twice. */
    @Nullable List<String> texts(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray()) {
            problems.add(Code.WRONG_TYPE, pointer(name), "A list of texts is expected here.");
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode item = node.get(i);
            if (!item.isString()) {
                problems.add(Code.WRONG_TYPE, pointer(name) + "/" + i, "A text is expected here.");
            } else if (item.stringValue().isBlank()) {
                problems.add(Code.BAD_NAME, pointer(name) + "/" + i, "The name is empty.");
            } else if (texts.contains(item.stringValue())) {
                problems.add(Code.BAD_NAME, pointer(name) + "/" + i, "The name stands here twice.");
            } else {
                texts.add(item.stringValue());
            }
        }
        return texts;
    }

    /** The member's word brought into snake_case; null if absent or none of the allowed. */
    @Nullable String word(String name, Collection<String> allowed) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        String word = Words.snake(text);
        if (allowed.contains(word)) {
            return word;
        }
        problems.add(
                Code.UNKNOWN_WORD,
                pointer(name),
                Words.quoted(text)
                        + " is none of "
                        + String.join(", ", allowed)
                        + "."
                        + Words.didYouMean(word, allowed));
        return null;
    }

    /**
     * Notes a problem for each member nobody asked for: NOT_BUILT for those that are understood and
     * ask for something, UNKNOWN_KEY for the rest.
     */
    void finish(Collection<String> notBuilt) {
        Set<String> known = new TreeSet<>(asked);
        known.addAll(notBuilt);
        members.forEach(
                (name, member) -> {
                    if (asked.contains(name)) {
                        return;
                    }
                    if (!notBuilt.contains(name)) {
                        problems.add(
                                Code.UNKNOWN_KEY,
                                pointer(name),
                                "Nobody knows the key "
                                        + Words.quoted(member.written())
                                        + "."
                                        + Words.didYouMean(name, known));
                    } else if (asksForSomething(member.node())) {
                        problems.add(
                                Code.NOT_BUILT,
                                pointer(name),
                                "The key " + name + " is understood, but not built yet.");
                    }
                });
    }

    private static boolean asksForSomething(JsonNode node) {
        return !(node.isNull()
                || node.isContainer() && node.isEmpty()
                || node.isBoolean() && !node.booleanValue());
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
