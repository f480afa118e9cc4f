package io.syncline.bench.told;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that does one work after the other, as its standard input says: lines {@code key=value}
 * describe a work, {@code ready} makes it ready, {@code begin} begins it, {@code stop} ends it and
 * forgets what was described; the input's end ends the process. It answers each of these words by
 * itself, and says {@code problem ...} when one cannot be carried out or a work has ended by an
 * error. So no password is on a command line, and the code of later works is as well compiled as
 * that of a service which has been up for long.
 */
public final class Told {
    /** What has been made ready. */
    public interface Work {
        /** Begins; returns at once. */
        void begin() throws Exception;

        /** Ends it and frees what it holds. */
        void stop() throws Exception;
    }

    /** Makes works ready. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes one ready.
         *
         * @param described what was said of it, by key
         * @param problem told when the work has ended by an error, from any thread
         */
        Work ready(Map<String, String> described, Consumer<String> problem) throws Exception;
    }

    private final Maker maker;
    private final Map<String, String> described = new HashMap<>();
    private @Nullable Work work;

    private Told(Maker maker) {
        this.maker = maker;
    }

    /** Does what it is told, and ends the process when the standard input ends. */
    public static void obey(Maker maker) throws IOException {
        Told told = new Told(maker);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                try {
                    told.hear(line);
                } catch (Exception e) {
                    e.printStackTrace();
                    complain(e.toString());
                }
            }
        }
        // Pools of the libraries have threads that would keep the process up.
        System.exit(0);
    }

    private void hear(String line) throws Exception {
        switch (line) {
            case "ready" -> work = maker.ready(Map.copyOf(described), Told::complain);
            case "begin" -> ready().begin();
            case "stop" -> stop();
            default -> {
                int equals = line.indexOf('=');
                described.put(line.substring(0, equals), line.substring(equals + 1));
                return;
            }
        }
        say(line);
    }

    private Work ready() {
        Work made = work;
        if (made == null) {
            throw new IllegalStateException("nothing is ready");
        }
        return made;
    }

    private void stop() throws Exception {
        Work made = work;
        work = null;
        described.clear();
        if (made != null) {
            made.stop();
        }
    }

    private static void complain(String what) {
        say("problem " + what);
    }

    private static void say(String line) {
        System.out.println(line.replace('\n', ' '));
        System.out.flush();
    }
}
