package io.syncline.engine.reconcile;

import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
    private final String flow;
    private final End ours;
    private final End theirs;
    private final Store store;
    private final Function<String, Rules> rules;
    private final int rowsMax;
    private final Context context;

    /**
     * @param flow names the pairs in the store; both ends' own names differ from it
     * @param rules how the rows of a collection are merged, by the sync's name of it
     * @param rowsMax how many rows one round looks at, at least 1
     */
    public Opening(
            Owner owner,
            String flow,
            End ours,
            End theirs,
            Store store,
            Function<String, Rules> rules,
            int rowsMax,
            Context context) {
        this.owner = owner;
        this.flow = flow;
        this.ours = ours;
        this.theirs = theirs;
        this.store = store;
        this.rules = rules;
        this.rowsMax = rowsMax;
        this.context = context;
    }

    /**
     * Takes the flow over and opens its loop.
     *
     * @throws io.syncline.core.endpoint.EndpointException FENCED if a later owner has the flow
     */
    public Reconcile open() {
        long epoch = store.nextEpoch(owner, flow);
        Map<Which, @Nullable Receipt> receipts = new EnumMap<>(Which.class);
        receipts.put(Which.OURS, claim(ours, epoch));
        receipts.put(Which.THEIRS, claim(theirs, epoch));
        Pairs pairs = store.pairs();
        List<Dirt> dirty = resumed(pairs, epoch, receipts);
        Map<Which, Position> places = new EnumMap<>(Which.class);
        places.putAll(pairs.places(flow));
        ReplicaId own = new ReplicaId(flow);
        HybridClock clock = new HybridClock(own, context::wallMillis, DRIFT_MILLIS_MAX);
        Parts parts = new Parts(flow, epoch, ours, theirs, pairs, rules, rowsMax, clock, context);
        Reader first = read(ours, places);
        try {
            Reader second = read(theirs, places);
            return new Reconcile(
                    parts,
                    new Intake(ours, first, own, Objects.requireNonNull(places.get(Which.OURS))),
                    new Intake(
                            theirs, second, own, Objects.requireNonNull(places.get(Which.THEIRS))),
                    dirty,
                    places,
                    pairs.round(flow));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /**
     * From now on only this epoch writes to the end; what it knows of the latest round's writes.
     */
    private static @Nullable Receipt claim(End end, long epoch) {
        return Receipt.of(end.checkpoints().claim(end.flow(), epoch).get(0));
    }

    private static Reader read(End end, Map<Which, Position> places) {
        Selection selection =
                new Selection(end.flow(), end.collections().stream().sorted().toList());
        Position begin = end.source().prepare(selection);
        Position place = places.computeIfAbsent(end.which(), _ -> begin);
        return end.source().read(place, selection);
    }

    /** Notes which debts were paid before the end, and which rows have to be looked at again. */
    private List<Dirt> resumed(Pairs pairs, long epoch, Map<Which, @Nullable Receipt> receipts) {
        Map<RowId, Dirt> dirty = new LinkedHashMap<>();
        pairs.dirty(flow).forEach(dirt -> dirty.put(dirt.id(), dirt));
        List<Pair> paid = new ArrayList<>();
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
            if (!now.equals(owing)) {
                paid.add(now);
            }
            // Looked at even if all is paid: what the end made of it is not known.
            dirty.putIfAbsent(owing.id(), Dirt.of(owing.id()));
        }
        if (!paid.isEmpty()) {
            pairs.settle(
                    flow,
                    epoch,
                    new Settlement(paid, List.of(), List.copyOf(dirty.values()), Map.of()));
        }
        return List.copyOf(dirty.values());
    }
}
