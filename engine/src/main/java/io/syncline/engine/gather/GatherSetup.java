package io.syncline.engine.gather;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Evolution;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Parking;
import io.syncline.engine.mirror.Planner;
import io.syncline.engine.mirror.Relayouts;
import io.syncline.engine.mirror.Tables;
import io.syncline.engine.mirror.Takeover;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a flow of several sources ready: looks at all ends, creates what is missing at the
 * destination, takes the flow over, and opens its loop. Every step is idempotent.
 */
public final class GatherSetup {
    /** How many rows are looked at together: enough to make a look-up's round trip cheap. */
    static final int ROWS_MAX = 500;

    /** Far more than clocks of a well-kept machine drift. */
    private static final long DRIFT_MILLIS_MAX = 300_000;

    /** How the destination's tables were made up when the flow opened last. */
    private static final String MAKE_UP = "make_up";

    /**
     * A source.
     *
     * @param flow names what belongs to the sync there
     */
    public record From(String name, Endpoint endpoint, String flow, Planner planner) {}

    private final Owner owner;
    private final String flow;
    private final List<From> sources;
    private final Endpoint target;
    private final GatherTerms terms;
    private final Guards.Deletes limit;
    private final Parking parking;
    private final Store store;
    private final Context context;
    private final GatherMeter meter = new GatherMeter();
    private volatile @Nullable Made made;
    private volatile boolean anew;

    /**
     * @param flow its name in the store and at the destination
     * @param sources as they rank, the most trusted first; each must be a {@link Source}, {@link
     *     Snapshots} and a {@link Lookup}
     * @param target must be a {@link Target}, {@link Transacting}, {@link Snapshots}, a {@link
     *     Lookup}, and have {@link Checkpoints}
     * @param limit how much may be deleted at the destination before a person has to say so
     * @param parking where rows go that are not written
     */
    public GatherSetup(
            Owner owner,
            String flow,
            List<From> sources,
            Endpoint target,
            GatherTerms terms,
            Guards.Deletes limit,
            Parking parking,
            Store store,
            Context context) {
        this.owner = owner;
        this.flow = flow;
        this.sources = List.copyOf(sources);
        this.target = target;
        this.terms = terms;
        this.limit = limit;
        this.parking = parking;
        this.store = store;
        this.context = context;
    }

    /** What the flow has done since it was made. */
    public GatherMeter meter() {
        return meter;
    }

    /** What is read of a source, once that was decided; null before. */
    public @Nullable Plan plan(String source) {
        Made now = made;
        return now == null
                ? null
                : now.contributors().stream()
                        .filter(each -> each.name().equals(source))
                        .map(Contributor::plan)
                        .findFirst()
                        .orElse(null);
    }

    /** How a table of the destination looks; null if the flow does not know it. */
    public @Nullable Layout layout(String collection) {
        Made now = made;
        return now == null
                ? null
                : now.layouts().stream()
                        .filter(layout -> layout.collection().equals(collection))
                        .findFirst()
                        .orElse(null);
    }

