package io.syncline.engine.evolve;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Agreed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides about a collection that was there before and still is. Pure.
 *
 * @param seen what was agreed, as if what is ignored had never been seen
 * @param before what was agreed
 * @param found how it differs from what was seen
 */
record Verdicts(Policy policy, Agreed seen, Agreed before, Layout now, List<Difference> found) {
    /** Stands before the type of a field that is agreed to be left out. */
    static final String IGNORED = "ignored ";

    Verdict verdict() {
        Set<String> added = new TreeSet<>();
        boolean gone = false;
        boolean retyped = false;
        boolean rekeyed = false;
        for (Difference each : found) {
            switch (each) {
                case Difference.Added(String field, _) -> added.add(field);
                case Difference.Gone _ -> gone = true;
                case Difference.Retyped _ -> retyped = true;
                case Difference.Rekeyed _ -> rekeyed = true;
                case Difference.Relaxed _, Difference.Appeared _, Difference.Vanished _ -> {}
            }
        }
        List<Difference> news = found.stream().filter(this::isNews).toList();
        if (!news.isEmpty() && policy.holds() || rekeyed && !policy.approved()) {
            throw Verdict.held(now.collection(), news);
        }
        boolean follows = policy.follows();
        Layout layout = without(follows ? Set.of() : added);
        return new Verdict(
                now.collection(),
                news,
                layout,
                agreed(layout, rekeyed),
                follows && !news.isEmpty(),
                rekeyed,
                follows ? added : Set.of(),
                // What was renamed looks like a field that is gone and one that was added; of what
                // was ignored rows got values that nobody tells again.
                retyped
                        || rekeyed
                        || follows
                                && (gone && !added.isEmpty()
                                        || added.stream().anyMatch(this::ignored)));
    }

    private boolean isNews(Difference each) {
        return switch (each) {
            case Difference.Added(String field, _) -> policy.follows() || !ignored(field);
            // Nothing is altered for it: a row that needs it is parked.
            case Difference.Relaxed _ -> policy.follows();
            case Difference.Gone _,
                    Difference.Retyped _,
                    Difference.Rekeyed _,
                    Difference.Appeared _,
                    Difference.Vanished _ ->
                    true;
        };
    }

    private boolean ignored(String field) {
        return before.fields().getOrDefault(field, "").startsWith(IGNORED);
    }

    private Layout without(Set<String> ignored) {
        List<Field> fields =
                now.fields().stream().filter(field -> !ignored.contains(field.name())).toList();
        Set<String> names = fields.stream().map(Field::name).collect(Collectors.toSet());
        return new Layout(
                now.collection(),
                fields,
                now.key(),
                now.indexes().stream().filter(i -> names.containsAll(i.fields())).toList(),
                now.rows());
    }

    private Agreed agreed(Layout layout, boolean rekeyed) {
        Map<String, String> fields = new LinkedHashMap<>();
        Agreed.of(now)
                .fields()
                .forEach(
                        (name, type) ->
                                fields.put(
                                        name, layout.field(name) == null ? IGNORED + type : type));
        Agreed.Standing standing = rekeyed ? Agreed.Standing.TO_BE_SWEPT : before.standing();
        return new Agreed(fields, layout.key(), standing);
    }
}
