package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncline.core.change.Value;
import io.syncline.core.merge.Clash;
import io.syncline.core.merge.Definition;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.RuleMaker;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Strategies.Problem;
import io.syncline.core.merge.Strategies.Told;
import io.syncline.core.merge.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words of a configuration. */
class StrategiesTest {
    private static final Strategies STRATEGIES = Strategies.with(List.of(new Loudest()));

    private static final Map<String, Map<String, Object>> PARAMETERS =
            Map.of(
                    "priority_based", Map.of("order", List.of("erp", "shop")),
                    "marketplace_priority", Map.of("order", List.of("amazon", "ebay")),
                    "blockchain_source_wins", Map.of("source", "ethereum"),
                    "with_approval", Map.of("rule", "sum"),
                    "sure", Map.of("rule", "latest_timestamp", "confidence", 0.5),
                    "first_of",
                            Map.of(
                                    "rules",
                                    List.of(
                                            "lowest_wins",
                                            Map.of("strategy", "union", "key", "id"))),
                    "merge", Map.of("fields", Map.of("a.b", "sum"), "otherwise", "source_wins"),
                    "merge_with_validation", Map.of("validators", List.of("non_negative")));

    /** The longer text. */
    private static final class Loudest implements RuleMaker, Rule {
        @Override
        public String word() {
            return "loudest";
        }

        @Override
        public Rule rule(Map<String, Object> parameters) {
            if (!parameters.keySet().equals(java.util.Set.of("least"))) {
                throw new IllegalArgumentException("has to have 'least' and nothing else");
            }
            return this;
        }

        @Override
        public Verdict decide(Clash clash) {
            boolean ours = clash.ours().toString().length() > clash.theirs().toString().length();
            return Verdict.take(ours ? clash.ours() : clash.theirs(), "it is louder");
        }
    }

    private static Definition read(Object tree) {
        Told told = STRATEGIES.read(tree);
        assertThat(told.problems()).isEmpty();
        return told.standard();
    }

