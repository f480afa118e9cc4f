package io.syncline.server.wiring;

import io.syncline.core.endpoint.Begun;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Room;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The machine's own clocks and chance. Thread-safe. */
public final class RealContext implements Context {
    private final ThreadLocal<RandomGenerator> random =
            ThreadLocal.withInitial(() -> new SplittableRandom(new SecureRandom().nextLong()));

    /** As much as two flows use that catch up, about a quarter of the heap. */
    private static final long ROOM_BYTES = 64L << 20;

    private final Room room = new Room(ROOM_BYTES);
    private final Phases phases;

    /** The real world. */
    public RealContext() {
        this(Phases.NONE);
    }

    /** The real world, and who is told of the phases of work. */
    public RealContext(Phases phases) {
        this.phases = phases;
    }

    @Override
    public Room room() {
        return room;
    }

    @Override
    public Phases phases() {
        return phases;
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public RandomGenerator random() {
        return random.get();
    }

    @Override
    public ThreadFactory threads() {
        return Thread.ofPlatform().daemon().factory();
    }

    @Override
    public <T> Supplier<T> begin(Supplier<T> work) {
        return Begun.on(Thread.ofVirtual().factory(), work);
    }

    @Override
    public void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT, Code.CONNECTION_LOST, "Interrupted", e);
        }
    }
}
