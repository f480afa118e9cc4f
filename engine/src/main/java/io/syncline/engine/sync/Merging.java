package io.syncline.engine.sync;

import io.syncline.core.merge.Definition;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.CollectionWay;
import io.syncline.engine.facing.Conventions;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.FieldWay;
import io.syncline.engine.facing.LinkTerms;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.twoway.TwoWaySetup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a two-way sync makes one row of two.
 *
 * @param standard for collections that are not named
 * @param collections by name, at either end
 * @param initial what becomes of rows that both ends had before the sync, and that differ
 * @param newestBy the field that tells which of two such rows is newer, for {@link Initial#NEWEST}
 * @param rounding whether values may lose what only one end can hold
 * @param ranking the names of sources, the most trusted first, for rules that rank and do not say
 *     whom; empty if nothing was said
 * @param review how people review what no rule decides
 * @param conventions what the applications of its ends expect, by the ends' names
 * @param links which rows have another key at each end
 */
public record Merging(
        Definition standard,
        Map<String, Definition> collections,
        Initial initial,
        @Nullable String newestBy,
        boolean rounding,
        List<String> ranking,
        ReviewTerms review,
        Map<String, Conventions> conventions,
        LinkTerms links) {
    /** What becomes of two rows of one key that differ when the ends meet. None is ever deleted. */
    public enum Initial {
        /** The source's row; of several sources that of the first in rank. */
        A_WINS,
        /** The destination's row. */
        B_WINS,
        /** The one whose field says that it is newer; a person decides if it does not. */
        NEWEST,
        /** What only one of them says is taken; what they say differently goes by the rules. */
        UNION,
        /** A person decides. */
        REVIEW
    }

    /** Copies the maps. */
    public Merging {
        collections = Map.copyOf(collections);
        conventions = Map.copyOf(conventions);
        ranking = List.copyOf(ranking);
        if (initial == Initial.NEWEST && newestBy == null) {
            throw new IllegalArgumentException("The newest by which field?");
        }
    }

    /** Nothing is said of whom to trust. */
    public Merging(
            Definition standard,
            Map<String, Definition> collections,
            Initial initial,
            @Nullable String newestBy,
            boolean rounding) {
        this(standard, collections, initial, newestBy, rounding, List.of());
    }

    /** One whose conflicts anybody reviews, at any time. */
    public Merging(
            Definition standard,
            Map<String, Definition> collections,
            Initial initial,
            @Nullable String newestBy,
            boolean rounding,
            List<String> ranking) {
        this(
                standard,
                collections,
                initial,
                newestBy,
                rounding,
                ranking,
                ReviewTerms.NONE,
                Map.of(),
                LinkTerms.NONE);
    }

    /** The same between ends whose applications expect this, by the ends' names. */
    public Merging with(Map<String, Conventions> expected) {
        return new Merging(
                standard,
                collections,
                initial,
                newestBy,
                rounding,
                ranking,
                review,
                expected,
                links);
    }

    /** The same of ends that both number rows. */
    public Merging with(LinkTerms terms) {
        return new Merging(
                standard,
                collections,
                initial,
                newestBy,
                rounding,
                ranking,
                review,
                conventions,
                terms);
    }

    /** On which terms the ends of a leg are kept equal. */
    Terms terms(Leg leg) {
        return new Terms(
                rounding,
                conventions.getOrDefault(leg.source().name(), Conventions.NONE),
                conventions.getOrDefault(leg.destination().name(), Conventions.NONE),
                links);
    }

    /** The words its rules are written in. */
    public Strategies strategies() {
        return Strategies.standard().ranking(ranking);
    }

    /** A person decides everything. */
    public static Merging asking() {
        Definition asks =
                new Definition(
                        RowPolicy.review(),
                        RuleSpec.of("manual_review"),
                        Map.of(),
                        List.of(),
                        List.of(),
                        0);
        return new Merging(asks, Map.of(), Initial.REVIEW, null, false);
    }

    /**
     * How the rows of a flow are merged, once it is known what is kept equal.
     *
     * @param braked whether people decide all conflicts just now
     */
    TwoWaySetup.Merging over(Plan plan, Facings facings, BooleanSupplier braked) {
        Map<String, Rules> rules = new HashMap<>();
        Map<String, Rules> meeting = new HashMap<>();
        Map<String, Rules> asking = new HashMap<>();
        for (Route route : plan.routes()) {
            Rules plain = strategies().rules(of(route).renamed(renamed(route, facings)));
            Rules own = forward(plain, route, facings);
            rules.put(route.target(), own);
            meeting.put(route.target(), meeting(own));
            asking.put(route.target(), forward(plain.byConsent(), route, facings));
        }
        return new TwoWaySetup.Merging(
                name -> Objects.requireNonNull((braked.getAsBoolean() ? asking : rules).get(name)),
                name ->
                        Objects.requireNonNull(
                                (braked.getAsBoolean() ? asking : meeting).get(name)));
    }

    /**
     * How the rows of a collection are merged. What cannot go back to the source is the source's to
     * decide, whatever is said of it.
     */
    Rules rules(Route route, Facings facings) {
        Definition named = of(route).renamed(renamed(route, facings));
        return forward(strategies().rules(named), route, facings);
    }

    /** The fields' names at the destination, by those at the source. */
    private static Map<String, String> renamed(Route route, Facings facings) {
        Map<String, String> renamed = new HashMap<>();
        for (CollectionWay collection : facings.ways()) {
            if (collection.theirs().equals(route.target())) {
                for (FieldWay field : collection.fields()) {
                    String here = field.ours();
                    String there = field.theirs();
                    if (here != null && there != null) {
                        renamed.put(here, there);
                    }
                }
            }
        }
        return renamed;
    }

    private static Rules forward(Rules rules, Route route, Facings facings) {
        Rules all = rules;
        for (String field : facings.forwardOnly(route.target())) {
            all = all.with(field, new SideWins(Which.OURS));
        }
        return all;
    }

    /**
     * The same by the destination's name of a collection.
     *
     * @param facings null while the sync does not run; then fields are as they are written
     */
    Rules rules(String collection, @Nullable Facings facings) {
        if (facings != null) {
            for (CollectionWay way : facings.ways()) {
                if (way.theirs().equals(collection)) {
                    return rules(new Route(way.ours(), collection), facings);
                }
            }
        }
        return strategies().rules(of(new Route(collection, collection)));
    }

    /** The definition that holds for a collection, by either end's name of it. */
    Definition of(Route route) {
        for (String name : names(route)) {
            Definition own = collections.get(name);
            if (own != null) {
                return own;
            }
        }
        return standard;
    }

    private static List<String> names(Route route) {
        return List.of(route.target(), bare(route.target()), route.source(), bare(route.source()));
    }

    private static String bare(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The same of rows that were there before the sync. */
    Rules meeting(Rules rules) {
        OnInsert policy =
                switch (initial) {
                    case A_WINS -> ranking.isEmpty() ? OnInsert.OURS : OnInsert.RULE;
                    case B_WINS -> OnInsert.THEIRS;
                    case NEWEST -> OnInsert.RULE;
                    case UNION -> OnInsert.UNION;
                    case REVIEW -> OnInsert.REVIEW;
                };
        RowPolicy rows = new RowPolicy(rules.rows().onDelete(), policy, rules.rows().fixed());
        boolean ranked = initial == Initial.A_WINS && !ranking.isEmpty();
        if (newestBy == null && !ranked) {
            return rules.with(rows);
        }
        RuleSpec first =
                newestBy == null
                        ? RuleSpec.of("priority_based")
                        : new RuleSpec("timestamp_based", Map.of("field", newestBy));
        return new Rules(
                rows,
                strategies().rule(first),
                rules.fields(),
                rules.groups(),
                rules.checks(),
                rules.confidenceLeast());
    }
}
