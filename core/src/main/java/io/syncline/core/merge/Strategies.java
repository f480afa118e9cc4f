package io.syncline.core.merge;

import io.syncline.core.merge.Definition.CheckSpec;
import io.syncline.core.merge.Definition.GroupSpec;
import io.syncline.core.merge.Vocabulary.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The words of a configuration, and the rules they mean. Immutable and safe to share between
 * threads.
 *
 * <p>A configuration is a tree of maps, lists, texts, numbers and truths, of whatever syntax it was
 * written in. All that is wrong with it is told at once, each with its place.
 */
public final class Strategies {
    /** Rules within rules; more are a mistake, or an attack. */
    private static final int DEPTH_MAX = 16;

    private final Map<String, Word> words;

    /** The order of a ranking that does not say it; empty if it has to. */
    final List<String> ranking;

    private Strategies(Map<String, Word> words, List<String> ranking) {
        this.words = words;
        this.ranking = List.copyOf(ranking);
    }

    /**
     * Something wrong with a configuration.
     *
     * @param path where, as a JSON pointer
     * @param message what, in one sentence
     */
    public record Problem(String path, String message) {}

    /**
     * What a configuration says.
     *
     * @param standard for collections that are not named; of no meaning if there are problems
     * @param collections by name
     * @param problems all that is wrong with it
     */
    public record Told(
            Definition standard, Map<String, Definition> collections, List<Problem> problems) {
        /** Copies all. */
        public Told {
            collections = Map.copyOf(collections);
            problems = List.copyOf(problems);
        }

        /** That of one collection. */
        public Definition of(String collection) {
            return collections.getOrDefault(collection, standard);
        }
    }

    /** The product's own words, and those of makers on the class path. */
    public static Strategies standard() {
        return with(ServiceLoader.load(RuleMaker.class));
    }

    /**
     * The product's own words and these.
     *
     * @throws IllegalArgumentException if two are one word
     */
    public static Strategies with(Iterable<RuleMaker> makers) {
        Map<String, Word> words = new TreeMap<>(Vocabulary.words());
        for (RuleMaker maker : makers) {
            if (words.put(maker.word(), Vocabulary.own(maker)) != null) {
                throw new IllegalArgumentException("Two rules are called " + maker.word());
            }
        }
        return new Strategies(words, List.of());
    }

    /**
     * The same words, where a ranking that does not say its order has this one.
     *
     * @param order replicas, the most trusted first; empty if each has to say it
     */
    public Strategies ranking(List<String> order) {
        return new Strategies(words, order);
    }

    /** All words, in the order of the alphabet. */
    public Set<String> words() {
        return new TreeSet<>(words.keySet());
    }

    /** What a configuration says, or all that is wrong with it. */
    public Told read(Object tree) {
        return new DefinitionReader(this).told(tree);
    }

    /** The fields of rows that a definition has rules for. */
    public static Set<String> fields(Definition definition) {
        Set<String> fields = new TreeSet<>();
        definition.fields().keySet().forEach(path -> fields.add(Paths.first(path)));
        definition.groups().forEach(group -> fields.addAll(group.fields()));
        definition.checks().forEach(check -> fields.add(check.field()));
        return fields;
    }

    /**
     * The definition of a {@link Definition#tree}.
     *
     * @throws IllegalArgumentException if it is none, as with a word of a maker that is gone
     */
    public Definition definition(Object tree) {
        Told told = read(tree);
        if (!told.problems().isEmpty()) {
            throw new IllegalArgumentException("Not a definition: " + told.problems());
        }
        return told.standard();
    }

