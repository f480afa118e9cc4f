package io.syncline.testkit.mongo;

import io.syncline.testkit.services.Services;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that speaks MongoDB's protocol and keeps documents in SQLite files: what was
 * answered is still there when it is killed and started again. It has neither change streams nor
 * transactions. It ends with this JVM. Used by one thread.
 */
public final class FerretDb implements AutoCloseable {
    private static final int END_SECONDS = 10;

    private final Path program;
    private final Path folder;
    private Process process;
    private int port;

    private FerretDb(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
        this.process = start();
    }

    /**
     * Starts one on a folder of its own.
     *
     * @return null where the program is not there and cannot be built; {@link FerretBuild#why} says
     *     why
     */
    public static @Nullable FerretDb startIfAny() {
        Path program = FerretBuild.program();
        return program == null ? null : new FerretDb(program, Services.folder("ferretdb"));
    }

    private Process start() {
        try {
            // Its standard input is ours: when we end, however that is, it does too.
            Process begun =
                    new ProcessBuilder(program.toString(), folder.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(begun.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("FerretDB ended at once");
            }
            port = Integer.parseInt(line.strip());
            return begun;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a database. */
    public String uri(String database) {
        return "mongodb://127.0.0.1:" + port + "/" + database;
    }

    /** Ends the process at once, in the midst of whatever it does. */
    public void kill9() {
        process.destroyForcibly();
        await();
    }

    /** Starts it again on what it has stored, at another port. */
    public void restart() {
        kill9();
        process = start();
    }

    private void await() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("FerretDB does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill9();
    }
}
