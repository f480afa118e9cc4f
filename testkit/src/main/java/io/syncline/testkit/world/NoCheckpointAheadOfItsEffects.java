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
 * away when it comes there. So may a row be missing, or be as an earlier run left it, that was
 * changed meanwhile, where changed rows lie elsewhere and may be in no chunk: the stream brings it.
 * After lost log nobody tells the deletes that were lost: until the target is swept any such row
 * may still be there, and until the checkpoints have passed the head of that moment one that the
 * source had made anew by then.
 */
final class NoCheckpointAheadOfItsEffects implements Invariant {
    private final Map<String, Long> readAt = new HashMap<>();
    private final Map<String, Long> sweptAt = new HashMap<>();
    private long missedUntil;
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
            missedUntil = world.database().log().size();
            sweptAt.clear();
        }
        Map<RowId, Row> rows = world.target().rows();
        for (RowId id : world.history().ids()) {
            String collection = id.collection();
            if (!world.standing().copied(collection)) {
                readAt.remove(collection);
                sweptAt.remove(collection);
                continue;
            }
            long read =
                    readAt.computeIfAbsent(collection, _ -> (long) world.database().log().size());
            List<History.State> states = world.history().of(id);
            Row row = rows.get(World.atTarget(id));
            if (!shows(world, id, row, states, least)
                    && !leaves(states, unswept(world, collection, least) ? -1 : least, read)
                    && !moved(world, states, least, read)
                    && !world.standing().isHandled(id)
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

    private boolean unswept(World world, String collection, long least) {
        if (world.standing().unswept(collection)) {
            sweptAt.put(collection, Long.MAX_VALUE);
        } else if (sweptAt.getOrDefault(collection, 0L) == Long.MAX_VALUE) {
            sweptAt.put(collection, (long) world.database().log().size());
        }
        return least < sweptAt.getOrDefault(collection, missedUntil);
    }

    private static boolean moved(World world, List<History.State> states, long least, long read) {
        return world.source().scattered()
                && states.stream().anyMatch(each -> each.place() > least && each.place() <= read);
    }

    private static boolean leaves(List<History.State> states, long least, long read) {
        return states.stream()
                .anyMatch(
                        state ->
                                state.row() == null
                                        && state.place() > least
                                        && state.place() <= read);
    }

    private static boolean shows(
            World world, RowId id, @Nullable Row row, List<History.State> states, long least) {
        int first = 0;
        while (first + 1 < states.size() && states.get(first + 1).place() <= least) {
            first++;
        }
        if (row == null) {
            return lacks(states, first);
        }
        for (String name : world.standing().fields(id.collection())) {
            if (!shows(states, first, name, row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean lacks(List<History.State> states, int first) {
        for (int i = first; i < states.size(); i++) {
            if (states.get(i).row() == null) {
                return true;
            }
        }
        return false;
    }

    /**
     * A row that was looked up may be of later than its table was known to be: what its table has
     * got since is told with the row's own beginning.
     */
    private static boolean shows(List<History.State> states, int first, String name, Row row) {
        Value value = Standing.value(row, name);
        for (int i = first; i < states.size(); i++) {
            Row good = states.get(i).row();
            if (good == null ? row.get(name) == null : same(value, Standing.value(good, name))) {
                return true;
            }
        }
        return false;
    }

    /** A field that was a number holds it as a text, once the target knows it to be one. */
    private static boolean same(Value there, Value good) {
        return there.equals(good)
                || good instanceof Value.Int(long number)
                        && there.equals(new Value.Text(Long.toString(number)));
    }
}
