package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the source's transactions whole and in their order: what it wrote is seen at the target
 * from the end of one of them to the end of another, never in between. A transaction that is more
 * than memory may hold is written in parts, in one transaction of the target.
 *
 * <p>Used by a shard's lane only, but for {@link #isOpen}, {@link #looked} and {@link #close},
 * which comes after the lane has ended.
 */
final class Whole implements AutoCloseable {
    private final Inside inside;
    private final HeldParking parking;
    private final BulkWrites bulk;
    private final SingleWrites single;
    private final Deferred deferred;
    private final Fence fence;
    private final Ahead ahead;
    private volatile Position place;
    private volatile boolean partial;

    /**
     * @param target must also be {@link Transacting}
     * @param fence of the shard, with the place where it goes on
     * @param batchSize the most rows of one call
     * @param ahead how far rows have been looked up
     */
    Whole(
            Endpoint target,
            Fence fence,
            int batchSize,
            Parking parking,
            Demands demands,
            Ahead ahead) {
        this.inside = new Inside((Target) target, (Transacting) target, fence);
        this.parking = new HeldParking(parking);
        this.fence = fence;
        this.ahead = ahead;
        this.place = fence.position();
        // Its place does not move in between, so nothing is held back here.
        this.bulk = new BulkWrites(inside, batchSize, this.parking, demands, _ -> false);
        // Nothing is written twice here, so what is told in part is laid over what is there. The
        // source is only asked where that may be of later: it answers with what it has now.
        this.single =
                new SingleWrites(
                        inside, this.parking, ahead.rows(() -> place), demands, () -> fence);
        this.deferred = new Deferred(single);
    }

    /** Rows have been looked up at the source, and will be written. From any thread. */
    void looked() {
        ahead.looked(place);
    }

    /** Whether a transaction of the source is written in part. From any thread. */
    boolean isOpen() {
        return partial;
    }

    /**
     * Writes, and commits with the end of the last transaction that is among them.
     *
     * @return where the target stands now; null if a transaction goes on that was open before
     */
    @Nullable Position write(List<Work> works) {
        boolean open = partial;
        Position end = place;
        int whole = 0;
        for (int i = 0; i < works.size(); i++) {
            Work work = works.get(i);
            if (work.end() != null) {
                open = false;
                end = work.end();
                whole = i + 1;
            } else if (work.chunk() == null) {
                open = true;
            } else if (!open) {
                // A part of a snapshot is whole by itself.
                whole = i + 1;
            }
            if (work.chunk() != null) {
                ahead.looked(place);
            }
        }
        if (whole > 0) {
            rows(works.subList(0, whole));
            commit(end);
        }
        partial = open;
        rows(works.subList(whole, works.size()));
        return whole > 0 ? end : null;
    }

    private void rows(List<Work> works) {
        int from = 0;
        for (int i = 0; i < works.size(); i++) {
            Act.@Nullable Apart act = works.get(i).apart();
            if (act != null) {
                together(works.subList(from, i));
                from = i + 1;
                settle();
                apart(act);
            }
        }
        together(works.subList(from, works.size()));
    }

    private void together(List<Work> works) {
        Net net = new Net(works);
        deferred.under(net);
        bulk.write(net, fence, fence).forEach(deferred::add);
    }

    private void apart(Act.Apart act) {
        switch (act) {
            case Act.Alone(Change change) -> single.write(change);
            case Act.Truncate(List<String> collections) -> {
                inside.truncate(collections, fence);
                parking.emptied(collections);
            }
        }
    }

    /** What no other row of the transaction could help is parked, and the rest goes on. */
    private void settle() {
        if (!deferred.isEmpty()) {
            Ring.settle(List.of(deferred));
            deferred.park();
        }
    }

    private void commit(Position end) {
        settle();
        inside.commit(end);
        place = end;
        parking.release();
    }

    @Override
    public void close() {
        inside.close();
    }
}
