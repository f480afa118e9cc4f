package io.syncline.core.merge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule as a configuration says it: plain data, to be stored and sent.
 *
 * @param word which rule, in snake case
 * @param parameters by name: texts, numbers, truths, lists and maps of these. Rules among them are
 *     words, or maps with {@value #STRATEGY}
 */
public record RuleSpec(String word, Map<String, Object> parameters) {
    /** The key of a rule's word beside its parameters. */
    public static final String STRATEGY = "strategy";

    /** Copies the map, ordered by name, with whole numbers as longs. */
    public RuleSpec {
        Map<String, Object> copy = new TreeMap<>();
        parameters.forEach((name, value) -> copy.put(name, plain(value)));
        parameters = Collections.unmodifiableMap(copy);
    }

    /** A rule without parameters. */
    public static RuleSpec of(String word) {
        return new RuleSpec(word, Map.of());
    }

    /**
     * What {@link #tree} wrote, or a configuration says of one rule.
     *
     * @param path where it stands
     * @param problems takes what is wrong with it
     * @return null, with a problem, if no rule can be made of it
     */
    public static @Nullable RuleSpec read(
            Object tree, String path, List<Strategies.Problem> problems) {
        int before = problems.size();
        RuleSpec spec = Strategies.spec(tree, path, problems);
        if (spec != null) {
            Strategies.standard().rule(spec, path, problems);
        }
        return problems.size() == before ? spec : null;
    }

    /** The word alone, or a map of it and its parameters: what a configuration would say. */
    public Object tree() {
        if (parameters.isEmpty()) {
            return word;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(STRATEGY, word);
        tree.putAll(parameters);
        return Collections.unmodifiableMap(tree);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Number number -> plain(number);
            case List<?> items -> {
                List<Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(plain(item)));
                yield Collections.unmodifiableList(copy);
            }
            case Map<?, ?> members -> {
                Map<String, Object> copy = new TreeMap<>();
                members.forEach((name, member) -> copy.put(name.toString(), plain(member)));
                yield Collections.unmodifiableMap(copy);
            }
            default -> throw new IllegalArgumentException("Not plain data: " + value.getClass());
        };
    }

    private static Number plain(Number number) {
        BigDecimal exact = new BigDecimal(number.toString());
        try {
            return exact.longValueExact();
        } catch (ArithmeticException e) {
            return exact.stripTrailingZeros();
        }
    }
}
