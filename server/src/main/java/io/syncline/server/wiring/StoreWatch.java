package io.syncline.server.wiring;

import io.syncline.embedded.LaunchException;
import io.syncline.embedded.RunningServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the embedded store back when its process has ended without our asking: nobody else would.
 * Meanwhile the syncs wait, as for any store that does not answer. After a failed try it waits
 * longer and longer, so that a store that cannot start does not keep the machine busy.
 */
final class StoreWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Ctrl-C ends all processes at once, the store's before we are told to end. */
    private static final Duration MAYBE_WE_END = Duration.ofSeconds(1);

    private static final Duration REST_MAX = Duration.ofMinutes(1);

    private final RunningServer server;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private StoreWatch(RunningServer server) {
        this.server = server;
        this.thread = Thread.ofVirtual().name("store-watch").unstarted(this::run);
    }

    /** Watches from now on. */
    static StoreWatch over(RunningServer server) {
        StoreWatch watch = new StoreWatch(server);
        watch.thread.start();
        return watch;
    }

    private void run() {
        Duration rest = LOOK_EVERY;
        try {
            while (!ended.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                rest = server.alive() || restarted() ? LOOK_EVERY : longer(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration rest) {
        Duration twice = rest.multipliedBy(2);
        return twice.compareTo(REST_MAX) < 0 ? twice : REST_MAX;
    }

    private boolean restarted() throws InterruptedException {
        if (ended.await(MAYBE_WE_END.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        LOG.warn("The store's process has ended; starting it again");
        try {
            server.restart();
            LOG.info("The store is back");
            return true;
        } catch (LaunchException e) {
            LOG.error("The store does not start: {}", e.getMessage());
            return false;
        }
    }

    /** Looks no more; a restart that is under way is over when this returns. */
    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
