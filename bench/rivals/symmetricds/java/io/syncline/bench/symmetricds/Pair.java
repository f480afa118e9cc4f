package io.syncline.bench.symmetricds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jumpmind.db.sql.ISqlTemplate;
import org.jumpmind.symmetric.ClientSymmetricEngine;
import org.jumpmind.symmetric.model.RemoteNodeStatuses;

/**
 * Two nodes that speak to each other within this process. Routing and pushing go on side by side,
 * each without a pause while there is something to do, as jobs with short periods would.
 */
final class Pair {
    private static final long IDLE_MILLIS = 5;
    private static final long PUSH_MILLIS = 600_000;
    private static final int REGISTRATIONS_MAX = 100;

    private final ClientSymmetricEngine source;
    private final ClientSymmetricEngine target;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    private Pair(ClientSymmetricEngine source, ClientSymmetricEngine target) {
        this.source = source;
        this.target = target;
    }

    /** Both nodes, registered, with triggers at the source and nothing flowing. */
    static Pair ready(Settings settings) throws InterruptedException {
        Pair pair =
                new Pair(
                        new ClientSymmetricEngine(settings.source()),
                        new ClientSymmetricEngine(settings.target()));
        pair.source.setupDatabase(false);
        ISqlTemplate sql = pair.source.getSqlTemplate();
        settings.configuration().forEach(each -> sql.update(each));
        pair.source.start();
        pair.source.syncTriggers();
        pair.target.start();
        pair.register();
        return pair;
    }

    private void register() throws InterruptedException {
        for (int i = 0; !target.isRegistered(); i++) {
            if (i == REGISTRATIONS_MAX) {
                throw new IllegalStateException("the target was not registered");
            }
            target.pull().waitForComplete(PUSH_MILLIS);
            Thread.sleep(IDLE_MILLIS);
        }
    }

    /**
     * Lets it flow.
     *
     * @param say told of an error that ends it
     */
    void begin(Consumer<String> say) {
        run(() -> source.getRouterService().routeData(true) > 0, say);
        run(
                () -> {
                    RemoteNodeStatuses pushed = source.push();
                    pushed.waitForComplete(PUSH_MILLIS);
                    return pushed.wasDataProcessed();
                },
                say);
    }

    private void run(BooleanSupplier step, Consumer<String> say) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (open) {
                                    if (!step.getAsBoolean()) {
                                        Thread.sleep(IDLE_MILLIS);
                                    }
                                }
                            } catch (InterruptedException | RuntimeException e) {
                                if (open) {
                                    e.printStackTrace();
                                    say.accept("problem " + e);
                                }
                            }
                        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Stops both. */
    void close() throws InterruptedException {
        open = false;
        for (Thread thread : threads) {
            thread.join();
        }
        target.destroy();
        source.destroy();
    }
}
