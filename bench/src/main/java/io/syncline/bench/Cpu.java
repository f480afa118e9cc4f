package io.syncline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time of processes and of the whole machine, read from /proc; Linux only. */
final class Cpu {
    /** What Linux calls USER_HZ, and has been 100 on every common platform. */
    private static final double TICKS_PER_SECOND = 100;

    // Places in the machine's line; what guests use is in the first two already.
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STEAL = 8;

    private Cpu() {}

    /**
     * Seconds of user and system time, those of waited-for children included; 0 where /proc is
     * missing.
     */
    static double seconds(long pid) {
        double seconds = alone(pid);
        return ProcessHandle.of(pid)
                        .map(
                                handle ->
                                        handle.descendants()
                                                .mapToDouble(child -> alone(child.pid()))
                                                .sum())
                        .orElse(0.0)
                + seconds;
    }

    /**
     * The same of one process without its descendants, but with those that it has waited for; 0
     * where /proc or the process is missing.
     */
    static double alone(long pid) {
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

    /**
     * Seconds that all processors together were busy or taken by the host, since the machine
     * started; 0 where /proc is missing.
     */
    static double machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            return busy(lines.findFirst().orElse("")) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ticks of user, nice, system, irq, softirq and steal; not idle, nor waiting for a disk. */
    static long busy(String line) {
        String[] fields = line.strip().split(" +");
        long ticks = 0;
        for (int i = 1; i < fields.length && i <= STEAL; i++) {
            if (i != IDLE && i != WAITING) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks;
    }
}
