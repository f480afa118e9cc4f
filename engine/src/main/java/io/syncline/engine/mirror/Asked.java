package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.engine.shape.Shaped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Rows that somebody has asked a mirror to write, beside what the stream tells. Rows are asked for
 * from any thread; they are written by the feed's lane.
 */
public final class Asked {
    private static final int MEND_ROWS_MAX = 500;

    private final Delivery delivery;
    private final Missing missing;
    private final HybridClock clock;
    private final ConcurrentLinkedQueue<RowId> mends = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Edit> edits = new ConcurrentLinkedQueue<>();

    Asked(Delivery delivery, Missing missing, HybridClock clock) {
        this.delivery = delivery;
        this.missing = missing;
        this.clock = clock;
    }

    boolean isEmpty() {
        return mends.isEmpty() && edits.isEmpty();
    }

    /** Writes some of them, while all are drained. */
    Lane.Next step() {
        if (edits.isEmpty()) {
            mend();
        } else {
            edit();
        }
        return Lane.Next.Again.AGAIN;
    }

    /** Writes rows as the source has them now; the stream then tells whatever changes later. */
    private void mend() {
        Map<RowId, Change> asked = new LinkedHashMap<>();
        List<RowId> taken = mends.stream().limit(MEND_ROWS_MAX).toList();
        for (RowId id : taken) {
            if (delivery.keyless(id)) {
                delivery.again(id);
            } else {
                asked.put(id, Change.of(id, Image.absent(), Image.absent(), clock.next()));
            }
        }
        delivery.first().mend(completed(List.copyOf(asked.values())));
        // Only now: whoever asked waits until they are gone from here.
        taken.forEach(_ -> mends.remove());
    }

    /** Writes a parked row as a person wants it. */
    private void edit() {
        Edit edit = edits.element();
        if (edit.answer() == null) {
            Change seen = edit.parked();
            edit.answer(
                    delivery.first()
                            .edit(
                                    seen,
                                    Change.of(
                                            seen.id(),
                                            Image.absent(),
                                            edit.after(),
                                            clock.next())));
        }
        edits.remove();
    }

    private Map<RowId, Shaped> completed(List<Change> asked) {
        List<@Nullable Shaped> whole = missing.completeAll(asked);
        Map<RowId, Shaped> rows = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Shaped row = whole.get(i);
            if (row != null) {
                rows.put(asked.get(i).id(), row);
            }
        }
        return rows;
    }

    /** Asks for a parked row to be written as a person wants it. From any thread. */
    public void edit(Edit edit) {
        edits.add(edit);
    }

    /**
     * Asks for a row, by the target's name, to be written as the source has it. From any thread.
     */
    public void mend(RowId id) {
        mends.add(id);
    }

    /** Whether all rows that were asked for are written. From any thread. */
    public boolean mended() {
        return mends.isEmpty();
    }
}
