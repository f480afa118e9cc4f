package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a mapping what is an end's own: columns that the conventions of its application
 * name. Pure.
 */
public final class Withheld {
    private Withheld() {}

    /**
     * The same rules, in which no such column becomes another's and none is made of it.
     *
     * @param leg whose rules they are
     * @param tables the first end's, and what each is called at the other
     */
    public static ShapeRules from(
            ShapeRules rules, int leg, Map<Layout, String> tables, Terms terms) {
        if (terms.ours().isNothing() && terms.theirs().isNothing()) {
            return rules;
        }
        Map<String, TableRules> own = new HashMap<>();
        tables.forEach(
                (layout, there) ->
                        own.put(
                                layout.collection(),
                                of(rules.of(leg, layout.collection()), layout, there, terms)));
        List<ShapeRules.Side> sides = new ArrayList<>(rules.destinations());
        while (sides.size() <= leg) {
            sides.add(new ShapeRules.Side(TableRules.none(), Map.of(), List.of()));
        }
        ShapeRules.Side side = sides.get(leg);
        sides.set(leg, new ShapeRules.Side(side.all(), own, side.collections()));
        return new ShapeRules(sides, rules.secret());
    }

    private static TableRules of(TableRules rules, Layout ours, String theirs, Terms terms) {
        List<FieldRule> left = new ArrayList<>(rules.fields());
        for (Field field : ours.fields()) {
            if (ours.key().contains(field.name())) {
                continue;
            }
            List<FieldRule> about =
                    left.stream().filter(rule -> field.name().equals(rule.from())).toList();
            boolean here = terms.ours().names(ours.collection(), field.name());
            // Without a rule a field goes under its own name.
            List<FieldRule> all = about.isEmpty() ? List.of(rule(field, null)) : about;
            List<FieldRule> going =
                    all.stream()
                            .filter(rule -> !here && !terms.theirs().names(theirs, rule.name()))
                            .toList();
            if (going.size() < all.size()) {
                left.removeAll(about);
                left.addAll(going.isEmpty() ? List.of(rule(field, FieldRule.DROP)) : going);
            }
        }
        left.removeIf(rule -> rule.from() == null && terms.theirs().names(theirs, rule.name()));
        return rules.with(left);
    }

    private static FieldRule rule(Field field, @Nullable String function) {
        return new FieldRule(field.name(), null, function, Args.none(), false, "");
    }
}
