package io.syncline.core.merge;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Lift.Lifted;
import io.syncline.core.merge.Merged.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Merges two present rows field by field, groups of fields as one. For one use. */
final class FieldMerge {
    /** As many fields as most rows have. */
    private static final int FIELDS = 16;

    private final Decider decider;
    private final Rules rules;
    private final Lifted one;
    private final Lifted other;
    private final @Nullable Row base;
    private final boolean filling;
    private final List<String> names = new ArrayList<>(FIELDS);
    private final List<Value> values = new ArrayList<>(FIELDS);
    private final Map<String, Origin> origins = HashMap.newHashMap(4);

    /**
     * @param agreed what both sides last agreed on
     * @param base the agreed row; null if none is known, or it is not to be used
     * @param kind what it is called if a field is in conflict
     * @param filling whether something is taken rather than nothing where there is no base
     */
    FieldMerge(
            Base agreed,
            Lifted one,
            Lifted other,
            Rules rules,
            @Nullable Row base,
            Conflict.Kind kind,
            boolean filling) {
        this.decider = new Decider(new Contest(agreed, one.side(), other.side()), rules, kind);
        this.rules = rules;
        this.one = one;
        this.other = other;
        this.base = base;
        this.filling = filling;
    }

    Merged merged(Row ours, Row theirs) {
        Header even = base == null ? null : base.header();
        if (even == null || !even.equals(ours.header()) || !even.equals(theirs.header())) {
            even = null;
        }
        List<String> all = even == null ? names(ours, theirs) : even.names();
        boolean plain = rules.groups().isEmpty();
        Set<Group> grouped = plain ? Set.of() : new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i);
            Group group = plain ? null : rules.group(name);
            if (group != null) {
                if (grouped.add(group)) {
                    group(group, ours, theirs);
                }
            } else if (even != null && base != null) {
                field(name, base.at(i), ours.at(i), theirs.at(i));
            } else {
                field(name, base == null ? null : base.get(name), ours.get(name), theirs.get(name));
            }
        }
        // Without groups, fields keep their order, so that as many are the same ones.
        Header header =
                even != null && plain && values.size() == even.size() ? even : Header.of(names);
        Row row = Row.of(header, values);
        if (!rules.checks().isEmpty() && !row.within(ours) && !row.within(theirs)) {
            decider.check(row);
        }
        return decider.merged(Image.whole(row), origins);
    }

    private List<String> names(Row ours, Row theirs) {
        Set<String> all = new LinkedHashSet<>();
        if (base != null) {
            all.addAll(base.header().names());
        }
        all.addAll(ours.header().names());
        all.addAll(theirs.header().names());
        return List.copyOf(all);
    }

    private void field(
            String name, @Nullable Value agreed, @Nullable Value ours, @Nullable Value theirs) {
        boolean changed = ours != null && !ours.equals(agreed);
        boolean changedThere = theirs != null && !theirs.equals(agreed);
        if (!changed && !changedThere) {
            put(name, agreed, null);
        } else if (changed && changedThere) {
            both(name, agreed, Objects.requireNonNull(ours), Objects.requireNonNull(theirs));
        } else if (changed && agreed != null && one.overtaken().contains(name)) {
            met(name, seen(one, name), Objects.requireNonNull(ours), agreed);
        } else if (changedThere && agreed != null && other.overtaken().contains(name)) {
            met(name, seen(other, name), agreed, Objects.requireNonNull(theirs));
        } else {
            put(name, changed ? ours : theirs, changed ? Origin.OURS : Origin.THEIRS);
        }
    }

    private static @Nullable Value seen(Lifted lifted, String name) {
        Row seen = lifted.side().seen().row();
        return seen == null ? null : seen.get(name);
    }

    /**
     * An edit that was made without knowing the base, and the base. If nobody can say, there is no
     * agreed value any more.
     */
    private void met(String name, @Nullable Value seen, Value ours, Value theirs) {
        Rule rule = rules.rule(name);
        Value result = decider.decided(rule, Paths.name(name), seen, ours, theirs);
        put(name, result, origin(result, ours, theirs));
    }

    private void both(String name, @Nullable Value agreed, Value ours, Value theirs) {
        Rule rule = rules.rule(name);
        if (ours.equals(theirs) && !Decider.addsUp(rule, agreed, ours)) {
            put(name, ours, Origin.BOTH);
        } else if (filling && ours instanceof Value.Null) {
            put(name, theirs, Origin.THEIRS);
        } else if (filling && theirs instanceof Value.Null) {
            put(name, ours, Origin.OURS);
        } else {
            Value result = decider.decided(rule, Paths.name(name), agreed, ours, theirs);
            Value value = result == null ? agreed : result;
            put(name, value, result == null ? null : origin(result, ours, theirs));
        }
    }

    private static Origin origin(@Nullable Value result, Value ours, Value theirs) {
        boolean fromOurs = ours.equals(result);
        boolean fromTheirs = theirs.equals(result);
        return fromOurs == fromTheirs ? Origin.BOTH : fromOurs ? Origin.OURS : Origin.THEIRS;
    }

    private void group(Group group, Row ours, Row theirs) {
        Value.Struct agreed = base == null ? null : Group.struct(group.fields(), base);
        Value.Struct here = filled(Group.struct(group.fields(), ours), agreed);
        Value.Struct there = filled(Group.struct(group.fields(), theirs), agreed);
        boolean changed = !here.equals(agreed);
        boolean changedThere = !there.equals(agreed);
        if (agreed != null
                && !changedThere
                && one.overtaken().containsAll(here.fields().keySet())) {
            metGroup(group, seen(one, group), here, agreed);
        } else if (agreed != null
                && !changed
                && other.overtaken().containsAll(there.fields().keySet())) {
            metGroup(group, seen(other, group), agreed, there);
        } else if (!changed || !changedThere || here.equals(there)) {
            Origin origin = changed ? changedThere ? Origin.BOTH : Origin.OURS : Origin.THEIRS;
            put(group, agreed, changed ? here : there, origin);
        } else {
            Value.Struct result = decider.decided(group, agreed, here, there);
            put(
                    group,
                    agreed,
                    result == null ? agreed : result,
                    result == null ? null : origin(result, here, there));
        }
    }

    private void metGroup(
            Group group, Value.@Nullable Struct seen, Value.Struct ours, Value.Struct theirs) {
        Value.Struct result = decider.decided(group, seen, ours, theirs);
        put(group, null, result, origin(result, ours, theirs));
    }

    private static Value.@Nullable Struct seen(Lifted lifted, Group group) {
        Row seen = lifted.side().seen().row();
        return seen == null ? null : Group.struct(group.fields(), seen);
    }

    /** A side's fields of a group; what it does not hold is as agreed. */
    private static Value.Struct filled(Value.Struct side, Value.@Nullable Struct agreed) {
        if (agreed == null || side.fields().keySet().containsAll(agreed.fields().keySet())) {
            return side;
        }
        Map<String, Value> fields = new HashMap<>(agreed.fields());
        fields.putAll(side.fields());
        return new Value.Struct(fields);
    }

    private void put(
            Group group,
            Value.@Nullable Struct agreed,
            Value.@Nullable Struct result,
            @Nullable Origin origin) {
        if (result == null) {
            return;
        }
        for (String name : group.fields()) {
            Value value = result.fields().get(name);
            boolean same = agreed != null && Objects.equals(value, agreed.fields().get(name));
            put(name, value, same ? null : origin);
        }
    }

    private void put(String name, @Nullable Value value, @Nullable Origin origin) {
        if (value != null) {
            names.add(name);
            values.add(value);
            if (origin != null) {
                origins.put(name, origin);
            }
        }
    }
}
