package io.syncline.engine.twoway;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Marks;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.facing.Terms;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Evolving;
import io.syncline.engine.mirror.Planner;
import io.syncline.engine.mirror.Relayouts;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.reconcile.End;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.reconcile.Kin;
import io.syncline.engine.reconcile.Lives;
import io.syncline.engine.reconcile.Opening;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.reconcile.TwoWayMeter;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.store.Agreed;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a two-way flow ready: looks at both ends, creates what is missing at the other one, agrees
 * with both on how rows look, and opens the loop. Every step is idempotent.
 */
public final class TwoWaySetup {
    /** How many rows a round looks at: enough to make a look-up's round trip cheap. */
    private static final int ROWS_MAX = 500;

    /**
     * What a sync says of how its rows are merged.
     *
     * @param rules how rows are merged, by the other end's name of a collection
     * @param meeting the same of rows that were there before the sync
     */
    public record Merging(Function<String, Rules> rules, Function<String, Rules> meeting) {}

    /**
     * One of the two ends.
     *
     * @param name the endpoint's, in versions and in the history
     * @param kin the other flows that write there, by their names, and what is at their other ends
     */
    public record Named(String name, Endpoint endpoint, Map<String, String> kin) {}

    private final Owner owner;
    private final String flow;
    private final Named ours;
    private final Named theirs;
    private final BiFunction<Plan, Facings, Merging> merging;
    private final ShapeRules shape;
    private final Terms terms;
    private final Guards.Deletes limit;
    private final ReviewListener listener;
    private final Store store;
    private final Context context;
    private final Planner planner;
    private final Evolving evolving;
    private final TwoWayMeter meter = new TwoWayMeter();
    private volatile @Nullable Plan plan;
    private volatile @Nullable Facings facings;
    private volatile Map<String, Agreed> there = Map.of();
    private volatile boolean anew;

    /**
     * @param flow its name; the ends' own names go on from it
     * @param shape what the mapping says
     * @param terms on which the ends are kept equal
     * @param limit how much may be deleted at an end before a person has to say so
     * @param merging how rows are merged, once it is known what is kept equal
     * @param listener hears of rows that wait for a person
     */
    public TwoWaySetup(
            Owner owner,
            String flow,
            Named ours,
            Named theirs,
            Planner planner,
            ShapeRules shape,
            Terms terms,
            Guards.Deletes limit,
            BiFunction<Plan, Facings, Merging> merging,
            ReviewListener listener,
            Store store,
            Context context) {
        this.listener = listener;
        this.owner = owner;
        this.flow = flow;
        this.ours = ours;
        this.theirs = theirs;
        this.shape = shape;
        this.terms = terms;
        this.limit = limit;
        this.merging = merging;
        this.store = store;
        this.context = context;
        this.planner = planner;
        this.evolving =
                new Evolving(ours.endpoint(), theirs.endpoint(), planner, store, owner, flow);
    }

    /** The name of what a flow makes at one of its ends. */
    public static String nameAt(String flow, Which which) {
        return flow + (which == Which.OURS ? "_a" : "_b");
    }

    /** What is kept equal, once that was decided; null before. */
    public @Nullable Plan plan() {
        return plan;
    }

    /** How both ends face each other, once that was decided; null before. */
    public @Nullable Facings facings() {
        return facings;
    }

    /** What the flow has done since it was made. */
    public TwoWayMeter meter() {
        return meter;
    }

    /** The next opening reads both logs from then on, and looks at every row. */
    void startOver() {
        anew = true;
    }

    /** Whether an end's tables are not as they were when the flow opened. From any thread. */
    public boolean moved() {
        Map<String, Agreed> then = there;
        return evolving.moved() || !then.equals(terms(theirs.endpoint().catalog(), then.keySet()));
    }

    private static Map<String, Agreed> terms(Catalog catalog, Set<String> collections) {
        Map<String, Agreed> terms = new HashMap<>();
        for (String name : collections) {
            Layout layout = catalog.find(name);
            if (layout != null) {
                terms.put(name, Agreed.of(layout));
            }
        }
        return terms;
    }

