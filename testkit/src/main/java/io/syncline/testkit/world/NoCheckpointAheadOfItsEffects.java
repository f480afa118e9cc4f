package io.syncline.testkit.world;

import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the checkpoints cover is at the target: each field of each row of a copied table shows
 * the source's state at the least checkpoint or a later one (rows that are repeated may mix later
 * states, hence by field), and the row is there or not as at one of those states. Rows that are
 * durably parked are excused, and so are rows that only wait for their parked blocker.
 *
 * <p>A chunk shows deletes of later places by not having the rows. So in a table that has just been
 * copied a row that an earlier run left behind may be as it ever was, if the source has deleted it
 * between the least checkpoint and the place at which the last chunk was read: the stream takes it
 * away when it comes there. After lost log nobody tells the deletes that were lost: until the
 * target is swept any such row may still be there, and until the checkpoints have passed the head
 * of that moment one that the source had made anew by then.
 */
final class NoCheckpointAheadOfItsEffects implements Invariant {
    private final Map<String, Long> readAt = new HashMap<>();
    private long sweptAt;
    private boolean missed;

    @Override
    public void check(World world) {
        Map<Integer, Position> places = world.target().places(World.FLOW);
        if (places.isEmpty()) {
            return;
        }
        long least =
                places.values().stream()
                        .mapToLong(at -> Long.parseLong(at.token()))
                        .min()
                        .orElse(0);
        if (world.missed()) {
            // What was missed is found by comparing, and until then nothing is promised of it.
            missed = true;
            return;
        }
        if (missed) {
            missed = false;
            sweptAt = world.latestPlace();
        }
        if (world.store().sweepDue(World.FLOW)) {
            sweptAt = Long.MAX_VALUE;
        } else if (sweptAt == Long.MAX_VALUE) {
            sweptAt = world.latestPlace();
        }
        boolean unswept = least < sweptAt;
        for (RowId id : world.history().ids()) {
            if (!world.copied(id.collection())) {
                readAt.remove(id.collection());
                continue;
            }
            long read = readAt.computeIfAbsent(id.collection(), _ -> world.latestPlace());
            List<History.State> states = world.history().of(id);
            Row row = world.target().rows().get(World.atTarget(id));
            if (!shows(row, states, least)
                    && !leaves(states, unswept ? 0 : least, read)
                    && !world.parked(id)) {
                throw new AssertionError(
                        "The checkpoint "
                                + least
                                + " is ahead: "
                                + id
                                + " is "
                                + row
                                + ", was "
                                + states);
            }
        }
    }

    private static boolean leaves(List<History.State> states, long least, long read) {
        return states.stream()
                .anyMatch(
                        state ->
                                state.row() == null
                                        && state.place() > least
                                        && state.place() <= read);
    }

    private static boolean shows(@Nullable Row row, List<History.State> states, long least) {
        int first = 0;
        while (first + 1 < states.size() && states.get(first + 1).place() <= least) {
            first++;
        }
        List<History.State> good = states.subList(first, states.size());
        if (row == null) {
            return good.stream().anyMatch(state -> state.row() == null);
        }
        for (String name : row.header().names()) {
            Value value = row.get(name);
            if (good.stream()
                    .noneMatch(
                            state ->
                                    state.row() != null
                                            && java.util.Objects.equals(
                                                    value, state.row().get(name)))) {
                return false;
            }
        }
        return true;
    }
}
