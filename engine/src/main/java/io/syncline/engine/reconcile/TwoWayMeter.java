package io.syncline.engine.reconcile;

import io.syncline.core.merge.Settled;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Episode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a two-way flow says of itself: counted since the process started. From any thread. */
public final class TwoWayMeter {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Map<String, Long> ruled = new ConcurrentHashMap<>();

    void told(long changes) {
        read.addAndGet(changes);
    }

    void wrote() {
        written.incrementAndGet();
    }

    /** Counts what rules settled, once it is durable; what a person did is not a rule's. */
    void decided(List<Decision> decisions) {
        for (Decision decision : decisions) {
            Episode episode = decision.episode();
            if (episode != null && episode.deed() == null) {
                episode.settled().stream()
                        .map(Settled::rule)
                        .forEach(rule -> ruled.merge(rule, 1L, Long::sum));
            }
        }
    }

    /** Conflicts that a rule settled, by the rule's word. */
    public Map<String, Long> ruled() {
        return new TreeMap<>(ruled);
    }

    /** Changes that both logs told. */
    public long read() {
        return read.get();
    }

    /** Rows that were written to either end. */
    public long written() {
        return written.get();
    }
}