    private Made look() {
        Made now = Made.of(sources, (Target) target, terms);
        if (!now.problems().isEmpty()) {
            ShapeProblem first = now.problems().getFirst();
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED, first.code(), first.message());
        }
        return now;
    }

    /** Whether a source's tables are not as they were when the flow opened. From any thread. */
    public boolean moved() {
        Made then = made;
        return then != null && !then.words().equals(look().words());
    }

    /** The next opening reads all logs from then on, and looks at every row. */
    void startOver() {
        anew = true;
    }

    /** Takes the flow over and opens its loop. */
    Gather open() {
        Made now = look();
        now.contributors().forEach(Contributor::agree);
        ready(now);
        Takeover taken = Takeover.of(owner, flow, store, (Checkpoints) target);
        parking.claim(taken.epoch());
        sources.stream()
                .filter(each -> !each.flow().equals(flow))
                .forEach(each -> store.nextEpoch(owner, each.flow()));
        Places stored = Places.of(taken.places().get(0));
        SourceLives lives = new SourceLives(store, owner, flow);
        boolean another = now.contributors().stream().anyMatch(each -> lives.another(each, stored));
        if (anew || another) {
            store.lost(flow, taken.epoch());
            now.contributors().forEach(each -> each.source().forget(each.selection()));
        }
        Places places = anew || another ? Places.NONE : stored;
        recounted(now, places);
        Writing writing = new Writing((Transacting) target, flow, taken.epoch(), parking, meter);
        Places from = prepared(now, places);
        // Before any row is counted: a crash must not find the logs beginning after it.
        writing.passed(from);
        now.contributors().forEach(lives::remember);
        anew = false;
        made = now;
        Gather opened = reading(now, from, taken.epoch(), writing);
        // A crash may have come between writing a row and taking it out.
        opened.look(store.parkedRows(flow));
        return opened;
    }

    /** The tables of the destination, with all fields. */
    private void ready(Made now) {
        Catalog there = target.catalog();
        List<Layout> layouts = now.layouts();
        for (Layout layout : layouts) {
            if (there.find(layout.collection()) != null && target instanceof Evolution evolution) {
                evolution.evolve(layout);
            }
        }
        new Tables(target).ready(layouts, sources.getFirst().planner()::accepts);
    }

    /** If a table is made up otherwise than before, or a place is not known, all is counted. */
    private void recounted(Made now, Places places) {
        String makeUp = now.words();
        boolean known =
                now.contributors().stream().allMatch(each -> places.all().containsKey(each.flow()));
        if (!known || !makeUp.equals(store.note(flow, MAKE_UP))) {
            store.restart(owner, flow);
            store.note(owner, flow, MAKE_UP, makeUp);
        }
    }

    private static Places prepared(Made now, Places places) {
        Map<String, Position> all = new HashMap<>();
        for (Contributor each : now.contributors()) {
            Position first = each.source().prepare(each.selection());
            all.put(each.flow(), places.all().getOrDefault(each.flow(), first));
        }
        return new Places(all);
    }

    private Gather reading(Made now, Places from, long epoch, Writing writing) {
        Recount recount = new Recount(store, flow, epoch, (Snapshots) target, now.tables());
        List<Hearing> hearings = new ArrayList<>();
        try {
            for (Contributor each : now.contributors()) {
                hearings.add(hearing(each, now.tables(), from, recount));
            }
        } catch (RuntimeException e) {
            hearings.forEach(Hearing::close);
            throw e;
        }
        Planner planner = sources.getFirst().planner();
        return new Gather(
                hearings,
                recount,
                new Judging(now.contributors(), now.tables(), (Lookup) target),
                writing,
                new DeleteBrake(limit, target, planner::swept, context),
                parking,
                from,
                new HybridClock(new ReplicaId(flow), context::wallMillis, DRIFT_MILLIS_MAX));
    }

    private Hearing hearing(
            Contributor each, List<GatheredTable> tables, Places from, Recount recount) {
        Map<String, Part> parts = new HashMap<>();
        Map<String, String> there = new HashMap<>();
        for (GatheredTable table : tables) {
            for (Part part : table.parts()) {
                if (part.isOf(each)) {
                    parts.put(part.name(), part);
                    there.put(part.name(), table.layout().collection());
                }
            }
        }
        Relayouts relayouts =
                new Relayouts(each.plan().layouts(), name -> each.endpoint().catalog().find(name));
        Position place = from.of(each);
        return new Hearing(
                each,
                parts,
                each.source().read(place, each.selection()),
                place,
                relayouts::news,
                part -> recount.again(String.valueOf(there.get(part.name()))),
                meter);
    }

    /** The places of the latest committed changes; asks all sources. */
    Map<String, Position> heads() {
        Map<String, Position> heads = new HashMap<>();
        for (From each : sources) {
            heads.put(each.flow(), ((Source) each.endpoint()).head());
        }
        return heads;
    }

    /**
     * Compares what a source has with the destination; null before the flow has opened.
     *
     * @param settled waits until all that was committed by then is dealt with, or in vain
     */
    public GatherCompare.@Nullable Result compare(String source, Runnable settled) {
        Made now = made;
        return now == null
                ? null
                : new GatherCompare(
                                new Judging(now.contributors(), now.tables(), (Lookup) target),
                                settled)
                        .run(source, now.tables(), (Snapshots) target);
    }

    /** A source keeps no log for this flow any more. From any thread. */
    void forget(String source) {
        for (From each : sources) {
            if (each.name().equals(source)) {
                ((Source) each.endpoint()).forget(new Selection(each.flow(), List.of()));
            }
        }
    }
}
