package io.syncline.core.merge;

import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists as sets: what either side added is in, what either side removed is out. Without an agreed
 * list nobody knows what was removed, so everything is in.
 *
 * <p>With a key, or where all items are objects with an {@code id}, those with equal keys are one
 * item, merged member by member. An item that one side removed and the other changed stays, unless
 * removals are to win.
 *
 * @param key the member that tells items apart; null if it is for the items to tell
 * @param removalsWin whether what one side has not is out wherever there is doubt, as of rights:
 *     then without an agreed list only what both have is in
 * @param item decides members that both sides changed of one item
 */
public record Union(@Nullable String key, boolean removalsWin, Rule item) implements Rule {
    /** What objects are told apart by if all of them have it and nobody says otherwise. */
    private static final String ID = "id";

    /** Items told apart as a whole. */
    public static Union ofValues() {
        return new Union(null, false, Ask.ASK);
    }

    @Override
    public String word() {
        return removalsWin ? "union_with_revocation" : "union";
    }

    @Override
    public Verdict decide(Clash clash) {
        Union told = told(clash.base(), clash.ours(), clash.theirs());
        return told.equals(this) ? joined(clash) : told.decide(clash);
    }

    private Verdict joined(Clash clash) {
        Map<Value, Value> ours = set(clash.ours());
        Map<Value, Value> theirs = set(clash.theirs());
        if (ours == null || theirs == null) {
            return Verdict.ask("not both values are lists" + (key == null ? "" : " of objects"));
        }
        Map<Value, Value> base = clash.base() == null ? null : set(clash.base());
        if (base == null && removalsWin) {
            // Whatever only one of them has may have been taken away by the other.
            ours.keySet().retainAll(theirs.keySet());
            theirs.keySet().retainAll(ours.keySet());
        }
        Value like = clash.ours() instanceof Value.Null ? clash.theirs() : clash.ours();
        Map<Value, Value> agreed = base == null ? Map.of() : base;
        if (key == null && bothRewrote(agreed, ours, theirs)) {
            return Verdict.ask("both sides changed one item, and nothing tells which it was");
        }
        List<Value> items = new ArrayList<>();
        double confidence = 1;
        Verdict.Ask open = null;
        for (Value name : names(agreed, ours, theirs)) {
            Verdict verdict = item(clash, agreed.get(name), ours.get(name), theirs.get(name));
            if (verdict instanceof Verdict.Take(Value value, double sure, _)) {
                items.add(value);
                confidence = Math.min(confidence, sure);
            } else if (verdict instanceof Verdict.Ask ask) {
                Value proposal = ask.proposal();
                if (proposal == null) {
                    return ask;
                }
                items.add(proposal);
                open = ask;
            }
        }
        Value list = Parts.list(like, items);
        return open == null
                ? new Verdict.Take(list, confidence, "it has what either side added")
                : new Verdict.Ask(open.because(), list, open.broken());
    }

    /**
     * Whether both sides took an object away and one of them put another there: each may have
     * changed it, and then it would be there twice.
     */
    private static boolean bothRewrote(
            Map<Value, Value> base, Map<Value, Value> ours, Map<Value, Value> theirs) {
        boolean bothTook =
                base.keySet().stream()
                        .anyMatch(
                                item ->
                                        Parts.members(item) != null
                                                && !ours.containsKey(item)
                                                && !theirs.containsKey(item));
        return bothTook
                && Stream.concat(ours.keySet().stream(), theirs.keySet().stream())
                        .anyMatch(item -> Parts.members(item) != null && !base.containsKey(item));
    }

    /** With the key that tells objects apart by themselves, where nobody named one. */
    private Union told(@Nullable Value... lists) {
        if (key != null) {
            return this;
        }
        boolean objects = false;
        for (Value list : lists) {
            List<Value> items = list == null ? null : Parts.items(list);
            Set<Value> seen = new HashSet<>();
            for (Value each : items == null ? List.<Value>of() : items) {
                Map<String, Value> members = Parts.members(each);
                Value id = members == null ? null : members.get(ID);
                if (id == null || !seen.add(id)) {
                    return this;
                }
                objects = true;
            }
        }
        return objects ? new Union(ID, removalsWin, item) : this;
    }

    /** What was agreed comes first, then what one side added, then what the other did. */
    private static List<Value> names(
            Map<Value, Value> base, Map<Value, Value> ours, Map<Value, Value> theirs) {
        Map<Value, Value> all = new LinkedHashMap<>(base);
        all.putAll(ours);
        all.putAll(theirs);
        return List.copyOf(all.keySet());
    }

    private @Nullable Verdict item(
            Clash clash, @Nullable Value base, @Nullable Value ours, @Nullable Value theirs) {
        if (ours != null && theirs != null) {
            return both(clash, base, ours, theirs);
        }
        Value left = ours == null ? theirs : ours;
        if (left == null || base != null && (removalsWin || left.equals(base))) {
            return null;
        }
        return Verdict.take(left, "only one side has it");
    }

    private Verdict both(Clash clash, @Nullable Value base, Value ours, Value theirs) {
        boolean twice = ours.equals(theirs) && Decider.addsUp(members(), base, ours);
        if (!twice && (ours.equals(theirs) || theirs.equals(base))) {
            return Verdict.take(ours, "only one side changed it");
        }
        return ours.equals(base)
                ? Verdict.take(theirs, "only one side changed it")
                : members().decide(clash.with(base, ours, theirs));
    }

    private ObjectMerge members() {
        return new ObjectMerge(item, Map.of());
    }

    @Override
    public boolean addsUp(Value value) {
        List<Value> items = told(value).key == null ? null : Parts.items(value);
        return items != null && items.stream().anyMatch(members()::addsUp);
    }

    /** The items by what tells them apart; null if it is no list, or items have no key. */
    private @Nullable Map<Value, Value> set(Value value) {
        List<Value> items = Parts.nothing(value) ? List.of() : Parts.items(value);
        if (items == null) {
            return null;
        }
        Map<Value, Value> set = new LinkedHashMap<>();
        for (Value item : items) {
            Map<String, Value> members = key == null ? null : Parts.members(item);
            Value name = key == null ? item : members == null ? null : members.get(key);
            if (name == null) {
                return null;
            }
            set.putIfAbsent(name, item);
        }
        return set;
    }

    @Override
    public @Nullable Value lift(@Nullable Value base, Value seen, Value now) {
        Union told = told(base, seen, now);
        if (!told.equals(this)) {
            return told.lift(base, seen, now);
        }
        Map<Value, Value> agreed = base == null ? null : set(base);
        Map<Value, Value> before = set(seen);
        Map<Value, Value> after = set(now);
        if (agreed == null || before == null || after == null || Parts.nothing(now)) {
            return null;
        }
        Map<Value, Value> lifted = new LinkedHashMap<>(agreed);
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(lifted::remove);
        after.forEach(
                (name, item) -> {
                    Value then = before.get(name);
                    if (!item.equals(then)) {
                        lifted.put(name, carried(agreed.get(name), then, item));
                    }
                });
        return Parts.list(now, List.copyOf(lifted.values()));
    }

    private Value carried(@Nullable Value agreed, @Nullable Value seen, Value now) {
        Value carried = agreed == null || seen == null ? null : members().lift(agreed, seen, now);
        return carried == null ? now : carried;
    }
}
