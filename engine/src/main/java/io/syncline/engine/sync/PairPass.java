package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.engine.facing.Facings;
import io.syncline.engine.verify.Compare.Differing;
import io.syncline.engine.verify.PairCompare;
import io.syncline.engine.verify.Paired;
import io.syncline.engine.verify.Scrub;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look at all rows of a two-way flow, in parts; what differs at rest is mended. One thread. */
final class PairPass {
    private final PairVerifying verifying;
    private final @Nullable Facings facings;
    private final int tables;
    private final Scrub scrub;
    private final PairCompare compare;
    private final long moved;
    private final long beganMillis;
    private final List<Differing> left = new ArrayList<>();
    private long read;
    private long waiting;

    PairPass(
            PairVerifying verifying,
            @Nullable Facings facings,
            int tables,
            Scrub scrub,
            PairCompare compare,
            long moved,
            long beganMillis) {
        this.verifying = verifying;
        this.facings = facings;
        this.tables = tables;
        this.scrub = scrub;
        this.compare = compare;
        this.moved = moved;
        this.beganMillis = beganMillis;
    }

    /**
     * What a part of a pass came to.
     *
     * @param read how many rows were read
     * @param found rows that differed at rest, but for those that wait for a person
     * @param left how many of these still do
     */
    record Step(int read, List<Differing> found, int left) {}

    /** Looks at the next part; null after the last. */
    @Nullable Step next() {
        Scrub.Part part = scrub.next();
        if (part == null) {
            return null;
        }
        read += part.rows();
        if (part.suspects().isEmpty()) {
            return new Step(part.rows(), List.of(), 0);
        }
        List<Differing> found = mine(compare.differing(part.collection(), part.suspects()));
        List<Differing> still = found.isEmpty() ? found : mended(part.collection(), found);
        return new Step(part.rows(), found, still.size());
    }

    /** Has the loop look at rows that differ; those that still do. */
    private List<Differing> mended(Paired rows, List<Differing> found) {
        List<RowId> ids = found.stream().map(Differing::target).toList();
        verifying.mend(ids);
        List<Differing> still = mine(compare.differing(rows, ids));
        left.addAll(still);
        return still;
    }

    /** Without those that wait for a person, which are counted. */
    private List<Differing> mine(List<Differing> differing) {
        Set<RowId> waits = verifying.waiting(differing);
        waiting += waits.size();
        differing.stream().filter(each -> waits.contains(each.target())).forEach(left::add);
        return differing.stream().filter(each -> !waits.contains(each.target())).toList();
    }

    long read() {
        return read;
    }

    long moved() {
        return moved;
    }

    @Nullable Facings facings() {
        return facings;
    }

    /** What it came to, once it is over. */
    Verification found(Leg leg, Verification.Places places, boolean quiet, long nowMillis) {
        return new Verification(
                leg.source().name(),
                leg.destination().name(),
                tables,
                scrub.rows(),
                left.size(),
                waiting,
                Verification.told(left),
                places,
                scrub.digest(),
                quiet,
                beganMillis,
                nowMillis);
    }
}
