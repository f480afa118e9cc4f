package io.syncline.server.wiring;

import io.syncline.core.endpoint.Phases;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes the phases of work in a small file that is mapped into memory: for each phase, by its
 * number, how often it was entered, how often it was left, and for how many nanoseconds work has to
 * rest as it enters and as it leaves, as 64-bit numbers of the machine's own byte order. The first
 * two are written here, the third by whoever watches. What a killed process had entered and not
 * left can still be read there.
 *
 * <p>Off unless the environment has {@code SYNCLINE_PHASES} with the file's path. Two additions in
 * memory for each phase of each batch, so it costs nothing that can be measured.
 */
final class PhaseFile implements Phases {
    private static final String SETTING = "SYNCLINE_PHASES";
    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();
    private static final long EACH_BYTES = 3 * ValueLayout.JAVA_LONG.byteSize();

    private final MemorySegment counts;

    private PhaseFile(MemorySegment counts) {
        this.counts = counts;
    }

    /** The phases that the environment asks for: none, or a file. */
    static Phases asked(Map<String, String> environment) throws IOException {
        String path = environment.get(SETTING);
        if (path == null || path.isBlank()) {
            return NONE;
        }
        try (FileChannel file =
                FileChannel.open(
                        Path.of(path),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return new PhaseFile(
                    file.map(
                            FileChannel.MapMode.READ_WRITE,
                            0,
                            EACH_BYTES * Phase.values().length,
                            Arena.global()));
        }
    }

    @Override
    public void enter(Phase phase) {
        add(phase, 0);
        rest(phase);
    }

    @Override
    public void leave(Phase phase) {
        rest(phase);
        add(phase, ValueLayout.JAVA_LONG.byteSize());
    }

    /** As long as the watcher asks for, who would never meet a phase of microseconds otherwise. */
    private void rest(Phase phase) {
        long offset = phase.number() * EACH_BYTES + 2 * ValueLayout.JAVA_LONG.byteSize();
        long nanos = (long) NUMBER.getAcquire(counts, offset);
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    private void add(Phase phase, long offset) {
        long before = (long) NUMBER.getAndAdd(counts, phase.number() * EACH_BYTES + offset, 1L);
        assert before >= 0;
    }
}
