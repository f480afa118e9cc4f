package io.syncline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of processes, read from /proc in megabytes of 1,048,576 bytes; Linux only. */
final class Memory {
    private static final double KILOBYTES = 1024;

    private Memory() {}

    /** What one process has in memory; 0 where /proc or the process is missing. */
    static double megabytes(long pid) {
        return line(pid, "status", "VmRSS:");
    }

    /** The most that one process has had since it began, or since {@link #forgetPeak}. */
    static double peakMegabytes(long pid) {
        return line(pid, "status", "VmHWM:");
    }

    /** Has the most begin anew from what a process has now. */
    static void forgetPeak(long pid) throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
    }

    /**
     * What several processes have in memory together: a page that they share is counted once,
     * divided among them all.
     */
    static double megabytes(Stream<ProcessHandle> processes) {
        return processes.mapToDouble(each -> line(each.pid(), "smaps_rollup", "Pss:")).sum();
    }

    private static double line(long pid, String file, String name) {
        try (Stream<String> lines =
                Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()) {
            return lines.filter(line -> line.startsWith(name))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                            .findAny()
                            .orElse(0)
                    / KILOBYTES;
        } catch (IOException _) {
            return 0;
        }
    }
}
