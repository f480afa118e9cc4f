package io.syncline.testkit.world;

import io.syncline.core.endpoint.Context;
import io.syncline.testkit.Choices;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Time that passes only when the world says so. */
public final class SimulatedTime implements Context {
    private final RandomGenerator random;
    private long nanos;

    /** Time that begins somewhere. */
    public SimulatedTime(Choices any) {
        this.random = new SplittableRandom(any.below(1_000));
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long wallMillis() {
        return 1_700_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void sleep(Duration time) {
        pass(time);
    }
}
