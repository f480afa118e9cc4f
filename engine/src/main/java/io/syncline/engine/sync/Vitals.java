package io.syncline.engine.sync;

import io.syncline.engine.mirror.Stop;
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
        boolean healing,
        @Nullable Stop stop) {}
