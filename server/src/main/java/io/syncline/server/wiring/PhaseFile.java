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

/**
 * Publishes the phases of work in a small file that is mapped into memory: for each phase, by its
 * number, how often it was entered and how often it was left, as 64-bit numbers of the machine's
 * own byte order. What a killed process had entered and not left can still be read there.
 *
 * <p>Off unless the environment has {@code SYNCLINE_PHASES} with the file's path. Two additions in
 * memory for each phase of each batch, so it costs nothing that can be measured.
 */
final class PhaseFile implements Phases {
    private static final String SETTING = "SYNCLINE_PHASES";
    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();
    private static final long EACH_BYTES = 2 * ValueLayout.JAVA_LONG.byteSize();

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
    }

    @Override
    public void leave(Phase phase) {
        add(phase, ValueLayout.JAVA_LONG.byteSize());
    }

    private void add(Phase phase, long offset) {
        long before = (long) NUMBER.getAndAdd(counts, phase.number() * EACH_BYTES + offset, 1L);
        assert before >= 0;
    }
}
