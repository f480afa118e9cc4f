package io.syncline.core.merge;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.merge.ByType.Kind;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one table of the product's words for rules. */
final class Vocabulary {
    private static final RowPolicy REVIEW = RowPolicy.review();
    private static final RowPolicy LATEST = new RowPolicy(OnDelete.LATEST, OnInsert.LATEST, false);
    private static final RowPolicy BY_RULE = new RowPolicy(OnDelete.RULE, OnInsert.RULE, false);
    private static final RowPolicy KEPT =
            new RowPolicy(OnDelete.UPDATE_WINS, OnInsert.UNION, false);

    /** What an object's members go by that are no objects themselves. */
    private static final Rule PARTS_BY_TYPE = byType("three_way_merge", TextMerge.LINES);

    private static final Map<String, Word> WORDS = new TreeMap<>();

    static {
        sides();
        values();
        wholes();
        compositions();
    }

    private Vocabulary() {}

    /**
     * A word.
     *
     * @param rows how it decides rows as such
     * @param own whether somebody else's maker looks at its parameters
     */
    record Word(RowPolicy rows, Maker maker, boolean own) {}

    /** Makes the rule of a word. */
    interface Maker {
        /** Reads all its parameters; notes what is wrong with them. */
        Rule rule(Strategies strategies, Arguments arguments);
    }

    static Map<String, Word> words() {
        return WORDS;
    }

    /** The word of a rule of one's own. */
    static Word own(RuleMaker maker) {
        return new Word(REVIEW, (_, arguments) -> made(maker, arguments), true);
    }

    private static Rule made(RuleMaker maker, Arguments arguments) {
        try {
            return new Foreign(maker.word(), maker.rule(arguments.rest()));
        } catch (IllegalArgumentException e) {
            arguments.problems().add(arguments.wrong(String.valueOf(e.getMessage())));
            return Ask.ASK;
        }
    }

    private static void word(String names, RowPolicy rows, Maker maker) {
        for (String name : names.split(" ")) {
            WORDS.put(name, new Word(rows, maker, false));
        }
    }

    private static void word(String names, RowPolicy rows, Rule rule) {
        word(names, rows, (_, _) -> rule);
    }

    /** Words that take one side's value. */
    private static void sides() {
        RowPolicy ours = new RowPolicy(OnDelete.OURS, OnInsert.OURS, false);
        RowPolicy theirs = new RowPolicy(OnDelete.THEIRS, OnInsert.THEIRS, false);
        word("manual_review user_intervention field_level_resolution", REVIEW, Ask.ASK);
        word("append_only", REVIEW.ofFixedRows(), Ask.ASK);
        word("source_wins", ours, new SideWins(Which.OURS));
        word("destination_wins", theirs, new SideWins(Which.THEIRS));
        word("last_write_wins", LATEST, LatestWins.LATEST);
        Rule later = new ByType("later", Map.of(Kind.TIMESTAMPS, new Extreme(true)));
        word("latest_timestamp", LATEST, new FirstOf("latest", List.of(LatestWins.LATEST, later)));
        word("timestamp_based", LATEST, Vocabulary::timestampBased);
        word("priority_based", BY_RULE, ranking("priority_based"));
        word("marketplace_priority", BY_RULE, ranking("marketplace_priority"));
        word("blockchain_source_wins", BY_RULE, ranking("blockchain_source_wins"));
    }

    /** Words that compare or join values. */
    private static void values() {
        word("lowest_wins numeric_min inventory_counts", REVIEW, new Extreme(false));
        word("highest_wins numeric_max", REVIEW, new Extreme(true));
        word("product_prices", REVIEW, new Approved(new Extreme(true)));
        word("sum numeric_sum", REVIEW, Sum.SUM);
        word("most_complete_wins", REVIEW, MostComplete.MOST_COMPLETE);
        word("text_merge", REVIEW, TextMerge.TEXT);
        word("line_merge", REVIEW, TextMerge.LINES);
        word("union array_merge", REVIEW, (strategies, a) -> union(strategies, a, false));
        word(
                "user_permissions union_with_revocation",
                REVIEW,
                (strategies, a) -> union(strategies, a, true));
        word("string_concat", REVIEW, (_, a) -> new Concat(a.text("separator", Concat.SEPARATOR)));
    }

    /** Words that know what to do with values of any type. */
    private static void wholes() {
        word("merge three_way_merge", REVIEW, Vocabulary::merge);
        word("smart_merge", REVIEW, new ObjectMerge(smart(), Map.of()));
        word("progressive_merge", KEPT, new ObjectMerge(progressive(), Map.of()));
        word("by_type type_defaults simple_conflicts", REVIEW, Vocabulary::byType);
    }

    /** Words that make a rule of others. */
    private static void compositions() {
        word(
                "merge_with_validation",
                REVIEW,
                (strategies, a) ->
                        new Checked(
                                strategies.rule(a, "rule", merging(PARTS_BY_TYPE)),
                                strategies.checks(a, "validators", "checks")));
        word("with_approval", REVIEW, (strategies, a) -> new Approved(inner(strategies, a)));
        word(
                "sure",
                REVIEW,
                (strategies, a) -> new Surely(inner(strategies, a), a.share(1, "confidence")));
        word("first_of", REVIEW, Vocabulary::firstOf);
    }

