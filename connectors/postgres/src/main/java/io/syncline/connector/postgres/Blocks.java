package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Room;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the thread that reads them to the one that hands them out, in order
 * and bounded in bytes. Safe for use by both.
 */
final class Blocks {
    /**
     * Messages that were read.
     *
     * @param bytes what they take up
     * @param reached up to where everything is told once they are handed out; 0 if they end within
     *     what is asked for
     */
    record Block(List<byte[]> messages, long bytes, long reached) {}

    /** Others who leave their room do not tell. */
    private static final long LOOK_MILLIS = 20;

    private final Room.Place place;
    private final Deque<Block> waiting = new ArrayDeque<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long bytes;
    private boolean ended;
    private boolean given;
    private @Nullable Throwable failure;

    /**
     * An empty one.
     *
     * @param place what is there for them; given back when nobody wants more
     */
    Blocks(Room.Place place) {
        this.place = place;
    }

    /**
     * Adds a block once there is room; one that is larger than all the room is let through alone.
     *
     * @return false if nobody wants it any more
     */
    boolean add(Block block) throws InterruptedException {
        lock.lock();
        try {
            while (!given && bytes > 0 && place.full(block.bytes)) {
                var _ = changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
            if (!given) {
                waiting.add(block);
                hold(bytes + block.bytes);
                changed.signalAll();
            }
            return !given;
        } finally {
            lock.unlock();
        }
    }

    private void hold(long now) {
        bytes = now;
        place.hold(now);
    }

    /** No block follows: all is read, or this went wrong. */
    void end(@Nullable Throwable problem) {
        lock.lock();
        try {
            ended = true;
            failure = problem;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next block, or null if none is there now. */
    @Nullable Block poll() {
        lock.lock();
        try {
            Block block = waiting.poll();
            if (block != null) {
                hold(bytes - block.bytes);
                changed.signalAll();
            }
            return block;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a block, or there will be none. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether all blocks of so far were taken. */
    boolean taken() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all blocks were taken and none will follow. */
    boolean over() {
        lock.lock();
        try {
            return ended && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong, once all that was read before is taken. */
    @Nullable Throwable failure() {
        lock.lock();
        try {
            return ended && waiting.isEmpty() ? failure : null;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants more: whoever waits to add is let go. */
    void give() {
        lock.lock();
        try {
            given = true;
            waiting.clear();
            hold(0);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
