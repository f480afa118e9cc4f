package io.syncline.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server could not be unpacked, started or stopped; the message says what to do about it. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough to see a cause, little enough to read. */
    private static final int TAIL_LINES = 20;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A failure whose story is in a log file: names the file and quotes its last lines. */
    static LaunchException withLog(String message, Path log, @Nullable Throwable cause) {
        return new LaunchException(
                "%s%nLog file %s ends with:%n%s"
                        .formatted(message, log, String.join(System.lineSeparator(), tail(log))),
                cause);
    }

    /** The last lines of a log; empty when there is none. */
    static List<String> tail(Path log) {
        try {
            // Read leniently: a log may hold bytes that are no UTF-8, and this must not fail.
            List<String> lines =
                    new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