    /** Takes the flow over and opens its loop. */
    Reconcile open() {
        Requirements.able(ours);
        Requirements.able(theirs);
        Evolving.Course course = evolving.course();
        Plan made = course.plan();
        made.routes().forEach(route -> Requirements.keyed(made.here(route)));
        Linking linking = new Linking(owner, flow, ours.endpoint(), theirs.endpoint(), store);
        Facings faced = linking.faced(made, shape, terms);
        Requirements.possible(faced.problems());
        Requirements.agree(ours, faced.read(Which.OURS));
        Requirements.agree(theirs, faced.read(Which.THEIRS));
        there =
                terms(
                        theirs.endpoint().catalog(),
                        faced.read(Which.THEIRS).stream()
                                .map(Layout::collection)
                                .collect(Collectors.toSet()));
        Merging merged = merging.apply(made, faced);
        facings = faced;
        plan = made;
        Opening opening =
                new Opening(
                        owner,
                        flow,
                        end(Which.OURS, ours, faced),
                        end(Which.THEIRS, theirs, faced),
                        store,
                        merged.rules(),
                        merged.meeting(),
                        ROWS_MAX,
                        context);
        boolean over = anew;
        linking.before();
        LongConsumer claimed = epoch -> evolving.agree(course, epoch);
        Reconcile opened =
                opening.open(over, meter, claimed.andThen(_ -> linking.match(faced)), listener);
        if (over) {
            anew = false;
        }
        return opened;
    }

    /**
     * Much was deleted at one end.
     *
     * @throws EndpointException TOO_MANY_DELETES if a person has to say that it is meant to be
     */
    void mayDelete(Stop stop) {
        if (!planner.swept()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.TOO_MANY_DELETES,
                    stop.going() + " at the other end. Resume the sync to let them go");
        }
    }

    private End end(Which which, Named named, Facings faced) {
        List<Layout> layouts = faced.read(which);
        Catalog catalog = named.endpoint().catalog();
        Map<String, Layout> looked = new HashMap<>();
        for (Layout layout : layouts) {
            Layout own = catalog.find(layout.collection());
            looked.put(layout.collection(), own == null ? layout : own);
        }
        Relayouts relayouts = new Relayouts(looked, name -> named.endpoint().catalog().find(name));
        List<String> names = layouts.stream().map(Layout::collection).toList();
        Facing facing = faced.of(which);
        Losses losses =
                new Losses(
                        named.endpoint(),
                        facing,
                        store,
                        flow,
                        looked,
                        name -> faced.marked(which, name));
        return new End(
                which,
                new ReplicaId(named.name()),
                named.endpoint(),
                facing,
                nameAt(flow, which),
                names,
                layouts,
                relayouts::news,
                losses.counted(limit),
                kin(which, named));
    }

    private static List<Kin> kin(Which which, Named named) {
        return named.kin().entrySet().stream()
                .map(
                        each ->
                                new Kin(
                                        each.getKey(),
                                        new ReplicaId(nameAt(each.getKey(), which)),
                                        new ReplicaId(each.getValue())))
                .toList();
    }

    /**
     * Writes a marker into the log of an end that takes any.
     *
     * @return its place; null if the end is not the database that the flow was opened with, which a
     *     marker would make it look like
     */
    public @Nullable Position mark(Which which) {
        Endpoint end = (which == Which.OURS ? ours : theirs).endpoint();
        String name = nameAt(flow, which);
        Lives lives = new Lives(store, owner, flow);
        if (lives.changed(which, end, name, null) != null) {
            return null;
        }
        Position place = ((Marks) end).mark(name);
        lives.remember(which, end, name);
        return place;
    }

    /** An end keeps no log for this flow any more. From any thread. */
    void forget(Which which) {
        Endpoint end = (which == Which.OURS ? ours : theirs).endpoint();
        ((Source) end).forget(new Selection(nameAt(flow, which), List.of()));
    }

    /** The place of the latest committed change at an end; asks it. */
    Position head(Which which) {
        Endpoint end = (which == Which.OURS ? ours : theirs).endpoint();
        return ((Source) end).head();
    }
}
