package io.syncline.engine.reconcile;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.review.ReviewListener;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the two-way loop of one flow ready: takes the flow over in the store and at both ends,
 * reads the receipts that these keep, and finds where to go on. Every step is idempotent, so that a
 * crash between any two is mended by doing it again.
 */
public final class Opening {
    /** Far more than clocks of a well-kept machine drift. */
    private static final long DRIFT_MILLIS_MAX = 300_000;

    private final Owner owner;
    private final Lives lives;
    private final String flow;
    private final End ours;
    private final End theirs;
    private final Store store;
    private final Function<String, Rules> rules;
    private final Function<String, Rules> meeting;
    private final int rowsMax;
    private final Context context;

    /**
     * @param flow names the pairs in the store; both ends' own names differ from it
     * @param rules how the rows of a collection are merged, by the sync's name of it
     * @param meeting the same of rows that were there before the sync
     * @param rowsMax how many rows one round looks at, at least 1
     */
    public Opening(
            Owner owner,
            String flow,
            End ours,
            End theirs,
            Store store,
            Function<String, Rules> rules,
            Function<String, Rules> meeting,
            int rowsMax,
            Context context) {
        this.owner = owner;
        this.lives = new Lives(store, owner, flow);
        this.flow = flow;
        this.ours = ours;
        this.theirs = theirs;
        this.store = store;
        this.rules = rules;
        this.meeting = meeting;
        this.rowsMax = rowsMax;
        this.context = context;
    }

    /**
     * Takes the flow over and opens its loop.
     *
     * @param anew whether an end's log was lost: both are read from now on, and every row is looked
     *     at
     * @param meter counts what the loop does
     * @param claimed hears of the epoch before anything is read
     * @param listener hears of rows that wait for a person
     * @throws io.syncline.core.endpoint.EndpointException FENCED if a later owner has the flow,
     *     HISTORY_LOST if an end has not kept its log
     */
    public Reconcile open(
            boolean anew, TwoWayMeter meter, LongConsumer claimed, ReviewListener listener) {
        boolean restored = store.restored(flow);
        long epoch =
                restored
                        ? store.nextEpoch(owner, flow, Math.max(latest(ours), latest(theirs)))
                        : store.nextEpoch(owner, flow);
        Map<Which, @Nullable Receipt> receipts = new EnumMap<>(Which.class);
        receipts.put(Which.OURS, claim(ours, epoch));
        receipts.put(Which.THEIRS, claim(theirs, epoch));
        Pairs pairs = store.pairs();
        boolean ofOurs = another(ours, pairs, listener);
        boolean another = another(theirs, pairs, listener) || ofOurs;
        if (restored || another) {
            // What is known is of another time than an end: until it was looked at, nobody is
            // right.
            pairs.doubt(flow, epoch);
        }
        if (restored) {
            store.reclaimed(flow, epoch);
        }
        claimed.accept(epoch);
        List<Dirt> dirty = resumed(pairs, epoch, receipts);
        Map<Which, Position> places = new EnumMap<>(Which.class);
        places.putAll(pairs.places(flow));
        if (anew || another) {
            store.lost(flow, epoch);
            forget(ours);
            forget(theirs);
            places.clear();
        }
        places.computeIfAbsent(Which.OURS, _ -> prepared(ours));
        places.computeIfAbsent(Which.THEIRS, _ -> prepared(theirs));
        // Before any row is counted: a crash must not find the logs beginning after it.
        pairs.settle(flow, epoch, new Settlement(List.of(), List.of(), List.of(), places));
        lives.remember(Which.OURS, ours.endpoint(), ours.flow());
        lives.remember(Which.THEIRS, theirs.endpoint(), theirs.flow());
        HybridClock clock =
                new HybridClock(new ReplicaId(flow), context::wallMillis, DRIFT_MILLIS_MAX);
        Parts parts =
                new Parts(
                        flow,
                        epoch,
                        ours,
                        theirs,
                        pairs,
                        new Provenance(pairs, ours, theirs),
                        new Echoes(),
                        rules,
                        meeting,
                        rowsMax,
                        meter,
                        clock,
                        context,
                        listener);
        return reading(parts, new Census(store, flow, epoch, ours, theirs), dirty, places);
    }

    /** Whether an end is not the database that was read last: then somebody has to know. */
    private boolean another(End end, Pairs pairs, ReviewListener listener) {
        Position place = pairs.places(flow).get(end.which());
        String how = lives.changed(end.which(), end.endpoint(), end.flow(), place);
        if (how != null) {
            listener.doubted(end.replica().name(), how);
        }
        return how != null;
    }

    private Reconcile reading(
            Parts parts, Census census, List<Dirt> dirty, Map<Which, Position> places) {
        Intake first = intake(ours, places, parts);
        try {
            Intake second = intake(theirs, places, parts);
            return new Reconcile(
                    parts, first, second, census, dirty, places, parts.pairs().round(flow));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static long latest(End end) {
        return end.checkpoints().latest(end.flow());
    }

    /**
     * From now on only this epoch writes to the end; what it knows of the latest round's writes.
     */
    private static @Nullable Receipt claim(End end, long epoch) {
        return Receipt.of(end.checkpoints().claim(end.flow(), epoch).get(0));
    }

    private static Selection selection(End end) {
        return new Selection(end.flow(), end.collections().stream().sorted().toList()).withEchoes();
    }

    private static Position prepared(End end) {
        return end.source().prepare(selection(end));
    }

    private static void forget(End end) {
        end.source().forget(selection(end));
    }

    private static Intake intake(End end, Map<Which, Position> places, Parts parts) {
        Position place = Objects.requireNonNull(places.get(end.which()));
        end.source().prepare(selection(end));
        return new Intake(
                end,
                end.source().read(place, selection(end)),
                place,
                end.relayouts(),
                parts.meter(),
                parts.echoes());
    }

    /** Notes which debts were paid before the end, and which rows have to be looked at again. */
    private List<Dirt> resumed(Pairs pairs, long epoch, Map<Which, @Nullable Receipt> receipts) {
        Map<RowId, Dirt> dirty = new LinkedHashMap<>();
        pairs.dirty(flow).forEach(dirt -> dirty.put(dirt.id(), dirt));
        List<Pair> known = new ArrayList<>();
        for (Pair owing : pairs.owing(flow)) {
            Pair now = owing;
            for (Which which : Which.values()) {
                Receipt receipt = receipts.get(which);
                Half half = now.half(which);
                if (receipt != null && receipt.pays(half.debt())) {
                    Image base = Objects.requireNonNull(now.base().image());
                    now = now.with(which, half.paid(base));
                }
            }
            // Also what is still owed: the rounds that come settle other rows.
            known.add(now);
            // Looked at even if all is paid: what the end made of it is not known.
            dirty.putIfAbsent(owing.id(), Dirt.of(owing.id()));
        }
        if (!known.isEmpty()) {
            pairs.settle(
                    flow,
                    epoch,
                    new Settlement(known, List.of(), List.copyOf(dirty.values()), Map.of()));
        }
        return List.copyOf(dirty.values());
    }
}
