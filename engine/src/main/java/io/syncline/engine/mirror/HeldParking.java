package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parking from within a transaction that is not committed: what is parked is parked at once, as
 * nothing may pass the checkpoint before; what has been applied after all leaves only when the
 * transaction has, or it would be lost with it. Used by one thread.
 */
final class HeldParking implements Parking {
    private final Parking parking;
    private final Set<RowId> settled = new LinkedHashSet<>();

    HeldParking(Parking parking) {
        this.parking = parking;
    }

    /** The transaction is committed: what has been applied in it leaves. */
    void release() {
        settled.forEach(parking::settled);
        settled.clear();
    }

    @Override
    public void claim(long epoch) {
        parking.claim(epoch);
    }

    @Override
    public boolean isEmpty() {
        return parking.isEmpty();
    }

    @Override
    public @Nullable Change parked(RowId id) {
        return settled.contains(id) ? null : parking.parked(id);
    }

    @Override
    public void park(Change change, Code code, String detail) {
        parking.park(change, code, detail);
        settled.remove(change.id());
    }

    @Override
    public void renew(Change change) {
        parking.renew(change);
    }

    @Override
    public List<RowId> within(List<String> collections) {
        List<RowId> there = new ArrayList<>(parking.within(collections));
        there.removeAll(settled);
        return there;
    }

    @Override
    public void emptied(List<String> collections) {
        within(collections).forEach(this::settled);
    }

    @Override
    public void settled(RowId id) {
        if (parking.parked(id) != null) {
            settled.add(id);
        }
    }
}
