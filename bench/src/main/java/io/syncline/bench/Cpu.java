package io.syncline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of a process and all its descendants, read from /proc; Linux only. */
final class Cpu {
    /** What Linux calls USER_HZ, and has been 100 on every common platform. */
    private static final double TICKS_PER_SECOND = 100;

    private Cpu() {}

    /**
     * Seconds of user and system time, those of waited-for children included; 0 where /proc is
     * missing.
     */
    static double seconds(long pid) {
        double seconds = own(pid);
        return ProcessHandle.of(pid)
                        .map(
                                handle ->
                                        handle.descendants()
                                                .mapToDouble(child -> own(child.pid()))
                                                .sum())
                        .orElse(0.0)
                + seconds;
    }

    private static double own(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }
}