    private static List<String> problems(Object tree) {
        return STRATEGIES.read(tree).problems().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    @Test
    void everyWordMakesARuleThatSaysItBack() {
        for (String word : STRATEGIES.words()) {
            Map<String, Object> parameters =
                    word.equals("loudest")
                            ? Map.of("least", 3)
                            : PARAMETERS.getOrDefault(word, Map.of());
            RuleSpec spec = new RuleSpec(word, parameters);
            Rule rule = STRATEGIES.rule(spec);
            assertThat(rule.word()).isEqualTo(word);
            assertThat(Strategies.spec(rule)).isEqualTo(spec);
            Definition definition = read(Map.of("default_strategy", spec.tree()));
            assertThat(definition.standard()).isEqualTo(spec);
            assertThat(read(definition.tree())).isEqualTo(definition);
            assertThat(STRATEGIES.rules(definition).standard().word()).isEqualTo(word);
        }
    }

    @Test
    void rulesThatWereNotMadeOfWordsHaveWordsToo() {
        for (String word : STRATEGIES.words()) {
            if (word.equals("loudest") || word.equals("merge_with_validation")) {
                continue;
            }
            RuleSpec spec = new RuleSpec(word, PARAMETERS.getOrDefault(word, Map.of()));
            Rule plain = ((io.syncline.core.merge.Named) STRATEGIES.rule(spec)).rule();
            Rule again = STRATEGIES.rule(Strategies.spec(plain));
            assertThat(Strategies.spec(((io.syncline.core.merge.Named) again).rule()))
                    .isEqualTo(Strategies.spec(plain));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Strategies.spec(new Loudest()));
    }

    @Test
    void parametersStandBesideTheWordOrWithinIt() {
        RuleSpec spec = new RuleSpec("timestamp_based", Map.of("field", "seen_at"));
        Map<String, Object> beside =
                Map.of(
                        "strategy",
                        "timestamp_based",
                        "field",
                        "seen_at",
                        "update_delete",
                        "review");
        assertThat(read(spec.tree()).standard()).isEqualTo(spec);
        assertThat(read(beside).standard()).isEqualTo(spec);
        assertThat(read(Map.of("default_strategy", spec.tree())).standard()).isEqualTo(spec);
        assertThat(problems(Map.of("strategy", "sum", "kei", "x", "update_delet", "review")))
                .containsExactlyInAnyOrder(
                        "/kei: nobody knows this key",
                        "/update_delet: nobody knows this key. Did you mean 'update_delete'?");
    }

    @Test
    void aWordIsTheSameHoweverItIsSpelled() {
        for (String word :
                List.of(
                        "three-way-merge",
                        "threeWayMerge",
                        "THREE_WAY_MERGE",
                        "ThreeWayMerge",
                        " three way merge")) {
            assertThat(read(word).standard()).isEqualTo(RuleSpec.of("three_way_merge"));
        }
        assertThat(read("ConflictResolution::TimestampBased").standard().word())
                .isEqualTo("timestamp_based");
    }

    @Test
    void aWordOfRowsDecidesThemToo() {
        assertThat(read("source_wins").rows())
                .isEqualTo(new RowPolicy(OnDelete.OURS, OnInsert.OURS, false));
        assertThat(read("last_write_wins").rows().onDelete()).isEqualTo(OnDelete.LATEST);
        assertThat(read("merge").rows()).isEqualTo(RowPolicy.review());
        assertThat(read("append_only").rows().fixed()).isTrue();
        Map<String, Object> own =
                Map.of(
                        "strategy",
                        "merge",
                        "update_delete",
                        "update_wins",
                        "insertInsert",
                        "merge");
        assertThat(read(own).rows())
                .isEqualTo(new RowPolicy(OnDelete.UPDATE_WINS, OnInsert.UNION, false));
    }

    @Test
    void aRankingDecidesRowsByTheOrderOfTheirReplicas() {
        Map<String, Object> tree =
                Map.of(
                        "strategy",
                        Map.of("strategy", "priority_based", "order", List.of("b", "a")));
        Rules rules = STRATEGIES.rules(read(tree));
        Meeting meeting =
                Meeting.of(whole("n", 0), whole("n", 1), io.syncline.core.change.Image.absent());
        assertThat(meeting.merged(rules).image().isAbsent()).isTrue();
        assertThat(meeting.swapped().merged(rules).image().isAbsent()).isTrue();
    }

    @Test
    void rulesOfFieldsAreAListOrAMap() {
        Definition list =
                read(
                        List.of(
                                Map.of("field", "email", "strategy", "source_wins"),
                                Map.of("fields", List.of("a", "b.c"), "strategy", "sum")));
        Definition map = read(Map.of("email", "source_wins", "a", "sum", "b.c", "sum"));
        Definition options =
                read(
                        Map.of(
                                "default_strategy",
                                "last_write_wins",
                                "customRules",
                                Map.of("email", "source_wins", "a", "sum"),
                                "rules",
                                Map.of(
                                        "counted",
                                        Map.of("fields", List.of("b.c"), "strategy", "sum"))));
        assertThat(list).isEqualTo(map).isEqualTo(options);
        assertThat(list.standard()).isEqualTo(RuleSpec.of("last_write_wins"));
        assertThat(list.fields()).hasSize(3).containsEntry("b.c", RuleSpec.of("sum"));
    }

    @Test
    void fieldsOfOneRuleAreOneValueOnlyIfItSaysSo() {
        Map<String, Object> apart =
                Map.of("fields", List.of("email", "password_hash"), "strategy", "manual_review");
        Map<String, Object> together =
                Map.of(
                        "fields",
                        List.of("street", "town"),
                        "strategy",
                        "source_wins",
                        "together",
                        true);
        Definition read =
                read(Map.of("rules", Map.of("critical_data", apart, "address", together)));
        assertThat(read.fields().keySet()).containsExactlyInAnyOrder("email", "password_hash");
        assertThat(read.groups()).extracting(Definition.GroupSpec::name).containsExactly("address");
        assertThat(read(read.tree())).isEqualTo(read);
        assertThat(STRATEGIES.rules(read).fieldsOf("address")).containsExactly("street", "town");
    }

    @Test
    void collectionsAndTypesHaveTheirOwn() {
        Told told =
                STRATEGIES.read(
                        Map.of(
                                "default_strategy", "merge",
                                "collections",
                                        Map.of(
                                                "orders",
                                                "source_wins",
                                                "carts",
                                                Map.of("total", "sum")),
                                "type_defaults", Map.of("counters", "sum", "arrays", "union")));
        assertThat(told.problems()).isEmpty();
        assertThat(told.of("orders").standard().word()).isEqualTo("source_wins");
        assertThat(told.of("carts").fields()).containsOnlyKeys("total");
        Rules rules = STRATEGIES.rules(told.of("else"));
        assertThat(Meeting.of(whole("n", 1), whole("n", 2), whole("n", 4)).merged(rules).image())
                .isEqualTo(whole("n", 5));
        assertThat(
                        Meeting.of(whole("n", "1"), whole("n", "2"), whole("n", "4"))
                                .merged(rules)
                                .clean())
                .isFalse();
    }

    @Test
    void smartMergeLeavesWhatItIsNotSureOfToAPerson() {
        Definition read = read("smart-merge");
        assertThat(read.confidenceLeast()).isEqualTo(0.8);
        assertThat(
                        read(Map.of("strategy", "smart_merge", "autoResolveThreshold", 0.4))
                                .confidenceLeast())
                .isEqualTo(0.4);
        Meeting counted = Meeting.of(whole("n", 1), whole("n", 2), whole("n", 4));
        assertThat(counted.merged(STRATEGIES.rules(read)).conflicts().getFirst().proposal())
                .isEqualTo(new Value.Int(5));
        Definition told = read(Map.of("strategy", "smart_merge", "counters", List.of("n")));
        assertThat(counted.merged(STRATEGIES.rules(told)).image()).isEqualTo(whole("n", 5));
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        assertThat(
                        problems(
                                Map.of(
                                        "default_strategy",
                                        "last_wirte_wins",
                                        "custom_rules",
                                        List.of(
                                                Map.of(
                                                        "field",
                                                        "a",
                                                        "strategy",
                                                        "sum",
                                                        "sepparator",
                                                        "x"),
                                                Map.of("strategy", "sum"),
                                                "sum",
                                                Map.of(
                                                        "field",
                                                        "a/b",
                                                        "strategy",
                                                        "priority_based")),
                                        "rules",
                                        Map.of(
                                                "g",
                                                Map.of(
                                                        "fields",
                                                        List.of("x"),
                                                        "strategy",
                                                        "sum",
                                                        "together",
                                                        true)),
                                        "autoResolveThreshold",
                                        3,
                                        "update_delete",
                                        "updat_wins",
                                        "checks",
                                        List.of(
                                                Map.of(
                                                        "field", "a", "check", "at_mots", "value",
                                                        1)))))
                .containsExactlyInAnyOrder(
                        "/default_strategy: no strategy has this name. Did you mean 'last_write_wins'?",
                        "/custom_rules/0/sepparator: nobody knows this key",
                        "/custom_rules/1: names no field",
                        "/custom_rules/2: has to be a map with 'field' and 'strategy'",
                        "/custom_rules/3/order: has to be a list of endpoints, the most trusted first",
                        "/rules/g: a group has at least two different fields",
                        "/autoResolveThreshold: has to be a number from 0 to 1",
                        "/update_delete: is none of [delete_wins, destination_wins, last_write_wins, latest,"
                                + " manual_review, ours, review, rule, source_wins, theirs, update_wins]."
                                + " Did you mean 'update_wins'?",
                        "/checks/0/check: no check has this name. Did you mean 'at_most'?");
    }

    @Test
    void mistakesInEveryFormAreFound() {
        assertThat(problems(5))
                .containsExactly(": has to be a strategy, a list, or a map of rules");
        assertThat(problems("sorce_wins")).hasSize(1).first().asString().contains("'source_wins'");
        assertThat(problems(Map.of("price", 5)))
                .containsExactly("/price: has to be a word, or a map with 'strategy'");
        assertThat(problems(Map.of("a~/b", "x"))).first().asString().startsWith("/a~0~1b: ");
        assertThat(problems(Map.of("custom_rule", Map.of("a", "sum"))))
                .containsExactly(
                        "/custom_rule: nobody knows this key. Did you mean 'custom_rules'?");
        assertThat(problems(Map.of("price", Map.of("strategy", "loudest"))))
                .containsExactly("/price: has to have 'least' and nothing else");
        assertThat(
                        problems(
                                List.of(
                                        Map.of("field", "a", "strategy", "sum"),
                                        Map.of("field", "a", "strategy", "union"))))
                .containsExactly("/1: is about a field that has a rule already");
        Object deep = "sum";
        for (int i = 0; i < 100; i++) {
            deep = Map.of("strategy", "with_approval", "rule", deep);
        }
        assertThat(problems(Map.of("a", deep)))
                .containsExactly("/a: has too many rules within rules");
    }

    @Test
    void aStoredRuleWhoseMakerIsGoneIsRefused() {
        Definition read = read(Map.of("a", Map.of("strategy", "loudest", "least", 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Strategies.with(List.of()).rules(read))
                .withMessageContaining("no strategy has this name");
    }

    @Test
    void checksLookAtNumbersListsAndTexts() {
        check(Map.of("check", "non_negative"), -1, true);
        check(Map.of("check", "non_negative"), 0, false);
        check(Map.of("check", "at_least", "value", 3), List.of(1, 2), true);
        check(Map.of("check", "capacity", "value", 2), List.of(1, 2, 3), true);
        check(
                Map.of("check", "capacity", "value", 5, "of", "q"),
                Value.Json.parse("[{\"q\":3},{\"q\":2.5}]"),
                true);
        check(Map.of("check", "max_length", "value", 3), "four", true);
        check(
                Map.of("check", "no_duplicates", "key", "k"),
                Value.Json.parse("[{\"k\":1,\"a\":1},{\"k\":1}]"),
                true);
        check(Map.of("check", "not_empty"), " ", true);
        check(Map.of("check", "one_of", "values", List.of("a", 2, true)), 2, false);
        check(Map.of("check", "one_of", "values", List.of("a", 2, true)), "b", true);
    }

    private static void check(Map<String, Object> check, Object value, boolean broken) {
        Map<String, Object> tree = new java.util.HashMap<>(check);
        tree.put("field", "n");
        Map<String, Object> config = Map.of("strategy", "source_wins", "checks", List.of(tree));
        Told told = STRATEGIES.read(config);
        assertThat(told.problems()).extracting(Problem::message).isEmpty();
        Rules rules = STRATEGIES.rules(told.standard());
        // Only a row of both sides is looked at.
        Meeting meeting =
                Meeting.of(
                        whole("n", "?", "m", 0),
                        whole("n", value, "m", 0),
                        whole("n", "?", "m", 1));
        assertThat(meeting.merged(rules).stuck()).isEqualTo(broken);
    }
}
