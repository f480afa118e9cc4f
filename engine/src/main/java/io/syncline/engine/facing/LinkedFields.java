package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.sync.Route;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which fields hold keys that are another at each end: the keys of linked collections, and the
 * fields that refer to these.
 *
 * @param terms which collections are linked
 * @param plan what is kept equal
 * @param theirs the other end's collections
 * @param linkage what the ends declare, and the links
 */
record LinkedFields(LinkTerms terms, Plan plan, Catalog theirs, Linkage linkage) {
    /** What was said of a route's rows, if they are linked; else null. */
    LinkTerms.@Nullable Table table(Route route) {
        return terms.tables().stream()
                .filter(each -> means(each.name(), route))
                .findFirst()
                .orElse(null);
    }

    static boolean means(String name, Route route) {
        return Conventions.means(name, route.source()) || Conventions.means(name, route.target());
    }

    /**
     * By which collection's links a field is turned, by the sync's name; null if by none.
     *
     * @param ours the first end's field; null if there is none
     * @param there the other end's
     */
    @Nullable String of(Route route, @Nullable String ours, String there) {
        if (table(route) != null && ours != null && plan.here(route).key().contains(ours)) {
            return route.target();
        }
        return plan.routes().stream()
                .filter(to -> table(to) != null && refers(route, ours, there, to))
                .map(Route::target)
                .findFirst()
                .orElse(null);
    }

    private boolean refers(Route from, @Nullable String ours, String there, Route to) {
        return ours != null
                        && declared(
                                linkage.here(),
                                from.source(),
                                ours,
                                to.source(),
                                plan.here(to).key())
                || declared(linkage.there(), from.target(), there, to.target(), key(to.target()))
                || terms.references().stream()
                        .anyMatch(
                                each ->
                                        means(each.table(), from)
                                                && means(each.to(), to)
                                                && (each.field().equals(ours)
                                                        || each.field().equals(there)));
    }

    private List<String> key(String collection) {
        Layout layout = theirs.find(collection);
        return layout == null ? List.of() : layout.key();
    }

    private static boolean declared(
            List<ForeignKey> all, String from, String field, String to, List<String> key) {
        return all.stream()
                .filter(each -> each.collection().equals(from) && each.to().equals(to))
                .anyMatch(
                        each -> {
                            int place = each.fields().indexOf(field);
                            return place >= 0 && key.contains(each.toFields().get(place));
                        });
    }

    /** Notes what is named and is not there, or cannot be linked. */
    void check(Consumer<ShapeProblem> problems) {
        for (LinkTerms.Table each : terms.tables()) {
            Route route = route(each.name());
            if (route == null) {
                unknown(each.name(), each.pointer(), problems);
                continue;
            }
            Layout there = theirs.find(route.target());
            if (there != null && (plan.here(route).key().size() != 1 || there.key().size() != 1)) {
                problems.accept(
                        new ShapeProblem(
                                Code.KEY_RULE,
                                each.pointer(),
                                "Rows of %s are told apart by more than one field or by none: only a key of one field can be linked."
                                        .formatted(route.source())));
            }
            each.match().forEach(field -> matched(route, field, each.pointer(), problems));
        }
        terms.references().forEach(each -> reference(each, problems));
    }

    private void matched(
            Route route, String field, String pointer, Consumer<ShapeProblem> problems) {
        Layout there = theirs.find(route.target());
        boolean here = plan.here(route).field(field) != null;
        if (!here && (there == null || there.field(field) == null)) {
            problems.accept(unknown(route, field, pointer));
        } else if (plan.here(route).key().contains(field)) {
            problems.accept(
                    new ShapeProblem(
                            Code.KEY_RULE,
                            pointer,
                            "%s is the key that %s gives out: it does not tell which rows are the same ones."
                                    .formatted(field, route.source())));
        }
    }

    private void reference(LinkTerms.Reference each, Consumer<ShapeProblem> problems) {
        Route from = route(each.table());
        Route to = route(each.to());
        if (from == null || to == null) {
            unknown(from == null ? each.table() : each.to(), each.pointer(), problems);
            return;
        }
        if (table(to) == null) {
            problems.accept(
                    new ShapeProblem(
                            Code.KEY_RULE,
                            each.pointer(),
                            "Rows of %s have the same key at both ends: they are not linked."
                                    .formatted(each.to())));
        }
        Layout there = theirs.find(from.target());
        Field known = plan.here(from).field(each.field());
        if (known == null && (there == null || there.field(each.field()) == null)) {
            problems.accept(unknown(from, each.field(), each.pointer()));
        }
    }

    private @Nullable Route route(String name) {
        return plan.routes().stream().filter(each -> means(name, each)).findFirst().orElse(null);
    }

    private void unknown(String table, String pointer, Consumer<ShapeProblem> problems) {
        if (!terms.partly()) {
            problems.accept(
                    new ShapeProblem(
                            Code.UNKNOWN_COLLECTION,
                            pointer,
                            table + " is no table that the sync keeps equal."));
        }
    }

    private ShapeProblem unknown(Route route, String field, String pointer) {
        List<String> fields =
                Stream.of(plan.here(route))
                        .flatMap(all -> all.fields().stream())
                        .map(Field::name)
                        .toList();
        return new ShapeProblem(
                Code.UNKNOWN_FIELD,
                pointer,
                "%s has no field %s; it has %s."
                        .formatted(route.source(), field, String.join(", ", fields)));
    }
}
