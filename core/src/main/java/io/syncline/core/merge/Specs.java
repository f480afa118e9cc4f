package io.syncline.core.merge;

import io.syncline.core.change.ReplicaId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The words of rules that were not made of words. */
final class Specs {
    private Specs() {}

    static RuleSpec spec(Rule rule) {
        return switch (rule) {
            case Named(RuleSpec spec, _) -> spec;
            case LatestField(String field, boolean latest) ->
                    new RuleSpec(
                            "timestamp_based",
                            Map.of("by", field, "preference", latest ? "latest" : "earliest"));
            case Ranking(String word, List<ReplicaId> order) ->
                    new RuleSpec(
                            word, Map.of("order", order.stream().map(ReplicaId::name).toList()));
            case Concat(String separator) ->
                    new RuleSpec("string_concat", Map.of("separator", separator));
            case Union union -> union(union);
            case ObjectMerge merge -> merge(merge);
            case ByType types -> byType(types);
            case FirstOf(_, List<Rule> rules) -> {
                List<Object> trees = rules.stream().map(each -> spec(each).tree()).toList();
                yield new RuleSpec("first_of", Map.of("rules", trees));
            }
            case Approved(Rule inner) ->
                    new RuleSpec("with_approval", Map.of("rule", spec(inner).tree()));
            case Surely(Rule inner, double confidence) ->
                    new RuleSpec(
                            "sure", Map.of("rule", spec(inner).tree(), "confidence", confidence));
            case Ask _, SideWins _, LatestWins _, Extreme _, Sum _, TextMerge _, MostComplete _ ->
                    RuleSpec.of(rule.word());
            default -> throw new IllegalArgumentException("No word means the rule " + rule.word());
        };
    }

    private static RuleSpec union(Union union) {
        Map<String, Object> parameters = new TreeMap<>();
        if (union.key() != null) {
            parameters.put("key", union.key());
        }
        if (union.removalsWin()) {
            parameters.put("removals_win", true);
        }
        if (union.item() != Ask.ASK) {
            parameters.put("item", spec(union.item()).tree());
        }
        return new RuleSpec("union", parameters);
    }

    private static RuleSpec merge(ObjectMerge merge) {
        Map<String, Object> fields = new TreeMap<>();
        merge.parts().forEach((name, rule) -> fields.put(Paths.name(name), spec(rule).tree()));
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("otherwise", spec(merge.leaf()).tree());
        if (!fields.isEmpty()) {
            parameters.put("fields", fields);
        }
        return new RuleSpec("merge", parameters);
    }

    private static RuleSpec byType(ByType types) {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("otherwise", Ask.ASK.word());
        for (ByType.Kind kind : ByType.Kind.values()) {
            Rule rule = types.rules().getOrDefault(kind, Ask.ASK);
            parameters.put(kind.name().toLowerCase(java.util.Locale.ROOT), spec(rule).tree());
        }
        return new RuleSpec("by_type", parameters);
    }
}
