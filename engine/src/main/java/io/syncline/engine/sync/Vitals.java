package io.syncline.engine.sync;

import io.syncline.engine.mirror.Stop;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signs of a destination's life and of what endangers it.
 *
 * @param canaryMillis how long ago the latest marker that came through the whole way was sent; -1
 *     if none are sent
 * @param canaryDelayMillis how long that one took at most; -1 if none has come through
 * @param alive false if a marker is overdue
 * @param keptBytes how much log the source keeps for it; -1 if unknown or none
 * @param budgetBytes how much it may keep; {@link Long#MAX_VALUE}: any
 * @param toleranceMillis how late it may be; -1 if nobody said
 * @param tolerated whether it is not later than that
 * @param stalled whether its phase makes no progress
 * @param window when the window opens for which a copy or the healing waits, since 1970 UTC; -1 if
 *     none is waited for; {@link Long#MAX_VALUE} if it does not open within a week
 * @param healing whether it is being made equal after it has missed changes
 * @param stop what would go if the brake were released; null if it is not pulled
 */
public record Vitals(
        long canaryMillis,
        long canaryDelayMillis,
        boolean alive,
        long keptBytes,
        long budgetBytes,
        long toleranceMillis,
        boolean tolerated,
        boolean stalled,
        long window,
        boolean healing,
        @Nullable Stop stop) {
    /** For which window the flow waits, in words; null if for none. */
    public @Nullable String waiting() {
        if (window < 0) {
            return null;
        }
        return window == Long.MAX_VALUE
                ? "It waits for its window, which does not open within a week"
                : "It waits for its window until " + Instant.ofEpochMilli(window);
    }
}
