package io.syncline.testkit.twoway;

import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Convention;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.facing.Withheld;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.ShapeTools;
import io.syncline.engine.shape.Shapes;
import io.syncline.engine.sync.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Applications of a stage's ends: those that delete softly write {@code gone} into {@code b}, and
 * those that lock optimistically count their writes in {@code n}.
 */
final class Expecting {
    /** What says that a row is deleted. */
    static final Value GONE = new Value.Text("gone");

    private Expecting() {}

    /** The application of an end. */
    static Conventions application(boolean deletesSoftly, boolean locks) {
        List<Convention> all = new ArrayList<>();
        if (deletesSoftly) {
            all.add(new Convention.SoftDelete(null, "b", GONE, null, ""));
        }
        if (locks) {
            all.add(new Convention.VersionColumn(null, "n", ""));
        }
        return new Conventions(all);
    }

    static Function<Which, Facing> between(Conventions ours, Conventions theirs) {
        Layout layout = TwoWayStage.layout();
        Terms terms = new Terms(false, ours, theirs);
        Map<Layout, String> named = Map.of(layout, TwoWayStage.ITEM);
        ShapeRules rules = Withheld.from(ShapeRules.none(), 0, named, terms);
        Route route = new Route(TwoWayStage.ITEM, TwoWayStage.ITEM);
        Plan plan =
                new Plan(
                        List.of(route),
                        Map.of(TwoWayStage.ITEM, layout),
                        Shapes.resolve(rules, 0, named, ShapeTools.plain(() -> 0)).shapes());
        Fineness fine = (_, _) -> Fineness.DIGITS_MAX;
        Facings facings =
                Facings.of(
                        plan, ShapeRules.none(), new Catalog(List.of(layout)), terms, fine, fine);
        if (!facings.problems().isEmpty()) {
            throw new AssertionError(facings.problems());
        }
        return facings::of;
    }
}
