package io.syncline.bench.debezium;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process that drains slots, one after the other, as its standard input says: lines {@code
 * key=value} describe a drain (see {@link Settings}), {@code ready} connects to its target, {@code
 * begin} starts reading, {@code stop} ends it and forgets what was described; the input's end ends
 * the process. It answers each of these words by itself, and says {@code problem ...} when a drain
 * has ended by an error. So no password is on a command line, and the code of later drains is as
 * well compiled as that of a service which has been up for long.
 */
public final class Main {
    private final Map<String, String> described = new HashMap<>();
    private @Nullable Drain drain;

    private Main() {}

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                try {
                    main.obey(line);
                } catch (Exception e) {
                    e.printStackTrace();
                    say("problem " + e);
                }
            }
        }
        // Pools of the libraries have threads that would keep the process up.
        System.exit(0);
    }

    private void obey(String line) throws Exception {
        switch (line) {
            case "ready" -> drain = new Drain(new Settings(described), Main::say);
            case "begin" -> described().begin();
            case "stop" -> stop();
            default -> {
                int equals = line.indexOf('=');
                described.put(line.substring(0, equals), line.substring(equals + 1));
                return;
            }
        }
        say(line);
    }

    private Drain described() {
        Drain running = drain;
        if (running == null) {
            throw new IllegalStateException("nothing is ready");
        }
        return running;
    }

    private void stop() throws IOException {
        Drain running = drain;
        drain = null;
        described.clear();
        if (running != null) {
            running.close();
        }
    }

    private static void say(String line) {
        System.out.println(line.replace('\n', ' '));
        System.out.flush();
    }
}
