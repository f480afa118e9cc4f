package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Chunk;
import java.util.Arrays;

/**
 * Which transactions a snapshot of PostgreSQL shows, from the text of {@code pg_current_snapshot()}
 * as {@code 10:20:10,14,15}. The stream's ids have 32 bits, the snapshot's 64: they are compared as
 * if they were at most two thousand million transactions apart, which the server sees to itself.
 */
final class PgView implements Chunk.View {
    private final long lowest;
    private final long next;
    private final long[] running;

    private PgView(long lowest, long next, long[] running) {
        this.lowest = lowest;
        this.next = next;
        this.running = running;
    }

    /** Reads the text. */
    static PgView parse(String text) {
        String[] parts = text.split(":", -1);
        long[] running =
                parts[2].isEmpty()
                        ? new long[0]
                        : Arrays.stream(parts[2].split(",")).mapToLong(Long::parseLong).toArray();
        Arrays.sort(running);
        return new PgView(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    }

    @Override
    public boolean sees(long transaction) {
        // The distance from the snapshot's end, as a signed 32-bit number, tells the epoch.
        long full = next + (int) (transaction - next);
        return full < lowest || full < next && Arrays.binarySearch(running, full) < 0;
    }
}
