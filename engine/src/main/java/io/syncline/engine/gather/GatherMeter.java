package io.syncline.engine.gather;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a flow of several sources says of itself, since the process started. From any thread. */
public final class GatherMeter {
    private final Map<String, Long> read = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();

    void told(String source, long changes) {
        read.merge(source, changes, Long::sum);
    }

    void wrote(long rows) {
        written.addAndGet(rows);
    }

    /** Changes and rows that were read of a source. */
    public long read(String source) {
        return read.getOrDefault(source, 0L);
    }

    /** Rows that were written. */
    public long written() {
        return written.get();
    }
}
