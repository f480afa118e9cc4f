package io.syncline.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The product as it ships: the command {@code serve}, started by the launcher, with its embedded
 * store on a data folder of its own. Calls may come from any thread.
 */
final class ServeProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening +(http://\\S+)");
    private static final long PATIENCE_SECONDS = 120;
    private static final long STEP_MILLIS = 5;

    private final Process process;
    private final Path output;
    private final Thread farewell;
    private final HttpClient client;
    private final URI address;
    private final String key;

    /**
     * An answer to a call.
     *
     * @param status as HTTP has it
     * @param body JSON
     */
    record Answer(int status, String body) {}

    private ServeProcess(Path data, Path output, Process process)
            throws IOException, InterruptedException {
        this.process = process;
        this.output = output;
        // Whoever ends this program does not mean to leave a server behind.
        this.farewell = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(farewell);
        this.address = URI.create(address(process, output));
        this.key = Files.readString(data.resolve("api-key")).strip();
        this.client = HttpClient.newHttpClient();
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param data its folder, which may be there or not; the folders above it let any user through
     */
    static ServeProcess start(Path data) throws IOException, InterruptedException {
        Path output = Files.createTempFile("syncline-serve-", ".log");
        Process process =
                new ProcessBuilder(
                                SourceTree.launcher().toString(),
                                "serve",
                                "--port",
                                "0",
                                "--data",
                                data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            return new ServeProcess(data, output, process);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static String address(Process process, Path output)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher matcher = ADDRESS.matcher(Files.readString(output, StandardCharsets.UTF_8));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(STEP_MILLIS);
        }
        throw new IllegalStateException("No server: " + Files.readString(output));
    }

    /** The server's JVM; its embedded store runs below it. */
    Process process() {
        return process;
    }

    /**
     * Calls it with its key.
     *
     * @param body JSON; empty for none
     */
    Answer call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(reply.statusCode(), reply.body());
    }

    /** Stops it in good order. */
    @Override
    public void close() throws IOException {
        client.shutdownNow();
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException _) {
            // The program is ending: the hook has run or will, and does no harm.
        }
        Files.deleteIfExists(output);
    }
}
