package io.syncline.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processes that serve a data folder although nobody holds its lock: what a parent left behind that
 * died in the short moment before the kernel knew whom to signal.
 *
 * <p>A process counts only when its program has the right name <em>and</em> works inside that very
 * folder. A process id read from a file proves nothing: ids are used again.
 */
final class Leftovers {
    private static final Duration STEP = Duration.ofMillis(20);

    private Leftovers() {}

    /** All processes of this program whose working folder is the given one. */
    static List<ProcessHandle> of(String program, Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        Path folder = data.toRealPath();
        return ProcessHandle.allProcesses().filter(p -> serves(p, program, folder)).toList();
    }

    /** Stops them in good order, then by force; returns when all are gone. */
    static void stop(String program, Path data, Child.Signal farewell, Duration patience)
            throws IOException {
        List<ProcessHandle> found = of(program, data);
        Set<Long> ids = found.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        // Only the first of the family: its workers understand the signal in another way.
        found.stream()
                .filter(p -> p.parent().map(parent -> !ids.contains(parent.pid())).orElse(true))
                .forEach(p -> Child.signal(p.pid(), farewell));
        for (ProcessHandle process : found) {
            if (!awaitGone(process, patience)) {
                process.destroyForcibly();
                awaitGone(process, patience);
            }
        }
    }

    /** Whether the process ended in time; one that only waits to be collected has ended. */
    static boolean awaitGone(ProcessHandle process, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (running(process)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                try {
                    Thread.sleep(STEP);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it is alive and no zombie. */
    static boolean running(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "stat"),
                            StandardCharsets.ISO_8859_1);
            // The state follows the name, which is in parentheses and may itself hold any.
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException ended) {
            return false;
        }
    }

    private static boolean serves(ProcessHandle process, String program, Path folder) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            // The kernel marks a program whose file was removed meanwhile.
            String name =
                    Files.readSymbolicLink(proc.resolve("exe"))
                            .toString()
                            .replace(" (deleted)", "");
            return name.endsWith("/" + program)
                    && Files.readSymbolicLink(proc.resolve("cwd")).equals(folder);
        } catch (IOException notOursOrEnded) {
            return false;
        }
    }
}