    private static Rule inner(Strategies strategies, Arguments a) {
        if (a.take("rule") == null) {
            a.problem("rule", "is missing");
        }
        return strategies.rule(a, "rule", Ask.ASK);
    }

    private static Rule firstOf(Strategies strategies, Arguments a) {
        List<Rule> rules = strategies.rules(a, "rules");
        if (rules.isEmpty()) {
            a.problem("rules", "is missing");
            return Ask.ASK;
        }
        return new FirstOf("first_of", rules);
    }

    private static Rule timestampBased(Strategies strategies, Arguments a) {
        Object field = a.take("by", "timestamp_field", "field");
        String preference = a.text("preference", "latest");
        if (field != null && !(field instanceof String)) {
            a.problem(a.name("by", "timestamp_field", "field"), "has to be a field's name");
        }
        if (!preference.equals("latest") && !preference.equals("earliest")) {
            a.problem("preference", "has to be latest or earliest");
        }
        String by = field instanceof String name ? name : "updated_at";
        return new LatestField(by, !preference.equals("earliest"));
    }

    private static Maker ranking(String word) {
        return (strategies, a) -> {
            List<String> said = a.texts("order", "priority", "sources", "source");
            List<String> order = said.isEmpty() ? strategies.ranking : said;
            if (order.isEmpty()) {
                a.problem("order", "has to be a list of endpoints, the most trusted first");
            }
            return new Ranking(word, order.stream().map(ReplicaId::new).toList());
        };
    }

    private static Rule union(Strategies strategies, Arguments a, boolean removalsWin) {
        Rule item = strategies.rule(a, "item", Ask.ASK);
        return new Union(a.text("key"), a.truth("removals_win") || removalsWin, item);
    }

    /** Objects member by member, the rest by type. */
    private static Rule merge(Strategies strategies, Arguments a) {
        Rule leaf = strategies.rule(a, "otherwise", PARTS_BY_TYPE);
        Map<String, Rule> fields = new TreeMap<>();
        Object given = a.take("fields");
        if (given instanceof Map<?, ?> map) {
            Arguments parts = new Arguments(a.at("fields"), map, a.problems(), false);
            map.keySet()
                    .forEach(
                            name -> {
                                String path = String.valueOf(name);
                                fields.put(path, strategies.rule(parts, path, Ask.ASK));
                            });
        } else if (given != null) {
            a.problem("fields", "has to be a map of rules by field");
        }
        return fields.isEmpty() ? merging(leaf) : Rules.parted(leaf, fields);
    }

    private static Rule merging(Rule leaf) {
        return new ObjectMerge(leaf, Map.of());
    }

    private static ByType byType(String word, Rule strings) {
        return new ByType(word, Map.of(Kind.STRINGS, strings, Kind.ARRAYS, Union.ofValues()));
    }

    /** Types as they mostly want to be decided, and how sure one may be of it. */
    private static Rule smart() {
        return new ByType(
                "smart_merge",
                Map.of(
                        Kind.TIMESTAMPS,
                        new Surely(new Extreme(true), 0.95),
                        Kind.ARRAYS,
                        new Surely(Union.ofValues(), 0.9),
                        Kind.STRINGS,
                        new Surely(TextMerge.LINES, 0.85),
                        // Whether a number counts something nobody can see.
                        Kind.NUMBERS,
                        new Surely(Sum.SUM, 0.5)));
    }

    /** What only ever grows: the further of the two, and whatever either has reached. */
    private static Rule progressive() {
        Rule further =
                new FirstOf(
                        "progressive_merge",
                        List.of(new Extreme(true), MostComplete.MOST_COMPLETE));
        Rule text =
                new FirstOf(
                        "progressive_merge",
                        List.of(MostComplete.MOST_COMPLETE, LatestWins.LATEST));
        return new ByType(
                "progressive_merge",
                Map.of(
                        Kind.NUMBERS,
                        further,
                        Kind.BOOLEANS,
                        further,
                        Kind.TIMESTAMPS,
                        further,
                        Kind.ARRAYS,
                        new Union(null, false, further),
                        Kind.STRINGS,
                        text));
    }

    private static Rule byType(Strategies strategies, Arguments a) {
        Rule otherwise = strategies.rule(a, "otherwise", Ask.ASK);
        boolean plain = a.take("otherwise") == null;
        Map<Kind, Rule> rules = new EnumMap<>(Kind.class);
        rules.put(
                Kind.TIMESTAMPS,
                strategies.rule(a, "timestamps", plain ? new Extreme(true) : otherwise));
        rules.put(Kind.ARRAYS, strategies.rule(a, "arrays", plain ? Union.ofValues() : otherwise));
        rules.put(Kind.STRINGS, strategies.rule(a, "strings", otherwise));
        rules.put(Kind.BOOLEANS, strategies.rule(a, "booleans", otherwise));
        Rule parts = new ObjectMerge(plain ? PARTS_BY_TYPE : otherwise, Map.of());
        rules.put(Kind.OBJECTS, strategies.rule(a, "objects", parts));
        @Nullable Object counters = a.take("counters");
        rules.put(
                Kind.NUMBERS,
                strategies.rule(
                        a, counters == null ? "numbers" : "counters", plain ? Sum.SUM : otherwise));
        return new ByType("by_type", rules);
    }
}
