package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Room;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one flow reads of a stream that it shares with others: the transactions that have something
 * for it, whole. One that does not keep up is let go, and reads on by itself behind what it was
 * handed.
 *
 * <p>The thread of the shared stream adds, the flow's takes.
 */
final class Follower implements PgMessages {
    /** What waits for one flow: many small transactions, or a few of a thousand rows. */
    private static final long WAITING_BYTES_MAX = 4L << 20;

    private static final long LEAST_NANOS = 1_000_000L;

    /** About what a message costs beside its bytes. */
    private static final int MESSAGE_BYTES = 40;

    /**
     * A transaction, or the part of it that is for this flow.
     *
     * @param end the end of its commit
     */
    private record Told(List<byte[]> messages, long end, long bytes) {}

    private final Shared shared;
    private final String flow;
    private final Set<String> wanted;
    private final Room.Place room;
    private final Map<Integer, byte[]> described = new HashMap<>();
    private final Deque<Told> waiting = new ArrayDeque<>();
    private final Lock slot = new ReentrantLock();
    private boolean closed;
    private long bytes;
    private long first;
    private long last;
    private boolean begun;
    private boolean over;
    private volatile long durable;
    private List<byte[]> current = List.of();
    private int taken;
    private long heardAt;

    /**
     * One that is told nothing yet.
     *
     * @param wanted the collections
     */
    Follower(Shared shared, String flow, Set<String> wanted, Room room) {
        this.shared = shared;
        this.flow = flow;
        this.wanted = wanted;
        this.room = room.place(WAITING_BYTES_MAX);
    }

    /** Whose it is. */
    String flow() {
        return flow;
    }

    // ---------------------------------------------------------------- the shared stream's thread

    /** Everything behind this place will be added. */
    synchronized void beginsAt(long place) {
        first = place;
        last = place;
        begun = true;
    }

    boolean wants(String collection) {
        return wanted.contains(collection);
    }

    /**
     * Whether it has to be told of a relation before a row of it.
     *
     * @param message what the stream said of it last
     */
    boolean lacks(int oid, byte[] message) {
        byte[] known = described.get(oid);
        // Two streams may say the same; what differs by nothing but its place is the same.
        return known == null
                || !Arrays.equals(
                        known,
                        PgStream.PAYLOAD,
                        known.length,
                        message,
                        PgStream.PAYLOAD,
                        message.length);
    }

    /**
     * Whether a transaction is new to it: another stream may have told it before. What is new now
     * may be no more when it is added.
     *
     * @param commit where the record of its commit begins, which is behind all that ended before
     */
    synchronized boolean expects(long commit) {
        return !over && Long.compareUnsigned(commit, last) >= 0;
    }

    /**
     * Adds a transaction if it {@linkplain #expects expects} it; lets it go if there is no room.
     *
     * @param commit where the record of its commit begins
     * @param end where that ends
     * @param relations what of them it describes, by their oids
     */
    void add(List<byte[]> messages, long commit, long end, Map<Integer, byte[]> relations) {
        long size = 0;
        for (byte[] message : messages) {
            size += message.length + MESSAGE_BYTES;
        }
        synchronized (this) {
            // Its own thread may have read as far meanwhile, by its own stream.
            if (!expects(commit)) {
                return;
            }
            if (room.full(size)) {
                over = true;
            } else {
                described.putAll(relations);
                waiting.add(new Told(messages, end, size));
                bytes += size;
                room.hold(bytes);
                last = end;
            }
            notifyAll();
        }
    }

    /** Nothing more is added; what was added can still be taken. From any thread. */
    synchronized void letGo() {
        over = true;
        notifyAll();
    }

    // ---------------------------------------------------------------- the flow's thread

    /** Whether nothing more will be added. */
    synchronized boolean letGone() {
        return over;
    }

    /** Whether a flow that has come to a place by itself can read on here without a gap. */
    synchronized boolean reaches(long from) {
        return begun && Long.compareUnsigned(first, from) <= 0;
    }

    /** Passes over what the flow has read by itself, but not over what describes its tables. */
    void begin(long from) {
        List<byte[]> kept = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && Long.compareUnsigned(waiting.getFirst().end, from) <= 0) {
                drop().stream().filter(SharedStream::describes).forEach(kept::add);
            }
            last = Math.max(last, from);
        }
        current = kept;
    }

    private List<byte[]> drop() {
        Told first = waiting.removeFirst();
        bytes -= first.bytes;
        room.hold(bytes);
        return first.messages;
    }

    @Override
    public byte @Nullable [] next() {
        if (taken == current.size()) {
            synchronized (this) {
                current = waiting.isEmpty() ? List.of() : drop();
            }
            taken = 0;
        }
        return current.isEmpty() ? null : current.get(taken++);
    }

    @Override
    public int payload() {
        return PgStream.PAYLOAD;
    }

    @Override
    public long place(byte[] message) {
        return PgBinary.int8(message, 1);
    }

    @Override
    public synchronized void await(long nanos) {
        // One wait: whoever waits looks again by himself, and too early costs him nothing.
        if (waiting.isEmpty() && !over) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, LEAST_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The stream's own place, once all that was added before it came there is taken. */
    @Override
    public long heard() {
        // First, or it could have come further between the two looks.
        long reached = shared.reached();
        synchronized (this) {
            boolean all = taken == current.size() && waiting.isEmpty() && !over;
            return all ? Math.max(reached, last) : 0;
        }
    }

    @Override
    public boolean anything() {
        long now = shared.heardAt();
        boolean anything = now != heardAt;
        heardAt = now;
        return anything;
    }

    /** The stream answers for all. */
    @Override
    public boolean asked() {
        return false;
    }

    @Override
    public synchronized boolean over() {
        return over && waiting.isEmpty() && taken == current.size();
    }

    @Override
    public void tell(long received, long safe, long wallMillis, boolean answer) {
        durable = safe;
    }

    /** Up to where the flow's own slot may forget. */
    long durable() {
        return durable;
    }

    /**
     * Does something that the flow's own stream would be in the way of, unless it may be open again
     * already; whoever closes this waits for it.
     *
     * @return whether it was done
     */
    boolean whileOpen(Runnable work) {
        slot.lock();
        try {
            if (!closed) {
                work.run();
            }
            return !closed;
        } finally {
            slot.unlock();
        }
    }

    @Override
    public void close() {
        letGo();
        shared.left(this);
        slot.lock();
        try {
            closed = true;
        } finally {
            slot.unlock();
        }
        synchronized (this) {
            waiting.clear();
            bytes = 0;
            room.close();
        }
    }
}
