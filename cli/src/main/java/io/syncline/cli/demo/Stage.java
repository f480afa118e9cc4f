package io.syncline.cli.demo;

import io.syncline.cli.screen.Screen;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/**
 * What every demo happens on: real databases and a real server, started first and taken away at the
 * end in order, also at Ctrl-C.
 *
 * @param screen what the person sees
 * @param place the demo's folder
 * @param databases its databases, empty at first
 * @param server where the server's files are
 * @param address where the server answers
 * @param api the server's interface
 * @param stopping whether the person has had enough
 * @param beganNanos when all this began to start
 */
record Stage(
        Screen screen,
        Place place,
        Databases databases,
        ServerProcess server,
        URI address,
        Api api,
        BooleanSupplier stopping,
        long beganNanos) {
    private static final long END_PATIENCE_SECONDS = 40;
    private static final String STOPPED = "Stopped; nothing is left behind.";
    private static final String NEXT = "Next: ./syncline serve, for databases of your own";

    /** What happens on it. */
    interface Play {
        /** Plays, and returns whether all was as it should be. */
        boolean play(Stage stage) throws IOException, SQLException, InterruptedException;
    }

    /** Whether the person has had enough, and whether everything has ended. */
    private static final class Curtain {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean stopping;

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
    }

    /**
     * Starts all, plays, and takes all away.
     *
     * @param headline what is shown, in one sentence
     * @param starting what is waited for while the databases start
     * @param wanted the databases, by the names that the demo calls them
     * @return the command's exit code: 0 when all was as it should be
     */
    static int show(
            String headline, String starting, Map<String, Databases.Kind> wanted, Play play) {
        Screen screen = Screen.of(System.out, System.getenv());
        Curtain curtain = new Curtain();
        // Ctrl-C: everything is closed in order by the thread that opened it.
        Thread hook = Thread.ofPlatform().unstarted(curtain::awaitEnd);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            screen.line(headline);
            boolean well = run(screen, curtain, starting, wanted, play);
            screen.line(curtain.stopping ? STOPPED : NEXT);
            return well ? 0 : 1;
        } catch (DemoException e) {
            // After Ctrl-C the server may be gone before us; that is no news.
            screen.clear();
            if (!curtain.stopping) {
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
            curtain.ended.countDown();
        }
    }

    private static boolean run(
            Screen screen,
            Curtain curtain,
            String starting,
            Map<String, Databases.Kind> wanted,
            Play play)
            throws IOException, SQLException, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long began = System.nanoTime();
        try (Place place = Place.create(temporary);
                ServerProcess server = ServerProcess.start(place.folder())) {
            // The server is named again so that it ends before the databases it works on.
            try (Databases databases =
                            Waiting.until(
                                    screen,
                                    starting,
                                    () -> Databases.start(place.folder(), wanted));
                    server) {
                URI address =
                        Waiting.until(screen, "Waiting for the Syncline server", server::address);
                place.write("databases", databases.addresses());
                try (Api api = new Api(address, server.key())) {
                    return play.play(
                            new Stage(
                                    screen,
                                    place,
                                    databases,
                                    server,
                                    address,
                                    api,
                                    () -> curtain.stopping,
                                    began));
                }
            }
        }
    }

    /** Tells that the command's words are wrong, and the exit code for that. */
    static int wrong(String words) {
        System.err.println("syncline: " + words);
        return CommandLine.ExitCode.USAGE;
    }

    /** How long it took until now, in seconds. */
    double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    /** Says where everything is. */
    void tellPlaces(String hint) {
        screen.line("");
        fact("server", address + "/  (a page to try the interface out)");
        fact("API key", "in " + server.keyFile());
        fact("databases", "in " + place.folder().resolve("databases"));
        fact("", screen.quiet(hint));
    }

    /** Says one thing. */
    void fact(String name, String value) {
        screen.line("  %-11s%s".formatted(name, value));
    }
}
