package io.syncline.engine.sync;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a sync uses its ends.
 *
 * @param batchSize the most rows of one write to a destination, from 1 to {@link #BATCH_MAX}
 * @param compression whether connections are compressed where their protocol can do that
 * @param pooling whether connections are kept for the next use
 * @param timeout how long one statement or answer may take, at least {@link #TIMEOUT_MIN}; null for
 *     what suits the connector
 */
public record Performance(
        int batchSize, boolean compression, boolean pooling, @Nullable Duration timeout) {
    /** Where writing sets of rows is at its best on the machines measured. */
    public static final int BATCH_STANDARD = 10_000;

    /** More would only fill memory. */
    public static final int BATCH_MAX = 100_000;

    /** Less would end what is well. */
    public static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

    /** Checks the ranges. */
    public Performance {
        if (batchSize < 1 || batchSize > BATCH_MAX) {
            throw new IllegalArgumentException("A batch of " + batchSize + " rows");
        }
        if (timeout != null && timeout.compareTo(TIMEOUT_MIN) < 0) {
            throw new IllegalArgumentException("A timeout of " + timeout);
        }
    }

    /** What holds when nobody says otherwise. */
    public static Performance standard() {
        return new Performance(BATCH_STANDARD, false, true, null);
    }

    /** What connectors are told that have these settings; nothing of what is standard. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (compression) {
            settings.put("compression_enabled", "true");
        }
        if (!pooling) {
            settings.put("connection_pooling", "false");
        }
        if (timeout != null) {
            settings.put("timeout", timeout.toMillis() + "ms");
        }
        return settings;
    }
}
