package io.syncline.core.endpoint;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for what waits between reading and writing, shared by all who hold such things in one
 * process: many flows that catch up at once must not need more of it than one. Counts bytes, never
 * items. Thread-safe.
 */
public final class Room {
    /** What each holder may have whatever the others hold: so all get on. */
    private static final long EACH_BYTES = 256 << 10;

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    /**
     * Room of a size.
     *
     * @param bytesMax about how much all together hold; each may go beyond it by a little
     */
    public Room(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Room without an end. */
    public static Room boundless() {
        return new Room(Long.MAX_VALUE);
    }

    /** How many bytes are held now. */
    public long held() {
        return held.get();
    }

    /**
     * A place for one holder.
     *
     * @param most how many bytes it may hold even if nobody else holds anything
     */
    public Place place(long most) {
        return new Place(most);
    }

    /** What one holder has. Used by one thread at a time. */
    public final class Place implements AutoCloseable {
        private final long most;
        private long bytes;

        private Place(long most) {
            this.most = most;
        }

        /** Notes what the holder has now. */
        public void hold(long now) {
            held.addAndGet(now - bytes);
            bytes = now;
        }

        /**
         * Whether it must not take in more.
         *
         * @param more bytes that it would take in
         */
        public boolean full(long more) {
            long then = bytes + more;
            return then > most || then > EACH_BYTES && held.get() > bytesMax - more;
        }

        /** It holds nothing any more. */
        @Override
        public void close() {
            hold(0);
        }
    }
}