    /**
     * The rules of a definition.
     *
     * @throws IllegalArgumentException if a word is not known, as of a maker that is gone
     */
    public Rules rules(Definition definition) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Rule> fields = new LinkedHashMap<>();
        definition.fields().forEach((field, spec) -> fields.put(field, rule(spec, "", problems)));
        List<Group> groups = new ArrayList<>();
        for (GroupSpec group : definition.groups()) {
            groups.add(new Group(group.name(), group.fields(), rule(group.rule(), "", problems)));
        }
        List<RowCheck> checks = new ArrayList<>();
        for (CheckSpec spec : definition.checks()) {
            ValueCheck check = check(spec.check(), "", problems);
            if (check != null) {
                checks.add(new Checks.OfField(spec.field(), check));
            }
        }
        Rule standard = rule(definition.standard(), "", problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Not a definition: " + problems);
        }
        return new Rules(
                definition.rows(), standard, fields, groups, checks, definition.confidenceLeast());
    }

    /**
     * The rule of a spec.
     *
     * @throws IllegalArgumentException if it is none; the message has all problems
     */
    public Rule rule(RuleSpec spec) {
        List<Problem> problems = new ArrayList<>();
        Rule rule = rule(spec, "", problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Not a rule: " + problems);
        }
        return rule;
    }

    /**
     * What a configuration says of a rule.
     *
     * @throws IllegalArgumentException if no word means it: it is of somebody else, and not named
     */
    public static RuleSpec spec(Rule rule) {
        return Specs.spec(rule);
    }

    /** How a word decides rows as such; a person if it has no opinion. */
    RowPolicy rows(RuleSpec spec) {
        Word word = words.get(spec.word());
        return word == null ? RowPolicy.review() : word.rows();
    }

    /** The rule of a spec; one that asks, with a problem, if it is none. */
    Rule rule(RuleSpec spec, String path, List<Problem> problems) {
        Word word = words.get(spec.word());
        if (word == null) {
            problems.add(new Problem(path, unknown(spec.word())));
            return Ask.ASK;
        }
        Arguments arguments = new Arguments(path, spec.parameters(), problems);
        Rule rule = word.maker().rule(this, arguments);
        if (!word.own()) {
            arguments.done();
        }
        return new Named(spec, rule);
    }

    private String unknown(String word) {
        return "no strategy has this name" + Spelling.didYouMean(word, words.keySet());
    }

    /** A rule among another's parameters. */
    Rule rule(Arguments arguments, String name, Rule otherwise) {
        Object tree = arguments.take(name);
        return tree == null ? otherwise : rule(tree, arguments.at(name), arguments.problems());
    }

    /** Rules among another's parameters. */
    List<Rule> rules(Arguments arguments, String name) {
        List<Rule> rules = new ArrayList<>();
        int place = 0;
        for (Object tree : arguments.list(name)) {
            rules.add(rule(tree, arguments.at(name) + "/" + place++, arguments.problems()));
        }
        return rules;
    }

    private Rule rule(Object tree, String path, List<Problem> problems) {
        RuleSpec spec = spec(tree, path, problems);
        return spec == null ? Ask.ASK : rule(spec, path, problems);
    }

    /** Checks among a rule's parameters. */
    List<ValueCheck> checks(Arguments arguments, String... names) {
        List<ValueCheck> checks = new ArrayList<>();
        int place = 0;
        for (Object tree : arguments.list(names)) {
            String path = arguments.at(arguments.name(names)) + "/" + place++;
            RuleSpec spec = worded(tree, path, "check", arguments.problems());
            ValueCheck check = spec == null ? null : check(spec, path, arguments.problems());
            if (check != null) {
                checks.add(check);
            }
        }
        return checks;
    }

    static @Nullable ValueCheck check(RuleSpec spec, String path, List<Problem> problems) {
        return Checks.check(spec, new Arguments(path, spec.parameters(), problems));
    }

    /** What a tree says of a rule; null, with a problem, if it says none. */
    static @Nullable RuleSpec spec(Object tree, String path, List<Problem> problems) {
        if (depth(tree) > DEPTH_MAX) {
            problems.add(new Problem(path, "has too many rules within rules"));
            return null;
        }
        return worded(tree, path, RuleSpec.STRATEGY, problems);
    }

    /** A word with its parameters, whose word stands under a key. */
    static @Nullable RuleSpec worded(Object tree, String path, String key, List<Problem> problems) {
        if (tree instanceof String word && !word.isBlank()) {
            return RuleSpec.of(Spelling.snake(word));
        }
        if (!(tree instanceof Map<?, ?> map)) {
            problems.add(new Problem(path, "has to be a word, or a map with '" + key + "'"));
            return null;
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        map.forEach(
                (name, value) -> {
                    if (value == null) {
                        String at = path + "/" + Arguments.pointer(String.valueOf(name));
                        problems.add(new Problem(at, "has no value"));
                    } else {
                        parameters.put(Spelling.snake(String.valueOf(name)), value);
                    }
                });
        Object word = parameters.remove(key);
        if (word instanceof Map<?, ?> && parameters.isEmpty()) {
            return worded(word, path + "/" + key, key, problems);
        }
        if (!(word instanceof String text)) {
            problems.add(new Problem(path, "has no '" + key + "'"));
            return null;
        }
        try {
            return new RuleSpec(Spelling.snake(text), parameters);
        } catch (IllegalArgumentException | NullPointerException e) {
            problems.add(new Problem(path, "has a value that is no plain data"));
            return null;
        }
    }

    private static int depth(@Nullable Object tree) {
        Iterable<?> parts =
                switch (tree) {
                    case Map<?, ?> map -> map.values();
                    case List<?> list -> list;
                    case null, default -> List.of();
                };
        int depth = 0;
        for (Object part : parts) {
            depth = Math.max(depth, part == null ? 0 : 1 + depth(part));
        }
        return depth;
    }
}
