package io.syncline.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts real databases and a real server, runs the demo on them, and takes everything away. */
@Command(
        name = "demo",
        description = {
            "Shows a sync between real databases.",
            "A shop in PostgreSQL is copied to a second PostgreSQL and to MariaDB, then kept equal"
                    + " while its customers order; every few seconds all rows are compared.",
            "Exits 0 when they were equal, 1 when they were not."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final long END_PATIENCE_SECONDS = 40;
    private static final int PASSWORD_BYTES = 18;

    @Option(names = "--once", description = "Copy, a few seconds of writes, compare, end.")
    private boolean once;

    @Option(
            names = "--customers",
            description = "How large the shop is: about 12 rows each. Default: ${DEFAULT-VALUE}",
            defaultValue = "" + Shop.CUSTOMERS)
    private int customers;

    private volatile boolean stopping;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Runs the demo; 0 when all was equal. */
    @Override
    public Integer call() {
        if (customers < 1 || customers > 5_000_000) {
            throw new DemoException("--customers is between 1 and 5000000.");
        }
        Screen screen = Screen.of(System.out, System.getenv());
        // Ctrl-C: everything is closed in order by the thread that opened it.
        Thread hook = Thread.ofPlatform().unstarted(this::awaitEnd);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run(screen) ? 0 : 1;
        } catch (DemoException e) {
            // After Ctrl-C the server may be gone before us; that is no news.
            if (!stopping) {
                screen.bad(String.valueOf(e.getMessage()));
            }
            return 1;
        } catch (IOException | SQLException e) {
            screen.bad("The demo has ended: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            ended.countDown();
        }
    }

    private void awaitEnd() {
        stopping = true;
        try {
            if (!ended.await(END_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The demo does not end in order; it is killed.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run(Screen screen) throws IOException, SQLException, InterruptedException {
        Shop shop = new Shop(customers);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        screen.line("Starting a server, two PostgreSQL and a MariaDB.");
        try (Place place = Place.create(temporary);
                Databases databases = Databases.start(place.folder(), password());
                ServerProcess server = ServerProcess.start(place.folder())) {
            try (Connection connection = databases.connectToShop()) {
                long rows = shop.load(connection);
                screen.line(
                        "The shop has %d tables with %,d rows."
                                .formatted(Shop.TABLES.size(), rows));
            }
            try (Api api = new Api(server.address(), server.key())) {
                return new Demo(screen, databases, api, shop, System::nanoTime, () -> stopping)
                        .run(once);
            }
        }
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
