package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the rules about one row, and notes what they settled and what they could not. */
final class Decider {
    private final Contest contest;
    private final Rules rules;
    private final Conflict.Kind kind;
    private final List<Settled> settled = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    /**
     * @param kind what a field is called that nobody decides
     */
    Decider(Contest contest, Rules rules, Conflict.Kind kind) {
        this.contest = contest;
        this.rules = rules;
        this.kind = kind;
    }

    Merged merged(Image image, Map<String, Merged.Origin> origins) {
        return new Merged(image, origins, settled, conflicts);
    }

    /** Whether both sides' changes count though they made the same of it. */
    static boolean addsUp(Rule rule, @Nullable Value agreed, Value both) {
        return agreed != null
                && rule.addsUp(Parts.open(both))
                && (agreed instanceof Value.Null || rule.addsUp(Parts.open(agreed)));
    }

    /** Puts a row to the checks that was put together from both sides' edits. */
    void check(Row row) {
        for (RowCheck check : rules.checks()) {
            String problem = check.problem(row);
            if (problem != null) {
                conflicts.add(
                        Conflict.row(Conflict.Kind.BUSINESS_RULE_VIOLATION, check.word(), problem));
            }
        }
    }

    /** What a rule takes, noted as settled; null if it is in conflict, noted too. */
    @Nullable Value decided(
            Rule rule, String path, @Nullable Value agreed, Value ours, Value theirs) {
        return decided(rule, new Clash(path, agreed, ours, theirs, contest));
    }

    /** The same of a group, which stays whole. */
    Value.@Nullable Struct decided(
            Group group, Value.@Nullable Struct agreed, Value.Struct ours, Value.Struct theirs) {
        String path = Paths.name(group.name());
        Set<String> names = ours.fields().keySet();
        Contest timed = contest.timed(group.name(), changed(agreed, ours), changed(agreed, theirs));
        Clash clash = new Clash(path, agreed, ours, theirs, timed);
        if (!names.equals(theirs.fields().keySet())) {
            String because = "one of the sides does not hold all of its fields";
            conflicts.add(conflict(clash, kind, null, group.rule(), because));
            return null;
        }
        Rule whole = new KeptWhole(group.rule(), names);
        return decided(whole, clash) instanceof Value.Struct struct ? struct : null;
    }

    private static List<String> changed(Value.@Nullable Struct agreed, Value.Struct side) {
        return side.fields().entrySet().stream()
                .filter(
                        field ->
                                agreed == null
                                        || !field.getValue()
                                                .equals(agreed.fields().get(field.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private @Nullable Value decided(Rule rule, Clash given) {
        Clash clash = opened(given);
        return switch (rule.decide(clash)) {
            case Verdict.Take(var value, double confidence, var because) -> {
                Value result = formed(given, clash, value);
                if (confidence >= rules.confidenceLeast()) {
                    settled.add(settled(given, result, rule, confidence, because));
                    yield result;
                }
                conflicts.add(conflict(given, kind, result, rule, "not sure enough: " + because));
                yield null;
            }
            case Verdict.Ask(var because, var proposal, boolean broken) -> {
                conflicts.add(
                        conflict(
                                given,
                                broken ? Conflict.Kind.BUSINESS_RULE_VIOLATION : kind,
                                proposal == null ? null : formed(given, clash, proposal),
                                rule,
                                because));
                yield null;
            }
        };
    }

    /** JSON documents without parts are decided as the texts and numbers they are. */
    private static Clash opened(Clash clash) {
        Value base = clash.base();
        return clash.with(
                base == null ? null : Parts.open(base),
                Parts.open(clash.ours()),
                Parts.open(clash.theirs()));
    }

    /** A rule's value in the form it came from, or else in that which the field holds. */
    private static Value formed(Clash given, Clash opened, Value value) {
        if (value.equals(opened.ours())) {
            return given.ours();
        }
        if (value.equals(opened.theirs())) {
            return given.theirs();
        }
        Value like = given.ours() instanceof Value.Null ? given.theirs() : given.ours();
        return value instanceof Value.Null ? value : Parts.closed(like, value);
    }

    private Settled settled(
            Clash clash, Value result, Rule rule, double confidence, String because) {
        return new Settled(
                kind,
                clash.path(),
                clash.base(),
                clash.ours(),
                clash.theirs(),
                result,
                rule.word(),
                confidence,
                because);
    }

    private static Conflict conflict(
            Clash clash, Conflict.Kind kind, @Nullable Value proposal, Rule rule, String because) {
        return new Conflict(
                kind,
                clash.path(),
                clash.base(),
                clash.ours(),
                clash.theirs(),
                proposal,
                rule.word(),
                because);
    }
}
