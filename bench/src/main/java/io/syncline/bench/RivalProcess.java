package io.syncline.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rival that {@code bench/rivals/build} has built, in a process of its own: nothing of it is on
 * the class path here. It is told what to do on its standard input, a line at a time, and answers a
 * word with the same word, or {@code problem ...}. It stays between rounds, as its code is compiled
 * then like that of a service that has been up for long; it ends with this process at the latest.
 */
final class RivalProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final String CLASS_PATH = "target/class-path";
    private static final String PROBLEM = "problem ";

    private final Process process;
    private final BufferedWriter to;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable String problem;

    private RivalProcess(Process process) {
        this.process = process;
        this.to = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(this::listen);
    }

    /** Whether there is anything to start. */
    static boolean built(String name) {
        return Files.exists(home(name).resolve(CLASS_PATH));
    }

    private static Path home(String name) {
        return SourceTree.root().resolve("bench/rivals/" + name);
    }

    /**
     * Starts the rival of this name. What it says besides answers is in its folder's target/log.
     */
    static RivalProcess start(String name, String mainClass) throws IOException {
        Path home = home(name);
        if (!built(name)) {
            throw new IllegalStateException("bench/rivals/build " + name + " comes first");
        }
        String classPath =
                home.resolve("target/classes")
                        + File.pathSeparator
                        + Files.readString(home.resolve(CLASS_PATH)).strip();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx2g",
                                "-XX:+UseParallelGC",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-cp",
                                classPath,
                                mainClass)
                        .redirectError(home.resolve("target/log").toFile())
                        .start();
        return new RivalProcess(process);
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
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

    /** Describes what will be asked for. */
    void describe(Map<String, String> settings) throws IOException {
        problem = null;
        for (Map.Entry<String, String> each : settings.entrySet()) {
            to.write(each.getKey() + "=" + each.getValue() + "\n");
        }
    }

    /** Has one word carried out. */
    void carryOut(String word) throws IOException, InterruptedException {
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
        return problem != null || process.isAlive() ? problem : "its process has ended";
    }

    /** For those who measure it. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Whether it runs. */
    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        try {
            to.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
