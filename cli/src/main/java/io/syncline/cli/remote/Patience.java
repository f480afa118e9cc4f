package io.syncline.cli.remote;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** Waiting for what a server does, with a line that shows how far it is. */
final class Patience {
    private static final long STEP_MILLIS = 200;

    @Option(names = "--wait", description = "Wait until it is done, and show how far it is.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Spans.class,
            description =
                    "With --wait, for how long at most; then it goes on alone and the exit code is 7. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofHours(1);

    /** Whether to wait at all. */
    boolean asked() {
        return wait;
    }

    /** Lengths of time such as 90s, 5m or 1h. */
    static final class Spans implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "a time such as 500ms, 90s, 5m or 1h is expected");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }

    /** Waits until a run has ended; returns how it is then. */
    JsonNode run(Server server, Output output, String executionId) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            JsonNode progress = server.get("/api/v1/sync/progress/" + executionId);
            if (!progress.path("completed_at").isNull()) {
                output.screen().clear();
                return progress;
            }
            show(output, progress);
            rest(end, output);
        }
    }

    private static void show(Output output, JsonNode progress) {
        if (output.forPeople()) {
            int percent = progress.path("progress").asInt();
            String words =
                    "%3d %%  %s rows  %s"
                            .formatted(
                                    percent,
                                    Cells.number(progress.path("records_synced").asLong()),
                                    Cells.of(progress, "duration"));
            output.screen()
                    .show(List.of("  " + output.screen().bar(percent / 100.0) + words), words);
        }
    }

    /** Waits until a sync streams to all its destinations, or has ended; returns its status. */
    JsonNode streaming(Server server, Output output, String syncId) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            JsonNode status = server.get("/api/v1/sync/status/" + syncId);
            String state = status.path("status").asString();
            JsonNode last = status.path("last_sync");
            boolean over =
                    switch (state) {
                        case "completed", "failed", "paused" -> true;
                        default ->
                                last.path("completed_at").isString()
                                        && last.path("status").asString().equals("completed");
                    };
            if (over) {
                output.screen().clear();
                return status;
            }
            String run = last.path("execution_id").asString();
            if (!run.isEmpty()) {
                show(output, server.get("/api/v1/sync/progress/" + run));
            }
            rest(end, output);
        }
    }

    private static void rest(long end, Output output) {
        if (System.nanoTime() >= end) {
            output.screen().clear();
            throw Failure.of(
                    Exit.TIME_OVER, "It is not done yet and goes on: look with syncline status.");
        }
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Exit.FAILED, "Interrupted");
        }
    }
}
