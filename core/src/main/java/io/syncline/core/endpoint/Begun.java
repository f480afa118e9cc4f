package io.syncline.core.endpoint;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Work that was begun on a thread of its own; asked for what it made, it waits for its end. Safe
 * for use by several threads.
 *
 * @param <T> what it makes
 */
public final class Begun<T> implements Supplier<T> {
    private final FutureTask<T> task;

    private Begun(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins work on a thread of a factory. */
    public static <T> Begun<T> on(ThreadFactory threads, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        threads.newThread(task).start();
        return new Begun<>(task);
    }

    /**
     * What it made. An interruption is kept for later: what was begun has to come to its end.
     *
     * @throws RuntimeException what the work threw, and so with an {@link Error}
     */
    @Override
    public T get() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException thrown -> thrown;
                case Error thrown -> throw thrown;
                case null, default -> new IllegalStateException(e);
            };
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
