package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Merged.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Merges two present rows field by field, groups of fields as one. For one use. */
final class FieldMerge {
    private final Contest contest;
    private final Rules rules;
    private final @Nullable Row base;
    private final Conflict.Kind kind;
    private final boolean filling;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    /**
     * @param base the agreed row; null if none is known
     * @param kind what it is called if a field is in conflict
     * @param filling whether something is taken rather than nothing where there is no base
     */
    FieldMerge(
            Contest contest, Rules rules, @Nullable Row base, Conflict.Kind kind, boolean filling) {
        this.contest = contest;
        this.rules = rules;
        this.base = base;
        this.kind = kind;
        this.filling = filling;
    }

    Merged merged(Row ours, Row theirs) {
        Set<Group> grouped = new HashSet<>();
        for (String name : names(ours, theirs)) {
            Group group = rules.groups().isEmpty() ? null : rules.group(name);
            if (group == null) {
                field(name, ours.get(name), theirs.get(name));
            } else if (grouped.add(group)) {
                group(group, ours, theirs);
            }
        }
        Row row = Row.of(values);
        if (settledBy(Origin.BOTH) || bothHadAPart()) {
            check(row);
        }
        return new Merged(Image.whole(row), origins, settled, conflicts);
    }

    private boolean settledBy(Origin origin) {
        return origins.containsValue(origin);
    }

    private boolean bothHadAPart() {
        return settledBy(Origin.OURS) && settledBy(Origin.THEIRS);
    }

    private void check(Row row) {
        for (RowCheck check : rules.checks()) {
            String problem = check.problem(row);
            if (problem != null) {
                conflicts.add(
                        Conflict.row(Conflict.Kind.BUSINESS_RULE_VIOLATION, check.word(), problem));
            }
        }
    }

    private Set<String> names(Row ours, Row theirs) {
        Set<String> names = new LinkedHashSet<>();
        if (base != null) {
            names.addAll(base.header().names());
        }
        names.addAll(ours.header().names());
        names.addAll(theirs.header().names());
        return names;
    }

    private void field(String name, @Nullable Value ours, @Nullable Value theirs) {
        Value agreed = Merge.value(base, name);
        boolean changed = ours != null && !ours.equals(agreed);
        boolean changedThere = theirs != null && !theirs.equals(agreed);
        if (!changed && !changedThere) {
            put(name, agreed, null);
        } else if (!changedThere) {
            put(name, ours, Origin.OURS);
        } else if (!changed) {
            put(name, theirs, Origin.THEIRS);
        } else {
            both(name, agreed, Objects.requireNonNull(ours), Objects.requireNonNull(theirs));
        }
    }

    private void both(String name, @Nullable Value agreed, Value ours, Value theirs) {
        Rule rule = rules.rule(name);
        boolean twice = agreed != null && rule.addsUp(ours);
        if (ours.equals(theirs) && !twice) {
            put(name, ours, Origin.BOTH);
        } else if (filling && ours instanceof Value.Null) {
            put(name, theirs, Origin.THEIRS);
        } else if (filling && theirs instanceof Value.Null) {
            put(name, ours, Origin.OURS);
        } else {
            Value result = decided(rule, new Clash(name, agreed, ours, theirs, contest));
            Origin origin =
                    ours.equals(result)
                            ? theirs.equals(result) ? Origin.BOTH : Origin.OURS
                            : theirs.equals(result) ? Origin.THEIRS : Origin.BOTH;
            put(name, result == null ? agreed : result, result == null ? null : origin);
        }
    }

    /** What a rule takes, noted as settled; null if it is in conflict, noted too. */
    private @Nullable Value decided(Rule rule, Clash given) {
        Clash clash = opened(given);
        Verdict verdict = rule.decide(clash);
        if (verdict instanceof Verdict.Take(var value, double confidence, var because)) {
            Value result = Parts.closed(given.ours(), value);
            if (confidence >= rules.confidenceLeast()) {
                settled.add(
                        new Settled(
                                kind,
                                given.path(),
                                given.base(),
                                given.ours(),
                                given.theirs(),
                                result,
                                rule.word(),
                                confidence,
                                because));
                return result;
            }
            conflicts.add(conflict(given, kind, result, rule, "not sure enough: " + because));
            return null;
        }
        Verdict.Ask ask = (Verdict.Ask) verdict;
        Value proposal = ask.proposal();
        conflicts.add(
                conflict(
                        given,
                        ask.broken() ? Conflict.Kind.BUSINESS_RULE_VIOLATION : kind,
                        proposal == null ? null : Parts.closed(given.ours(), proposal),
                        rule,
                        ask.because()));
        return null;
    }

    /** JSON documents without parts are decided as the texts and numbers they are. */
    private static Clash opened(Clash clash) {
        Value base = clash.base();
        return clash.with(
                base == null ? null : Parts.open(base),
                Parts.open(clash.ours()),
                Parts.open(clash.theirs()));
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

    private void group(Group group, Row ours, Row theirs) {
        Value.Struct agreed = base == null ? null : struct(group, base, null);
        Value.Struct here = struct(group, ours, agreed);
        Value.Struct there = struct(group, theirs, agreed);
        boolean changed = !here.equals(agreed);
        boolean changedThere = !there.equals(agreed);
        if (!changed || !changedThere || here.equals(there)) {
            Origin both = changed ? changedThere ? Origin.BOTH : Origin.OURS : Origin.THEIRS;
            put(group, agreed, changed ? here : there, both);
            return;
        }
        Value result = decided(group.rule(), new Clash(group.name(), agreed, here, there, contest));
        if (result == null) {
            put(group, agreed, agreed == null ? new Value.Struct(Map.of()) : agreed, Origin.BOTH);
        } else {
            Origin origin =
                    result.equals(here)
                            ? Origin.OURS
                            : result.equals(there) ? Origin.THEIRS : Origin.BOTH;
            put(group, agreed, (Value.Struct) result, origin);
        }
    }

    /** A group's fields as one value; what a side does not hold is as agreed. */
    private static Value.Struct struct(Group group, Row row, Value.@Nullable Struct agreed) {
        Map<String, Value> fields = new TreeMap<>();
        for (String name : group.fields()) {
            Value value = row.get(name);
            if (value == null && agreed != null) {
                value = agreed.fields().get(name);
            }
            if (value != null) {
                fields.put(name, value);
            }
        }
        return new Value.Struct(fields);
    }

    private void put(
            Group group, Value.@Nullable Struct agreed, Value.Struct result, Origin origin) {
        for (String name : group.fields()) {
            Value value = result.fields().get(name);
            boolean same = agreed != null && Objects.equals(value, agreed.fields().get(name));
            put(name, value, same ? null : origin);
        }
    }

    private void put(String name, @Nullable Value value, @Nullable Origin origin) {
        if (value != null) {
            values.put(name, value);
            if (origin != null) {
                origins.put(name, origin);
            }
        }
    }
}
