package io.syncline.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server could not be unpacked, started or stopped; the message says what to do about it. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough for a cause, and for what a server that crashes says of it. */
    private static final int TAIL_LINES = 60;

    /** More than so many lines take. */
    private static final int TAIL_BYTES = 1 << 16;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A failure whose story is in a log file: names the file and quotes its last lines. */
    static LaunchException withLog(String message, Path log, @Nullable Throwable cause) {
        return new LaunchException("%s%n%s".formatted(message, ending(log)), cause);
    }

    /** Names a log file and quotes its last lines. */
    static String ending(Path log) {
        return "Log file %s ends with:%n%s"
                .formatted(log, String.join(System.lineSeparator(), tail(log)));
    }

    /** The last lines of a log; empty when there is none. */
    static List<String> tail(Path log) {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            // From near the end: the log of a server that ran for months does not fit into memory.
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            ByteBuffer end = ByteBuffer.allocate(TAIL_BYTES);
            while (end.hasRemaining() && channel.read(end) >= 0) {}
            // Leniently: the first character may be cut, and this must not fail.
            List<String> lines =
                    StandardCharsets.UTF_8.decode(end.flip()).toString().lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
