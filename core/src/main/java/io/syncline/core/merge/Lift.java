package io.syncline.core.merge;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a side onto the base: what is as it was seen counts as the base's value, and what is not
 * is a change of the base. So a value that a side stores otherwise, or has not been given yet, is
 * no edit; and one that was given back its old value after the base moved on is. What is as in the
 * base is no edit either: the base may have been written there and the record of it lost. But if it
 * is known that it was not, two who made the same of it have each added to what adds up.
 */
final class Lift {
    private final Row base;
    private final Row seen;
    private final Side side;
    private final Rules rules;
    private final Set<String> overtaken = new HashSet<>();

    private Lift(Row base, Row seen, Side side, Rules rules) {
        this.base = base;
        this.seen = seen;
        this.side = side;
        this.rules = rules;
    }

    /**
     * A side whose row is a change of the base.
     *
     * @param overtaken fields that it changed while it was owed the base's, and that no rule could
     *     carry over; {@link Merge#ROW} for the row as such
     */
    record Lifted(Side side, Set<String> overtaken) {
        /** Whether an edit was made without knowing the base. */
        boolean overtook() {
            return !overtaken.isEmpty();
        }

        /** Whether the row as such was made, edited or deleted without knowing the base. */
        boolean overtookRow() {
            return overtaken.contains(Merge.ROW);
        }
    }

    /** The side with its row as a change of the base, or just the base if it has none. */
    static Lifted onto(Image base, Side side, Rules rules) {
        Row baseRow = base.row();
        Row seen = side.seen().row();
        Row now = side.now().row();
        if (now == null) {
            return gone(base, side, seen);
        }
        if (seen == null) {
            boolean owed = side.owed().contains(Merge.ROW);
            return lifted(side, owed && baseRow != null && !now.within(baseRow));
        }
        if (baseRow == null) {
            // A row that is to go and is still there is as it was seen, or has been edited since.
            return Merge.alike(now, seen)
                    ? lifted(side.showing(base), false)
                    : lifted(side, side.owed().contains(Merge.ROW));
        }
        return seen.equals(baseRow)
                ? lifted(side, false)
                : new Lift(baseRow, seen, side, rules).lifted(now);
    }

    private static Lifted lifted(Side side, boolean overtook) {
        return new Lifted(side, overtook ? Set.of(Merge.ROW) : Set.of());
    }

    private static Lifted gone(Image base, Side side, @Nullable Row seen) {
        Row agreed = base.row();
        if (seen == null) {
            return lifted(side.showing(base), false);
        }
        boolean met = agreed != null && !side.owed().isEmpty() && !Merge.alike(agreed, seen);
        return lifted(side, met);
    }

    private Lifted lifted(Row now) {
        Header header = now.header();
        List<Value> values = new ArrayList<>(header.size());
        for (int i = 0; i < header.size(); i++) {
            values.add(value(header.names().get(i), now.at(i)));
        }
        Row row = Row.of(header, values);
        for (Group group : rules.groups()) {
            row = row.overlaid(group(group, now));
        }
        return new Lifted(side.showing(Image.partial(row)), overtaken);
    }

    private Value value(String name, Value here) {
        Value then = seen.get(name);
        Value agreed = base.get(name);
        if (agreed == null) {
            return here;
        }
        if (here.equals(then) || here.equals(agreed) && !addsUp(name, here)) {
            return agreed;
        }
        if (then == null) {
            // The side has only just got the field.
            return here instanceof Value.Null ? agreed : here;
        }
        return carried(rules.rule(name), name, agreed, then, here);
    }

    /** Whether what is as in the base was made there, beside what the side is still owed. */
    private boolean addsUp(String name, Value here) {
        return owed(name) && rules.rule(name).addsUp(Parts.open(here));
    }

    private boolean owed(String name) {
        return side.owed().contains(name) || side.owed().contains(Merge.ROW);
    }

    /** An edit as a change of the base; as it is if its rule cannot say what it would be there. */
    private Value carried(Rule rule, String name, Value agreed, Value then, Value here) {
        Value carried = rule.lift(Parts.open(agreed), Parts.open(then), Parts.open(here));
        if (carried != null) {
            return Parts.closed(here, carried);
        }
        if (owed(name) && !then.equals(agreed)) {
            overtaken.add(name);
        }
        return here;
    }

    /** A group's fields: all as in the base, or all as the side has them. */
    private Row group(Group group, Row now) {
        List<String> names =
                group.fields().stream().filter(name -> now.header().indexOf(name) >= 0).toList();
        boolean known =
                names.stream().allMatch(name -> base.get(name) != null && seen.get(name) != null);
        Row here = only(names, now);
        if (!known || here.within(seen) || here.within(base)) {
            return Row.of(Header.of(List.of()), List.of());
        }
        Value.Struct agreed = Group.struct(names, base);
        Value.Struct then = Group.struct(names, seen);
        Value.Struct struct = Group.struct(names, now);
        names.forEach(overtaken::remove);
        Value carried = group.rule().lift(agreed, then, struct);
        if (carried instanceof Value.Struct(var fields) && fields.keySet().containsAll(names)) {
            return only(names, Row.of(fields));
        }
        if (!then.equals(agreed) && names.stream().anyMatch(side.owed()::contains)
                || side.owed().contains(Merge.ROW)) {
            overtaken.addAll(names);
        }
        return here;
    }

    private static Row only(List<String> names, Row row) {
        List<Value> values = new ArrayList<>(names.size());
        for (String name : names) {
            values.add(java.util.Objects.requireNonNull(row.get(name)));
        }
        return Row.of(Header.of(names), values);
    }
}
