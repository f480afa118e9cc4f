package io.syncline.core.merge;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Merged.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The merge once more, with a person's word where no rule could say. All else is merged by the
 * rules as ever. Pure.
 */
public final class Ruled {
    /** What the history calls a person's word, where a rule's stands otherwise. */
    public static final String WORD = "resolution";

    private final Base base;
    private final Side ours;
    private final Side theirs;
    private final Rules rules;
    private final Ruling ruling;
    private final String because;

    private Ruled(Base base, Side ours, Side theirs, Rules rules, Ruling ruling, String because) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.rules = rules;
        this.ruling = ruling;
        this.because = because;
    }

    /**
     * Merges two sides' rows of which something waits for a person.
     *
     * @param plain what the rules alone make of them
     * @param because the person's reason, for the history
     * @return what became of it; what the ruling does not decide, or what breaks a check, is in
     *     conflict still
     */
    public static Merged merge(
            Merged plain,
            Base base,
            Side ours,
            Side theirs,
            Rules rules,
            Ruling ruling,
            String because) {
        Ruled ruled = new Ruled(base, ours, theirs, rules, ruling, because);
        if (plain.clean()) {
            return plain;
        }
        return plain.stuck()
                ? ruled.row(plain)
                : Merge.merge(base, ours, theirs, ruled.rules(plain.conflicts()));
    }

    private Rules rules(List<Conflict> conflicts) {
        Rules now = rules;
        for (Conflict conflict : conflicts) {
            List<String> names = rules.fieldsOf(conflict.path());
            if (!says(conflict, names)) {
                continue;
            }
            List<Group> groups = new ArrayList<>();
            boolean grouped = false;
            for (Group each : now.groups()) {
                boolean meant = each.fields().equals(names);
                grouped |= meant;
                groups.add(
                        meant
                                ? new Group(each.name(), names, said(each.rule(), conflict, null))
                                : each);
            }
            String name = names.getFirst();
            now =
                    grouped
                            ? new Rules(
                                    now.rows(),
                                    now.standard(),
                                    now.fields(),
                                    groups,
                                    now.checks(),
                                    now.confidenceLeast())
                            : now.with(conflict.path(), said(rules.rule(name), conflict, name));
        }
        return now;
    }

    /** Whether the person said anything of a conflict. */
    private boolean says(Conflict conflict, List<String> names) {
        return switch (ruling) {
            case Ruling.Keep _, Ruling.ByStrategy _ -> true;
            case Ruling.Proposed _ -> conflict.proposal() != null;
            case Ruling.ByHand(Map<String, Value> values) ->
                    values.keySet()
                            .containsAll(
                                    names.size() > 1
                                                    && conflict.ours()
                                                            instanceof Value.Struct(var fields)
                                            ? fields.keySet()
                                            : names);
        };
    }

    private Rule said(Rule rule, Conflict conflict, @Nullable String field) {
        return ruling instanceof Ruling.ByStrategy(RuleSpec spec)
                ? new Instead(Strategies.standard().rule(spec), rule, because)
                : new Said(rule, ruling, conflict.proposal(), field, because);
    }

    /** One side's row as such, or one made by hand. */
    private Merged row(Merged plain) {
        Conflict conflict =
                plain.conflicts().stream()
                        .filter(each -> each.path().isEmpty())
                        .findFirst()
                        .orElseThrow();
        return switch (ruling) {
            case Ruling.Keep(Which which) -> {
                Row won = row(which);
                Row lost = row(which.other());
                Image agreed = base.image();
                Row rest = lost == null ? agreed == null ? null : agreed.row() : lost;
                Image image =
                        won == null
                                ? Image.absent()
                                : Image.whole(rest == null ? won : rest.overlaid(won));
                yield taken(conflict, image, which == Which.OURS ? Origin.OURS : Origin.THEIRS);
            }
            case Ruling.Proposed _ -> plain;
            case Ruling.ByHand(Map<String, Value> values) -> made(plain, conflict, values);
            case Ruling.ByStrategy(RuleSpec spec) -> instead(plain, conflict, spec);
        };
    }

    /** The row as such by another strategy's policy. */
    private Merged instead(Merged plain, Conflict conflict, RuleSpec spec) {
        Strategies strategies = Strategies.standard();
        RowPolicy policy = strategies.rows(spec);
        Rules other =
                new Rules(
                        rules.rows().fixed() ? policy.ofFixedRows() : policy,
                        strategies.rule(spec),
                        rules.fields(),
                        rules.groups(),
                        rules.checks(),
                        rules.confidenceLeast());
        Merged merged = Merge.merge(base, ours, theirs, other);
        return merged.clean()
                ? taken(
                        conflict,
                        merged.image(),
                        merged.origins().getOrDefault(Merge.ROW, Origin.BOTH))
                : plain;
    }

    private Merged made(Merged plain, Conflict conflict, Map<String, Value> values) {
        Row here = row(Which.OURS);
        Row there = row(Which.THEIRS);
        if (here == null && there == null) {
            return plain;
        }
        Row ground =
                here == null
                        ? Objects.requireNonNull(there)
                        : there == null ? here : there.overlaid(here);
        for (String name : ground.header().names()) {
            boolean differs =
                    here != null
                            && there != null
                            && here.get(name) != null
                            && there.get(name) != null
                            && !Objects.equals(here.get(name), there.get(name));
            if (differs && !values.containsKey(name)) {
                return plain;
            }
        }
        Row row = ground.overlaid(Row.of(values));
        for (RowCheck check : rules.checks()) {
            String problem = check.problem(row);
            if (problem != null) {
                Conflict broken =
                        Conflict.row(Conflict.Kind.BUSINESS_RULE_VIOLATION, check.word(), problem);
                return new Merged(plain.image(), Map.of(), List.of(), List.of(broken));
            }
        }
        return taken(conflict, Image.whole(row), Origin.BOTH);
    }

    private Merged taken(Conflict conflict, Image image, Origin origin) {
        Settled settled =
                new Settled(conflict.kind(), Merge.ROW, null, null, null, null, WORD, 1, because);
        return new Merged(image, Map.of(Merge.ROW, origin), List.of(settled), List.of());
    }

    /** A side's row as a change of the base, so that what it only stores otherwise is none. */
    private @Nullable Row row(Which which) {
        Side side = which == Which.OURS ? ours : theirs;
        Image agreed = base.image();
        Image now = agreed == null ? side.now() : Lift.onto(agreed, side, rules).side().now();
        return now.row();
    }

    /**
     * A person's word on one field or group.
     *
     * @param field null for a group
     */
    private record Said(
            Rule rule,
            Ruling ruling,
            @Nullable Value proposal,
            @Nullable String field,
            String because)
            implements Rule {
        @Override
        public Verdict decide(Clash clash) {
            Value value =
                    switch (ruling) {
                        case Ruling.Keep(Which which) -> clash.value(which);
                        case Ruling.Proposed _ -> proposal == null ? null : Parts.open(proposal);
                        case Ruling.ByStrategy _ -> null;
                        case Ruling.ByHand(Map<String, Value> values) -> chosen(clash, values);
                    };
            return value == null ? rule.decide(clash) : Verdict.take(value, because);
        }

        private @Nullable Value chosen(Clash clash, Map<String, Value> values) {
            if (field != null) {
                Value value = values.get(field);
                return value == null ? null : Parts.open(value);
            }
            if (!(clash.ours() instanceof Value.Struct(var fields))
                    || !values.keySet().containsAll(fields.keySet())) {
                return null;
            }
            Map<String, Value> group = new TreeMap<>(values);
            group.keySet().retainAll(fields.keySet());
            return new Value.Struct(group);
        }

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public boolean addsUp(Value value) {
            return rule.addsUp(value);
        }

        @Override
        public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
            return rule.lift(base, seen, now);
        }
    }

    /**
     * Another rule's word on one field or group, once.
     *
     * @param other the rule that is asked
     * @param rule the one that stands there otherwise
     */
    private record Instead(Rule other, Rule rule, String because) implements Rule {
        @Override
        public Verdict decide(Clash clash) {
            return other.decide(clash) instanceof Verdict.Take(Value value, _, String why)
                    ? Verdict.take(
                            value,
                            (because.isEmpty() ? "" : because + ": ")
                                    + "%s instead of %s: %s"
                                            .formatted(other.word(), rule.word(), why))
                    : rule.decide(clash);
        }

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public boolean addsUp(Value value) {
            return rule.addsUp(value);
        }

        @Override
        public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
            return rule.lift(base, seen, now);
        }
    }
}
