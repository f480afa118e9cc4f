package io.syncline.testkit.kill;

import io.syncline.testkit.services.Program;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The real server as a process of its own, on a data folder of its own with an embedded store. It
 * dies with the thread that started it. Used by one thread.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STORE_BACK_MAX = Duration.ofSeconds(30);

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration END_MAX = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("listening +(http://\\S+)");

    private final Path folder;
    private final PublishedPhases phases;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;
    private URI address = URI.create("http://127.0.0.1");

    /** A server that is not started yet; the folder must let any user through. */
    public ServerProcess(Path folder) throws IOException {
        this.folder = folder;
        this.phases = PublishedPhases.in(folder.resolve("phases"));
    }

    /** Where everything durable lies. */
    public Path data() {
        return folder.resolve("data");
    }

    /** What it publishes of its phases. */
    PublishedPhases phases() {
        return phases;
    }

    /** Starts it and waits until it listens. */
    public void start() throws IOException, InterruptedException {
        phases.clear();
        Path output = folder.resolve("output");
        Process started = launch(output);
        process = started;
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            Matcher found = ADDRESS.matcher(Files.readString(output));
            if (found.find()) {
                address = URI.create(found.group(1));
                return;
            }
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("The server does not start: " + Files.readString(output));
            }
            Thread.sleep(20);
        }
    }

    /** Starts another process on the same folder, whose end the caller awaits. */
    public Process another(Path output) throws IOException {
        return launch(output);
    }

    private Process launch(Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig=SIGKILL"));
        command.addAll(Program.java("io.syncline.server.Main", "-Xmx384m"));
        command.addAll(List.of("serve", "--port=0", "--data=" + data()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(output.toFile());
        builder.environment().put("SYNCLINE_PHASES", phases.path().toString());
        return builder.start();
    }

    /**
     * Kills the process with signal 9 and waits until it is gone; its children are on their own.
     */
    public void kill9() throws InterruptedException {
        Process now = running();
        now.destroyForcibly();
        now.waitFor();
    }

    /** All processes below it. */
    public List<ProcessHandle> children() {
        return running().descendants().toList();
    }

    /** The process of its embedded store that all others of the store belong to. */
    public ProcessHandle store() {
        return running()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/postgres"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The server has no embedded store"));
    }

    private Process running() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException("Not started");
        }
        return now;
    }

    /**
     * Calls it; the answer's body. One that its store is away from is asked again; fails at any
     * other answer than a good one.
     */
    public String call(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .header(
                                "Authorization",
                                "Bearer " + Files.readString(data().resolve("api-key")).strip())
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        long end = System.nanoTime() + STORE_BACK_MAX.toNanos();
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        while (reply.statusCode() == 503 && System.nanoTime() < end) {
            Thread.sleep(100);
            reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        if (reply.statusCode() >= 300) {
            throw new AssertionError(
                    method + " " + path + ": " + reply.statusCode() + " " + reply.body());
        }
        return reply.body();
    }

    /** What it said, and the end of its log. */
    public String words() throws IOException {
        Path log = data().resolve("logs").resolve("syncline.log");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return Files.readString(folder.resolve("output"))
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    @Override
    public void close() {
        Process now = process;
        client.shutdownNow();
        if (now == null) {
            return;
        }
        now.destroy();
        try {
            if (!now.waitFor(END_MAX.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                now.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
