package io.syncline.testkit.twoway;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.KeyLinks;
import io.syncline.engine.facing.LinkTerms;
import io.syncline.engine.facing.Linkage;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.pair.Links;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.sync.Route;
import io.syncline.engine.twoway.LinkedKeys;
import io.syncline.engine.twoway.Matching;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stage whose ends both number their rows from one, so that the same number is another row at
 * each. Rows have their name in {@code a}, which never changes, and refer to each other by {@code
 * parent}.
 */
final class Numbered {
    final TwoWayStage stage;
    private final LinkTerms terms;

    /**
     * @param match the fields that tell which rows are the same ones
     */
    Numbered(Rules rules, String... match) {
        this.stage = new TwoWayStage(rules);
        this.terms =
                new LinkTerms(
                        List.of(new LinkTerms.Table(TwoWayStage.ITEM, List.of(match), "")),
                        List.of(
                                new LinkTerms.Reference(
                                        TwoWayStage.ITEM, "parent", TwoWayStage.ITEM, "")));
        // Who begins anew remembers nothing.
        stage.facing(which -> facings().of(which));
    }

    private static Plan plan() {
        Layout layout = TwoWayStage.layout();
        Map<Layout, String> named = Map.of(layout, TwoWayStage.ITEM);
        return new Plan(
                List.of(new Route(TwoWayStage.ITEM, TwoWayStage.ITEM)),
                Map.of(TwoWayStage.ITEM, layout),
                Shapes.resolve(ShapeRules.none(), 0, named, ShapeTools.plain(() -> 0)).shapes());
    }

    /** What rows are called, where nothing is known but what is in the store. */
    KeyLinks keys() {
        return LinkedKeys.of(
                stage.pairs().links(),
                TwoWayStage.FLOW,
                plan(),
                stage.replica(Which.OURS),
                stage.replica(Which.THEIRS));
    }

    /** Links the rows that say the same. */
    Matching.Found match(boolean all) {
        Links links = stage.pairs().links();
        return new Matching(
                        facings(),
                        Map.of(
                                Which.OURS,
                                stage.replica(Which.OURS),
                                Which.THEIRS,
                                stage.replica(Which.THEIRS)),
                        (which, keys) ->
                                links.find(TwoWayStage.FLOW, TwoWayStage.ITEM, which, keys)
                                        .keySet())
                .look(
                        TwoWayStage.ITEM,
                        all,
                        keys -> links.add(TwoWayStage.FLOW, TwoWayStage.ITEM, keys));
    }

    /** How the ends face each other, with what is linked in the store only. */
    Facings facings() {
        Fineness fine = (_, _) -> Fineness.DIGITS_MAX;
        Facings facings =
                Facings.of(
                        plan(),
                        ShapeRules.none(),
                        new Catalog(List.of(TwoWayStage.layout())),
                        new Terms(false, Conventions.NONE, Conventions.NONE, terms),
                        fine,
                        fine,
                        new Linkage(List.of(), List.of(), keys()));
        if (!facings.problems().isEmpty()) {
            throw new AssertionError(facings.problems());
        }
        return facings;
    }

    /** A user makes a row; its number there. */
    long makes(Which which, Map<String, ?> fields) {
        long number = stage.replica(which).number();
        stage.user(which).puts(number, fields).commits();
        return number;
    }

    /** The numbers of an end's rows, by their names; fails if two have the same. */
    Map<String, Long> numbers(Which which) {
        Map<String, Long> numbers = new HashMap<>();
        for (RowId id : stage.replica(which).database().committed().keySet()) {
            long number = ((Value.Int) id.key().getFirst()).value();
            String name = String.valueOf(stage.at(which, number, "a"));
            Long twice = numbers.put(name, number);
            if (twice != null) {
                throw new AssertionError(name + " is there twice: " + number + " and " + twice);
            }
        }
        return numbers;
    }

    /** The names of rows that wait for a person: two edits of one moment. */
    Set<String> waiting() {
        Set<String> names = new HashSet<>();
        for (Pair pair : stage.pairs().waiting(TwoWayStage.FLOW)) {
            long number = ((Value.Int) pair.id().key().getFirst()).value();
            names.add(String.valueOf(stage.at(Which.THEIRS, number, "a")));
        }
        return names;
    }

    /** What an end's rows say, by their names: their text, and the name of their parent. */
    Map<String, String> said(Which which) {
        Map<String, Long> numbers = numbers(which);
        Map<String, String> said = new TreeMap<>();
        numbers.forEach(
                (name, number) -> {
                    Object parent = stage.at(which, number, "parent");
                    Object of = parent == null ? null : stage.at(which, (Long) parent, "a");
                    said.put(name, stage.at(which, number, "b") + " of " + of);
                });
        return said;
    }
}
