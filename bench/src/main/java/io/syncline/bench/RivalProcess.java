package io.syncline.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rival that {@code bench/rivals/build} has built, in a process of its own: nothing of it is on
 * the class path here. It starts when it is first described, and is told what to do on its standard
 * input, a line at a time, and answers a word with the same word, or {@code problem ...}. It stays
 * between rounds, as its code is compiled then like that of a service that has been up for long; it
 * ends with this process at the latest.
 */
final class RivalProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final String CLASS_PATH = "target/class-path";
    private static final String PROBLEM = "problem ";

    private final String name;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable String problem;
    private @Nullable Process process;

    /**
     * Not yet started.
     *
     * @param name of its folder in {@code bench/rivals} and of its package
     */
    RivalProcess(String name) {
        this.name = name;
    }

    /** Whether there is anything to start. */
    static boolean built(String name) {
        return Files.exists(home(name).resolve(CLASS_PATH));
    }

    private static Path home(String name) {
        return SourceTree.root().resolve("bench/rivals/" + name);
    }

    /** Describes what will be asked for; starts it if it does not run. */
    void describe(Map<String, String> settings) throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            running = start();
            process = running;
        }
        problem = null;
        for (Map.Entry<String, String> each : settings.entrySet()) {
            to(running).write(each.getKey() + "=" + each.getValue() + "\n");
        }
    }

    /** What it says besides answers is in its folder's target/log. */
    private Process start() throws IOException {
        if (!built(name)) {
            throw new IllegalStateException("bench/rivals/build " + name + " comes first");
        }
        Path home = home(name);
        String classPath =
                home.resolve("target/classes")
                        + File.pathSeparator
                        + Files.readString(home.resolve(CLASS_PATH)).strip();
        Process started =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx2g",
                                "-XX:+UseParallelGC",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-cp",
                                classPath,
                                "io.syncline.bench." + name + ".Main")
                        .redirectError(home.resolve("target/log").toFile())
                        .start();
        answers.clear();
        Thread.ofPlatform().daemon().start(() -> listen(started));
        return started;
    }

    private void listen(Process started) {
        try (BufferedReader in = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(PROBLEM)) {
                    problem = line.substring(PROBLEM.length());
                }
                answers.add(line);
            }
        } catch (IOException e) {
            problem = e.toString();
        }
    }

    /** The same one at each call. */
    private static BufferedWriter to(Process running) {
        return running.outputWriter(StandardCharsets.UTF_8);
    }

    /** Has one word carried out. */
    void carryOut(String word) throws IOException, InterruptedException {
        BufferedWriter to = to(Objects.requireNonNull(process, "not described"));
        to.write(word + "\n");
        to.flush();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            String answer = answers.poll(10, TimeUnit.MILLISECONDS);
            if (word.equals(answer)) {
                return;
            }
            String wrong = problem();
            if (wrong != null && answer == null) {
                throw new IllegalStateException(word + ": " + wrong);
            }
        }
        throw new IllegalStateException("no answer to " + word);
    }

    /** Why nothing more will come, or null while something may. */
    @Nullable String problem() {
        Process running = process;
        if (running == null) {
            return "not started";
        }
        return problem != null || running.isAlive() ? problem : "its process has ended";
    }

    /** For those who measure it; null before it was started. */
    @Nullable ProcessHandle handle() {
        Process running = process;
        return running == null ? null : running.toHandle();
    }

    @Override
    public void close() throws IOException {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            to(running).close();
        } finally {
            await(running);
        }
    }

    private static void await(Process running) {
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
