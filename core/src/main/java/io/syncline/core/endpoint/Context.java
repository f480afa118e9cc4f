package io.syncline.core.endpoint;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the outside world gives to an engine and its connectors: time, chance and threads. The real
 * one reads the machine's; the simulated world hands out its own.
 */
public interface Context {
    /** The wall clock, milliseconds since 1970 UTC. May jump; never used for order. */
    long wallMillis();

    /** A clock that never goes back, in nanoseconds from an arbitrary start. */
    long nanos();

    /** Randomness for jitter and names; not for secrets. */
    RandomGenerator random();

    /**
     * Waits. Ends early with an {@link EndpointException} of kind TRANSIENT when the thread is
     * interrupted.
     */
    void sleep(Duration time);

    /** Makes threads that do not keep the process alive; the simulated world has none. */
    default ThreadFactory threads() {
        throw new UnsupportedOperationException("There are no threads in this world");
    }

    /**
     * Begins work that is needed later, and returns what waits for it: that gives what the work has
     * made, or throws what it threw. The real world does it on a thread of its own; the simulated
     * one at once, and throws at once.
     */
    default <T> Supplier<T> begin(Supplier<T> work) {
        T made = work.get();
        return () -> made;
    }

    /** The memory for what waits in this process; boundless in the simulated world. */
    default Room room() {
        return Room.boundless();
    }

    /** Who is told of the phases of work: nobody, unless a test asks. */
    default Phases phases() {
        return Phases.NONE;
    }
}
