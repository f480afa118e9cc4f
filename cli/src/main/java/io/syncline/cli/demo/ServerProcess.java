package io.syncline.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Syncline server as a process of its own. It ends when its input ends, so it cannot outlive us,
 * however we end.
 */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS =
            Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost):\\d+");
    private static final long START_PATIENCE_NANOS = 60_000_000_000L;
    private static final long STEP_MILLIS = 50;
    private static final long STOP_PATIENCE_SECONDS = 20;
    private static final int TAIL = 20;

    private final Process process;
    private final Path data;
    private final Path log;

    private ServerProcess(Process process, Path data, Path log) {
        this.process = process;
        this.data = data;
        this.log = log;
    }

    /** Starts one, with its data in the folder; {@link #address} waits for it. */
    static ServerProcess start(Path folder) {
        Path log = folder.resolve("server.log");
        Path data = folder.resolve("server");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx768m"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
        command.add("-Xlog:aot*=off:stderr");
        String cache = System.getProperty("syncline.cache.classes", "");
        if (!cache.isEmpty()) {
            command.add("-XX:AOTCache=" + cache);
        }
        // As with the launcher: last, so they win.
        String options = System.getenv().getOrDefault("SYNCLINE_JAVA_OPTS", "");
        Stream.of(options.split("\\s+")).filter(each -> !each.isEmpty()).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.syncline.cli.Main", "serve", "--port", "0"));
        command.addAll(List.of("--data", data.toString()));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            // Its input is a pipe from us, which ends when we do.
            builder.environment().put("SYNCLINE_END_WITH_INPUT", "yes");
            Process process = builder.start();
            return new ServerProcess(process, data, log);
        } catch (IOException e) {
            throw new DemoException("The server does not start: " + e.getMessage(), e);
        }
    }

    /** Waits until it answers, and says where. */
    URI address() {
        long end = System.nanoTime() + START_PATIENCE_NANOS;
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                Matcher matcher = ADDRESS.matcher(Files.readString(log));
                if (matcher.find()) {
                    return URI.create(matcher.group());
                }
                Thread.sleep(STEP_MILLIS);
            }
            List<String> lines = Files.readAllLines(log);
            throw new DemoException(
                    "The server did not start. The end of its log:\n"
                            + String.join(
                                    "\n",
                                    lines.subList(Math.max(0, lines.size() - TAIL), lines.size())));
        } catch (IOException e) {
            throw new DemoException("Cannot read " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted.", e);
        }
    }

    /** Its data folder, by which commands find it. */
    Path data() {
        return data;
    }

    /** Where the key is. */
    Path keyFile() {
        return data.resolve("api-key");
    }

    /** The key it has made for its first user: a secret. */
    String key() {
        try {
            return Files.readString(keyFile()).strip();
        } catch (IOException e) {
            throw new DemoException("Cannot read the server's API key", e);
        }
    }

    /** Whether it runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** Lets it end in good order; kills it when it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
