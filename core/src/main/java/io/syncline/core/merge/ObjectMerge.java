package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects member by member, as deep as they go: what one side changed is taken, a member that one
 * side removed is gone, and what both changed goes by a rule.
 *
 * @param leaf decides what is no object and has no rule of its own
 * @param parts rules of single members, by name; for what lies deeper, these are object merges
 */
public record ObjectMerge(Rule leaf, Map<String, Rule> parts) implements Rule {
    /** Copies the map. */
    public ObjectMerge {
        parts = Map.copyOf(parts);
    }

    @Override
    public String word() {
        return "merge";
    }

    @Override
    public Verdict decide(Clash clash) {
        Map<String, Value> ours = Parts.members(clash.ours());
        Map<String, Value> theirs = Parts.members(clash.theirs());
        if (ours == null || theirs == null) {
            return leaf.decide(clash);
        }
        Map<String, Value> base = members(clash.base());
        Map<String, Value> merged = new LinkedHashMap<>();
        double confidence = 1;
        Verdict.Ask open = null;
        for (String name : names(base, ours, theirs)) {
            Verdict verdict = member(clash, name, base.get(name), ours.get(name), theirs.get(name));
            if (verdict instanceof Verdict.Take(Value value, double sure, _)) {
                merged.put(name, value);
                confidence = Math.min(confidence, sure);
            } else if (verdict instanceof Verdict.Ask(var because, var proposal, var broken)) {
                open = new Verdict.Ask(name + ": " + because, proposal, broken);
                if (proposal == null) {
                    return open;
                }
                merged.put(name, proposal);
            }
        }
        Value object = Parts.object(clash.ours(), merged);
        return open == null
                ? new Verdict.Take(object, confidence, "its parts fit together")
                : new Verdict.Ask(open.because(), object, open.broken());
    }

    /** What becomes of a member; null if it is gone. */
    private @Nullable Verdict member(
            Clash clash,
            String name,
            @Nullable Value base,
            @Nullable Value ours,
            @Nullable Value theirs) {
        Rule rule = rule(name);
        if (ours != null && theirs != null) {
            boolean bothChanged = !ours.equals(base) && !theirs.equals(base);
            if (bothChanged && (!ours.equals(theirs) || Decider.addsUp(rule, base, ours))) {
                return rule.decide(clash.part(name, base, ours, theirs));
            }
        } else if (!Objects.equals(base, ours) && !Objects.equals(base, theirs)) {
            return ours == null && theirs == null
                    ? null
                    : Verdict.ask("one side removed what the other changed");
        }
        Value changed = Objects.equals(base, ours) ? theirs : ours;
        return changed == null ? null : Verdict.take(changed, "only one side changed it");
    }

    private Rule rule(String name) {
        Rule own = parts.get(name);
        return own != null ? own : parts.isEmpty() ? this : new ObjectMerge(leaf, Map.of());
    }

    private static Map<String, Value> members(@Nullable Value value) {
        Map<String, Value> members = value == null ? null : Parts.members(value);
        return members == null ? Map.of() : members;
    }

    private static Set<String> names(
            Map<String, Value> base, Map<String, Value> ours, Map<String, Value> theirs) {
        Set<String> names = new LinkedHashSet<>(base.keySet());
        names.addAll(ours.keySet());
        names.addAll(theirs.keySet());
        return names;
    }

    @Override
    public boolean addsUp(Value value) {
        Map<String, Value> members = Parts.members(value);
        return members == null
                ? leaf.addsUp(value)
                : members.entrySet().stream()
                        .anyMatch(member -> rule(member.getKey()).addsUp(member.getValue()));
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        Map<String, Value> before = Parts.members(seen);
        Map<String, Value> after = Parts.members(now);
        if (before == null || after == null) {
            return leaf.lift(base, seen, now);
        }
        Map<String, Value> agreed = members(base);
        Map<String, Value> lifted = new LinkedHashMap<>();
        for (String name : names(agreed, before, after)) {
            Value then = before.get(name);
            Value here = after.get(name);
            Value held = agreed.get(name);
            Value value = Objects.equals(then, here) ? held : here;
            if (!Objects.equals(value, held) && !Objects.equals(then, held)) {
                // Both moved on: only a rule that looks at changes can put the one on the other.
                value =
                        held == null || then == null || here == null
                                ? null
                                : rule(name).lift(held, then, here);
                if (value == null) {
                    return null;
                }
            }
            if (value != null) {
                lifted.put(name, value);
            }
        }
        return Parts.object(now, lifted);
    }
}
