package io.syncline.testkit.memory;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.testkit.Choices;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in pieces of whole transactions, ahead of whoever takes them, from a copy of a flow's
 * slot. The copy forgets what it has read and ends with its reader; the flow's own slot follows,
 * late, only what was acknowledged. Ends by itself when little is left, or sooner: as where a
 * transaction that stays open makes pieces dear.
 */
final class MemoryBulk {
    private static final int PIECE_MAX = 5;

    private final MemorySource owner;
    private final MemoryDatabase database;
    private final String flow;
    private final Weather weather;
    private final Choices any;
    private final ArrayDeque<Commit> waiting = new ArrayDeque<>();
    private long ahead;
    private long durable;
    private long followed;
    private boolean ended;
    private @Nullable EndpointException failure;

    /** Copies the slot, and passes over what the reader has been told. */
    MemoryBulk(
            MemorySource owner,
            MemoryDatabase database,
            String flow,
            long from,
            Weather weather,
            Choices any) {
        this.owner = owner;
        this.database = database;
        this.flow = flow;
        this.weather = weather;
        this.any = any;
        weather.before("copy");
        owner.holds(flow);
        Long slot = database.slot(flow);
        ahead = slot == null ? from : slot;
        weather.after("copy");
        ahead = Math.max(ahead, from);
        durable = from;
        followed = from;
    }

    /** The next transaction, or null if none is there now. */
    @Nullable Commit next() {
        owner.tells(flow);
        if (!ended && failure == null && (waiting.isEmpty() || any.chance(30))) {
            try {
                readOn();
            } catch (EndpointException e) {
                // Told once all is taken that was read before.
                failure = e;
            }
        }
        if (waiting.isEmpty() && failure != null) {
            throw failure;
        }
        return waiting.poll();
    }

    private void readOn() {
        int left = (int) (database.log().size() - ahead);
        if (any.chance(left == 0 ? 50 : 10)) {
            follow();
            ended = true;
            return;
        }
        if (left > 0 && waiting.size() < PIECE_MAX) {
            piece(1 + any.below(Math.min(left, PIECE_MAX)));
        }
        if (any.chance(30)) {
            follow();
        }
    }

    private void piece(int count) {
        weather.before("piece");
        if (database.isLost(flow) && any.chance(50)) {
            owner.keeps(flow);
        }
        int first = (int) ahead;
        ahead += count;
        // Forgotten now, also if it does not arrive.
        weather.after("piece");
        waiting.addAll(database.log().subList(first, first + count));
    }

    /** Brings the flow's own slot to what is durable, unless somebody streams from it. */
    private void follow() {
        long wanted = durable;
        if (wanted <= followed) {
            return;
        }
        weather.before("follow");
        owner.holds(flow);
        // By and by a server notices that whoever streamed is gone.
        if (!owner.isStreamed(flow) || any.chance(50)) {
            database.moveSlot(flow, wanted);
            followed = wanted;
        }
        weather.after("follow");
    }

    /** All up to here may be forgotten. */
    void durable(long number) {
        durable = Math.max(durable, number);
    }

    /** Whether all is taken, and no more will come. */
    boolean over() {
        return ended && waiting.isEmpty();
    }
}
