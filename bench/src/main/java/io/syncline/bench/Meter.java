package io.syncline.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures one drain. Used by one thread, which calls {@link #look} often. */
final class Meter {
    /** A look goes through all processes, which costs what is to be measured. */
    private static final long LOOK_NANOS = 500_000_000;

    private static final long REST_NANOS = 50_000_000;

    private final Lab lab;
    private final @Nullable ProcessHandle contender;
    private final Used before;
    private final long start;
    private long looked;
    private double ownMegabytes;
    private double storeMegabytes;

    /** Processor seconds since each process started; "ours" is of this program and all below it. */
    private record Used(
            double source, double target, double own, double store, double ours, double machine) {}

    /**
     * Begins to measure.
     *
     * @param contender its own process, or null if it has none
     */
    Meter(Lab lab, @Nullable ProcessHandle contender) {
        this.lab = lab;
        this.contender = contender;
        this.before = used();
        this.start = System.nanoTime();
        this.looked = start - LOOK_NANOS;
    }

    /** Since the beginning. */
    long nanos() {
        return System.nanoTime() - start;
    }

    /** Looks at the memory if it has not for a while. */
    void look() {
        ProcessHandle process = contender;
        long now = System.nanoTime();
        if (process == null || now - looked < LOOK_NANOS) {
            return;
        }
        looked = now;
        ownMegabytes = Math.max(ownMegabytes, Memory.megabytes(process.pid()));
        storeMegabytes = Math.max(storeMegabytes, Memory.megabytes(store(process)));
    }

    /** What was spent until now. */
    Spent spent() {
        double seconds = nanos() / 1e9;
        // A process that is just ending is counted nowhere until its parent has seen it.
        LockSupport.parkNanos(REST_NANOS);
        Used now = used();
        looked -= LOOK_NANOS;
        look();
        double ours = now.ours - before.ours;
        return new Spent(
                seconds,
                now.source - before.source,
                now.target - before.target,
                now.own - before.own,
                now.store - before.store,
                Math.max(0, now.machine - before.machine - ours),
                ownMegabytes,
                storeMegabytes);
    }

    private Used used() {
        ProcessHandle process = contender;
        return new Used(
                Cpu.seconds(lab.source.pid()),
                Cpu.seconds(lab.target.pid()),
                process == null ? 0 : Cpu.alone(process.pid()),
                process == null
                        ? 0
                        : store(process).mapToDouble(each -> Cpu.alone(each.pid())).sum(),
                Cpu.seconds(ProcessHandle.current().pid()),
                Cpu.machine());
    }

    /** What runs below the contender's process; below this program are the lab and others. */
    private static Stream<ProcessHandle> store(ProcessHandle process) {
        return process.equals(ProcessHandle.current()) ? Stream.of() : process.descendants();
    }
}
