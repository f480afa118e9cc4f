package io.syncline.bench.symmetricds;

import io.syncline.bench.told.Told;
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
final class Pair implements Told.Work {
    private static final long IDLE_MILLIS = 5;
    private static final long PUSH_MILLIS = 600_000;
    private static final int REGISTRATIONS_MAX = 100;

    private final ClientSymmetricEngine source;
    private final ClientSymmetricEngine target;
    private final boolean bothWays;
    private final List<Thread> threads = new ArrayList<>();
    private final Consumer<String> problem;
    private volatile boolean open = true;

    private Pair(
            ClientSymmetricEngine source,
            ClientSymmetricEngine target,
            boolean bothWays,
            Consumer<String> problem) {
        this.source = source;
        this.target = target;
        this.bothWays = bothWays;
        this.problem = problem;
    }

    /**
     * Both nodes, registered, with triggers wherever may be written, and nothing flowing.
     *
     * @param problem told of an error that ends it
     */
    static Pair ready(Settings settings, Consumer<String> problem) throws InterruptedException {
        Pair pair =
                new Pair(
                        new ClientSymmetricEngine(settings.source()),
                        new ClientSymmetricEngine(settings.target()),
                        settings.bothWays(),
                        problem);
        pair.source.setupDatabase(false);
        ISqlTemplate sql = pair.source.getSqlTemplate();
        settings.configuration().forEach(each -> sql.update(each));
        pair.source.start();
        pair.source.syncTriggers();
        pair.target.start();
        pair.register();
        if (pair.bothWays) {
            pair.target.syncTriggers();
        }
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

    /** Lets it flow. */
    @Override
    public void begin() {
        flow(source);
        if (bothWays) {
            flow(target);
        }
    }

    private void flow(ClientSymmetricEngine from) {
        run(() -> from.getRouterService().routeData(true) > 0);
        run(
                () -> {
                    RemoteNodeStatuses pushed = from.push();
                    pushed.waitForComplete(PUSH_MILLIS);
                    return pushed.wasDataProcessed();
                });
    }

    private void run(BooleanSupplier step) {
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
                                    problem.accept(e.toString());
                                }
                            }
                        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Stops both. */
    @Override
    public void stop() throws InterruptedException {
        open = false;
        for (Thread thread : threads) {
            thread.join();
        }
        target.destroy();
        source.destroy();
    }
}
