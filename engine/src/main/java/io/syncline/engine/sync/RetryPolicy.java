package io.syncline.engine.sync;

import java.time.Duration;

/**
 * How often and how long to try again after bad weather: exponential with full jitter.
 *
 * @param retriesMax how many tries after the first before the sync fails; -1 never gives up
 * @param backoff how the waits grow
 * @param first the first wait at most
 * @param longest no wait is longer
 */
public record RetryPolicy(int retriesMax, Backoff backoff, Duration first, Duration longest) {
    /** How waits grow. */
    public enum Backoff {
        /** Twice as long each time. */
        EXPONENTIAL,
        /** By the first wait each time. */
        LINEAR,
        /** Always the first wait. */
        FIXED
    }

    /** What holds when nobody says otherwise: never gives up, waits 200 ms to 30 s. */
    public static RetryPolicy standard() {
        return new RetryPolicy(
                -1, Backoff.EXPONENTIAL, Duration.ofMillis(200), Duration.ofSeconds(30));
    }

    /**
     * The longest wait before try number {@code attempt} (1 is the first retry); the real one is
     * drawn below it.
     */
    public Duration ceiling(int attempt) {
        long firstMillis = first.toMillis();
        long millis =
                switch (backoff) {
                    case EXPONENTIAL -> firstMillis << Math.min(attempt - 1, 20);
                    case LINEAR -> firstMillis * attempt;
                    case FIXED -> firstMillis;
                };
        return Duration.ofMillis(Math.min(millis, longest.toMillis()));
    }
}
