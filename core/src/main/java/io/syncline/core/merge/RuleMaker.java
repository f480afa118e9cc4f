package io.syncline.core.merge;

import java.util.Map;

/**
 * Makes a rule of one's own for a word of a configuration; found by {@link
 * java.util.ServiceLoader}. Stateless. What its rules throw is told to a person, who decides.
 */
public interface RuleMaker {
    /** The word, in snake case; none that the product has itself. */
    String word();

    /**
     * The rule.
     *
     * @param parameters what the configuration says beside the word: texts, numbers, truths, lists
     *     and maps of these
     * @throws IllegalArgumentException if a parameter is wrong; the message is for who wrote it
     */
    Rule rule(Map<String, Object> parameters);
}
