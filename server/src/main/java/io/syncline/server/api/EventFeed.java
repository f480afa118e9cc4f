package io.syncline.server.api;

import io.syncline.engine.sync.SyncEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tells a sync's events as they happen. What is sent is read from the store in order, and the
 * engine's notice only says that there is more: a slow listener costs nothing and misses nothing.
 */
public final class EventFeed {
    private static final int PAGE = 100;

    /** Where events go; throws when nobody is there any more. */
    public interface Sink {
        /** One event. */
        void event(long id, String type, String data) throws IOException;

        /** Says that the line is alive. */
        void heartbeat() throws IOException;
    }

    private final Supplier<Backend> backend;
    private final Duration heartbeat;
    private final BooleanSupplier closing;

    /** A feed that says it lives at this interval, and ends when the process does. */
    public EventFeed(Supplier<Backend> backend, Duration heartbeat, BooleanSupplier closing) {
        this.backend = backend;
        this.heartbeat = heartbeat;
        this.closing = closing;
    }

    /** Throws UNKNOWN_SYNC if there is no such sync. */
    public void check(String syncId) {
        SyncCalls.entry(backend.get(), syncId);
    }

    /**
     * Tells events after a sequence until the sink fails, the listener is not welcome any more, the
     * sync is deleted or the process ends. Blocks.
     *
     * @param welcome asked before anything is told, and at each heartbeat
     */
    public void run(String syncId, long after, BooleanSupplier welcome, Sink sink)
            throws IOException {
        Backend parts = backend.get();
        Semaphore more = new Semaphore(0);
        try (AutoCloseable _ =
                parts.syncs()
                        .listen(
                                event -> {
                                    if (event.syncId().equals(syncId)) {
                                        more.release();
                                    }
                                })) {
            sink.heartbeat();
            long told = after;
            while (!closing.getAsBoolean()
                    && welcome.getAsBoolean()
                    && parts.syncs().find(syncId) != null) {
                List<SyncEvent> events = parts.history().events(syncId, told, PAGE);
                for (SyncEvent event : events) {
                    sink.event(event.sequence(), event.type(), Views.event(event).toString());
                    told = event.sequence();
                }
                if (events.size() < PAGE && !await(more)) {
                    sink.heartbeat();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("A listener could not be closed", e);
        }
    }

    /** Waits for a notice; false when a heartbeat is due first. Looks for the end in between. */
    private boolean await(Semaphore more) throws InterruptedException {
        long step = Math.min(heartbeat.toMillis(), 250);
        for (long waited = 0; waited < heartbeat.toMillis(); waited += step) {
            if (more.tryAcquire(step, TimeUnit.MILLISECONDS)) {
                more.drainPermits();
                return true;
            }
            if (closing.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
