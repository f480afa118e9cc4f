package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.Program;
import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code serve}, as a process of its own that writes to a file. */
final class RunningServe implements AutoCloseable {
    /** Up to its last line, so that all of it is there. */
    private static final Pattern GREETING =
            Pattern.compile("listening +(http://\\S+)[\\s\\S]*Ctrl-C ends");

    private static final long PATIENCE_SECONDS = 120;
    private static final long STEP_MILLIS = 20;

    final Path data;
    final Process process;
    private final Path output;

    private RunningServe(Path data, Path output, Process process) {
        this.data = data;
        this.output = output;
        this.process = process;
    }

    /** Starts one, with no more options than these. */
    static RunningServe start(Path data, String... options) throws IOException {
        return start(data, Map.of(), options);
    }

    /** Starts one with these variables in its environment. */
    static RunningServe start(Path data, Map<String, String> environment, String... options)
            throws IOException {
        Path output = Services.folder("serve").resolve("output");
        List<String> command = Program.java(Main.class.getName(), "-Xms64m", "-Xmx768m");
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new RunningServe(data, output, builder.start());
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** Waits until it listens, and says where. */
    String address() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            boolean last = !process.isAlive() || System.nanoTime() > end;
            Matcher matcher = GREETING.matcher(output());
            if (matcher.find()) {
                return matcher.group(1);
            }
            assertThat(last).as(output()).isFalse();
            Thread.sleep(STEP_MILLIS);
        }
    }

    /** Its exit code, when it ends by itself. */
    int exitCode() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
