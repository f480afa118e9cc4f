package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the target's rows that the source has not: once where that is owed, and again and again
 * where the source does not tell what is deleted; and at what somebody wants looked at. Used by the
 * feed's lane only.
 */
final class Sweeps implements AutoCloseable {
    private final Supplier<@Nullable Aftercare> wanted;
    private final Supplier<Aftercare> next;
    private final Consumer<Heal> begin;
    private final @Nullable Duration every;
    private @Nullable Aftercare now;
    private long endedAt;
    private boolean owed;
    private boolean begun;

    /**
     * @param owed the sweep or the healing that has to be made before the flow has caught up, or
     *     null
     * @param wanted what somebody wants by now; gives null if it is nothing
     * @param next makes another
     * @param begin starts the lane of what compares
     * @param every how long after one sweep the next begins; null for never
     * @param nanos the time, of a clock that only goes forward
     */
    Sweeps(
            @Nullable Aftercare owed,
            Supplier<@Nullable Aftercare> wanted,
            Supplier<Aftercare> next,
            Consumer<Heal> begin,
            @Nullable Duration every,
            long nanos) {
        this.owed = owed != null;
        this.now = owed;
        this.wanted = wanted;
        this.next = next;
        this.begin = begin;
        this.every = every;
        this.endedAt = nanos;
    }

    /** Whether there is something to look at. */
    boolean due(long nanos) {
        Duration pause = every;
        if (now == null) {
            now = wanted.get();
        }
        if (now == null && pause != null && nanos - endedAt >= pause.toNanos()) {
            now = next.get();
        }
        if (now instanceof Heal heal && !begun) {
            begun = true;
            begin.accept(heal);
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
            begun = false;
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
