package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
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
    private static final String STOPPED = "Stopped; nothing is left behind.";
    private static final String NEXT = "Next: ./syncline serve, for databases of your own";

    @Option(names = "--once", description = "Copy, a few seconds of writes, compare, end.")
    private boolean once;

    @Option(
            names = "--seconds",
            description = "With --once, how long the shop is open. Default: ${DEFAULT-VALUE}",
            defaultValue = "6")
    private int seconds;

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
            return wrong("--customers is between 1 and 5000000.");
        }
        if (seconds < 1 || seconds > 3600) {
            return wrong("--seconds is between 1 and 3600.");
        }
        Screen screen = Screen.of(System.out, System.getenv());
        // Ctrl-C: everything is closed in order by the thread that opened it.
        Thread hook = Thread.ofPlatform().unstarted(this::awaitEnd);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            boolean equal = run(screen);
            screen.line(stopping ? STOPPED : NEXT);
            return equal ? 0 : 1;
        } catch (DemoException e) {
            // After Ctrl-C the server may be gone before us; that is no news.
            screen.clear();
            if (!stopping) {
                screen.bad(String.valueOf(e.getMessage()));
            } else {
                screen.line(STOPPED);
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

    private static int wrong(String words) {
        System.err.println("syncline: " + words);
        return CommandLine.ExitCode.USAGE;
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
        screen.line("A shop in PostgreSQL, kept equal in a second PostgreSQL and in MariaDB.");
        long began = System.nanoTime();
        try (Place place = Place.create(temporary);
                ServerProcess server = ServerProcess.start(place.folder())) {
            // The server is named again so that it ends before the databases it works on.
            try (Databases databases = databases(screen, place);
                    server) {
                URI address =
                        Waiting.until(screen, "Waiting for the Syncline server", server::address);
                place.write("databases", databases.addresses());
                long rows = Waiting.until(screen, "Filling the shop", () -> fill(shop, databases));
                double seconds = (System.nanoTime() - began) / 1e9;
                tellPlaces(screen, place, server, address);
                String size =
                        String.format(
                                Locale.ROOT,
                                "%d tables, %,d rows; all ready in %.1f s",
                                Shop.TABLES.size(),
                                rows,
                                seconds);
                fact(screen, "shop", size);
                try (Api api = new Api(address, server.key())) {
                    return new Demo(screen, databases, api, shop, System::nanoTime, () -> stopping)
                            .run(once ? Duration.ofSeconds(this.seconds) : null);
                }
            }
        }
    }

    private static Databases databases(Screen screen, Place place) {
        return Waiting.until(
                screen,
                "Starting a Syncline server, two PostgreSQL and a MariaDB",
                () -> Databases.start(place.folder(), password()));
    }

    private static long fill(Shop shop, Databases databases) throws SQLException {
        try (Connection connection = databases.connectToShop()) {
            return shop.load(connection);
        }
    }

    private static void tellPlaces(Screen screen, Place place, ServerProcess server, URI address) {
        screen.line("");
        fact(screen, "server", address + "/  (a page to try the interface out)");
        fact(screen, "API key", "in " + server.keyFile());
        fact(screen, "databases", "in " + place.folder().resolve("databases"));
        fact(screen, "", screen.quiet("their addresses: change a row of a copy by hand, and see"));
    }

    private static void fact(Screen screen, String name, String value) {
        screen.line("  %-11s%s".formatted(name, value));
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
