package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the target's rows that the source has not: once where that is owed, and again and again
 * where the source does not tell what is deleted. Used by the feed's lane only.
 */
final class Sweeps implements AutoCloseable {
    private final Supplier<Aftercare> next;
    private final @Nullable Duration every;
    private @Nullable Aftercare now;
    private long endedAt;
    private boolean owed;

    /**
     * @param owed the sweep or the healing that has to be made before the flow has caught up, or
     *     null
     * @param next makes another
     * @param every how long after one sweep the next begins; null for never
     * @param nanos the time, of a clock that only goes forward
     */
    Sweeps(
            @Nullable Aftercare owed,
            Supplier<Aftercare> next,
            @Nullable Duration every,
            long nanos) {
        this.owed = owed != null;
        this.now = owed;
        this.next = next;
        this.every = every;
        this.endedAt = nanos;
    }

    /** Whether there is something to look at. */
    boolean due(long nanos) {
        Duration pause = every;
        if (now == null && pause != null && nanos - endedAt >= pause.toNanos()) {
            now = next.get();
        }
        return now != null;
    }

    /** Looks at some rows; see {@link Aftercare#bite}. */
    boolean bite(Consumer<RowId> gone, long nanos) {
        Aftercare sweep = now;
        if (sweep == null) {
            return false;
        }
        boolean more = sweep.bite(gone);
        if (sweep.over()) {
            sweep.close();
            now = null;
            endedAt = nanos;
            owed = false;
        }
        return more;
    }

    /** Whether the flow has caught up only after a sweep that is not over. */
    boolean owes() {
        return owed;
    }

    @Override
    public void close() {
        Aftercare sweep = now;
        if (sweep != null) {
            sweep.close();
        }
    }
}
