package io.syncline.testkit.system;

import io.syncline.core.endpoint.Begun;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The machine's own time and chance, for tests and measurements of the real engine. */
public class RealTime implements Context {
    private final RandomGenerator random = RandomGenerator.getDefault();

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
        return random;
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
