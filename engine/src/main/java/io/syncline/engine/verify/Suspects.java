package io.syncline.engine.verify;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Scan;
import io.syncline.engine.shape.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one collection that seem to differ, without waiting for those that are only on their
 * way. In parts, so that not all rows of a large table are held at once. Used by one thread.
 */
public final class Suspects {
    /** About how many rows of one side are held at once. */
    private static final long ROWS_AT_ONCE = 1_000_000;

    private final Side here;
    private final Side there;
    private final long rowsHere;
    private final long rowsThere;
    private final BitSet differing;
    private final int bucketsAtOnce;

    /**
     * Some of them, by the target's ids.
     *
     * @param extra rows that only the target has
     * @param others rows that differ or that only the source has
     */
    public record Part(List<RowId> extra, List<RowId> others) {
        /** Copies the lists. */
        public Part {
            extra = List.copyOf(extra);
            others = List.copyOf(others);
        }
    }

    private Suspects(Side here, Side there, Buckets ours, Buckets theirs) {
        this.here = here;
        this.there = there;
        this.rowsHere = ours.rows();
        this.rowsThere = theirs.rows();
        this.differing = ours.differing(theirs);
        long parts = 1 + Math.max(ours.rows(), theirs.rows()) / ROWS_AT_ONCE;
        this.bucketsAtOnce = (int) Math.max(1, Buckets.COUNT / parts);
    }

    /** Reads both sides through. */
    public static Suspects of(Scan source, Scan target, Layout layout, Shape shape) {
        Side here = Side.here(source, layout, shape);
        Side there = Side.there(target, shape);
        return new Suspects(here, there, Buckets.of(here), Buckets.of(there));
    }

    /** Reads a part of both sides through. */
    public static Suspects of(
            Scan source, Scan target, Layout layout, Shape shape, Stretch stretch) {
        Side here = Side.here(source, layout, shape, stretch);
        Side there = Side.there(target, layout, shape, stretch);
        return new Suspects(here, there, Buckets.of(here), Buckets.of(there));
    }

    /** The target's name of the collection. */
    public String collection() {
        return there.collection();
    }

    /** How many rows the source has that go there. */
    public long rowsHere() {
        return rowsHere;
    }

    /** How many rows the target has. */
    public long rowsThere() {
        return rowsThere;
    }

    /** The next part, or null after the last; reads both sides through once more. */
    public @Nullable Part next() {
        if (differing.isEmpty()) {
            return null;
        }
        BitSet wanted = new BitSet();
        for (int i = differing.nextSetBit(0), count = 0;
                i >= 0 && count < bucketsAtOnce;
                i = differing.nextSetBit(i + 1), count++) {
            wanted.set(i);
        }
        differing.andNot(wanted);
        Map<RowId, BigInteger> ours = Buckets.rowsOf(here, wanted);
        Map<RowId, BigInteger> theirs = Buckets.rowsOf(there, wanted);
        List<RowId> others = new ArrayList<>();
        ours.forEach(
                (id, hash) -> {
                    if (!hash.equals(theirs.get(id))) {
                        others.add(id);
                    }
                });
        List<RowId> extra = new ArrayList<>();
        theirs.keySet()
                .forEach(
                        id -> {
                            if (!ours.containsKey(id)) {
                                extra.add(id);
                            }
                        });
        return new Part(extra, others);
    }
}
