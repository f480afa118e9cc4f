package io.syncline.testkit.world;

import io.syncline.core.endpoint.Context;
import io.syncline.testkit.Choices;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Time that passes only when the world says so. */
public final class SimulatedTime implements Context {
    private final BooleanSupplier late;
    private final RandomGenerator random;
    private long nanos;

    /** Time that begins somewhere. */
    public SimulatedTime(Choices any) {
        this(any, () -> false);
    }

    /**
     * Time that begins somewhere.
     *
     * @param late whether what is begun now is done when it is needed and not at once, or never if
     *     the process ends first
     */
    public SimulatedTime(Choices any, BooleanSupplier late) {
        this.late = late;
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
    public <T> Supplier<T> begin(Supplier<T> work) {
        return late.getAsBoolean() ? new Late<>(work) : Context.super.begin(work);
    }

    /** Work that is done when somebody first needs it. */
    private static final class Late<T> implements Supplier<T> {
        private final Supplier<T> work;
        private @Nullable T made;
        private @Nullable RuntimeException failed;

        Late(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public T get() {
            if (made == null && failed == null) {
                try {
                    made = work.get();
                } catch (RuntimeException e) {
                    failed = e;
                }
            }
            if (failed != null) {
                throw failed;
            }
            return Objects.requireNonNull(made);
        }
    }

    @Override
    public void sleep(Duration time) {
        pass(time);
    }
}
