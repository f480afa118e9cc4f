package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Pair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices rows that come back to what they were again and again: something at each end answers
 * every write of the other, a trigger or another sync. Such a row is dealt with ever more seldom,
 * so that it costs little; nothing of it is lost, and it is at rest once they are. A row that
 * becomes something new each time, such as a counter, is never one of them. Used by the loop's lane
 * only.
 */
final class PingPong {
    /** So often a row may come back within the time, and nobody minds. */
    static final int RETURNS_MAX = 8;

    private static final long QUIET_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int DOUBLINGS_MAX = 6;
    private static final int REMEMBERED = 8;
    private static final int ROWS_MAX = 10_000;

    private static final class Trail {
        final ArrayDeque<Integer> states = new ArrayDeque<>();
        int returns;
        long lastReturn;
    }

    private final Map<RowId, Trail> trails =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<RowId, Trail> eldest) {
                    return size() > ROWS_MAX;
                }
            };

    /** Until when rows rest that came back too often; few. */
    private final Map<RowId, Long> resting = new HashMap<>();

    /** Rows have become something else. */
    void decided(List<Decision> decisions, Map<RowId, Pair> before, Parts parts) {
        for (Decision decision : decisions) {
            Pair after = decision.pair();
            Pair then = before.get(after.id());
            Image now = after.base().image();
            if (then != null && now != null && !after.base().equals(then.base())) {
                int often = agreed(after.id(), now, parts.context().nanos());
                if (often > 0) {
                    parts.listener().backAndForth(after.id(), often);
                }
            }
        }
    }

    /** How often a row has come back, if that is just too often; else 0. */
    private int agreed(RowId id, Image now, long nanos) {
        Trail trail = trails.computeIfAbsent(id, _ -> new Trail());
        int state = now.hashCode();
        Integer last = trail.states.peekLast();
        boolean back = (last == null || last != state) && trail.states.contains(state);
        trail.states.addLast(state);
        if (trail.states.size() > REMEMBERED) {
            trail.states.removeFirst();
        }
        if (!back) {
            return 0;
        }
        trail.returns = nanos - trail.lastReturn > QUIET_NANOS ? 1 : trail.returns + 1;
        trail.lastReturn = nanos;
        if (trail.returns < RETURNS_MAX) {
            return 0;
        }
        long rest = REST_NANOS << Math.min(DOUBLINGS_MAX, trail.returns - RETURNS_MAX);
        resting.put(id, nanos + rest);
        return trail.returns == RETURNS_MAX ? trail.returns : 0;
    }

    /** Whether a row is left alone for now. */
    boolean rests(RowId id, long nanos) {
        if (resting.isEmpty()) {
            return false;
        }
        Long until = resting.get(id);
        if (until != null && nanos >= until) {
            resting.remove(id);
            return false;
        }
        return until != null;
    }
}
