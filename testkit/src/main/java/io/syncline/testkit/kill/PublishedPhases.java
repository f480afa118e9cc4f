package io.syncline.testkit.kill;

import io.syncline.core.endpoint.Phases.Phase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads what a server process publishes of its phases, also after the process was killed: how often
 * each was entered and left, in a file mapped by both.
 */
final class PublishedPhases {
    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();
    private static final long EACH_BYTES = 3 * ValueLayout.JAVA_LONG.byteSize();

    private static final Duration REST = Duration.ofMillis(20);

    private final Path path;
    private final MemorySegment counts;

    private PublishedPhases(Path path, MemorySegment counts) {
        this.path = path;
        this.counts = counts;
    }

    /** The phases in a file, which is made if it is missing. */
    static PublishedPhases in(Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return new PublishedPhases(
                    path,
                    file.map(
                            FileChannel.MapMode.READ_WRITE,
                            0,
                            EACH_BYTES * Phase.values().length,
                            Arena.global()));
        }
    }

    /** Where the server has to publish. */
    Path path() {
        return path;
    }

    /** Forgets an ended process; only while none runs. */
    void clear() {
        counts.fill((byte) 0);
        // Telling the source is a matter of microseconds: half of the rest is before, half after.
        NUMBER.setRelease(counts, Phase.ACKNOWLEDGE.number() * EACH_BYTES + 16, REST.toNanos());
    }

    /** The phases that are entered and not left. */
    Set<Phase> inside() {
        Set<Phase> inside = EnumSet.noneOf(Phase.class);
        for (Phase phase : Phase.values()) {
            if (inside(phase)) {
                inside.add(phase);
            }
        }
        return inside;
    }

    /** Waits until some work is in a phase. */
    boolean await(Phase phase, Duration atMost) throws InterruptedException {
        boolean brief =
                phase == Phase.COMMIT
                        || phase == Phase.AHEAD
                        || phase == Phase.FOLLOW
                        || phase == Phase.SWITCH;
        long end = System.nanoTime() + atMost.toNanos();
        while (!inside(phase)) {
            if (System.nanoTime() > end) {
                return false;
            }
            if (brief) {
                // Without a rest: it may last microseconds.
                Thread.onSpinWait();
            } else {
                Thread.sleep(1);
            }
        }
        return true;
    }

    private boolean inside(Phase phase) {
        // In this order: what is left between the two reads must not seem to be more than entered.
        long left = (long) NUMBER.getAcquire(counts, phase.number() * EACH_BYTES + 8);
        return (long) NUMBER.getAcquire(counts, phase.number() * EACH_BYTES) > left;
    }
}
