package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A clock that goes only when it is told to. */
final class SetTime implements Context {
    long nanos;

    @Override
    public long wallMillis() {
        return Instant.parse("2026-11-20T20:00:00Z").toEpochMilli() + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    @Override
    public void sleep(Duration time) {
        nanos += time.toNanos();
    }
}
