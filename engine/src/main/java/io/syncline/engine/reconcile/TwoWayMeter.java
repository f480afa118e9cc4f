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
    private final AtomicLong decided = new AtomicLong();
    private final AtomicLong detected = new AtomicLong();
    private final AtomicLong resolved = new AtomicLong();
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
                decided.incrementAndGet();
                episode.settled().stream()
                        .map(Settled::rule)
                        .forEach(rule -> ruled.merge(rule, 1L, Long::sum));
            }
        }
    }

    /** A row was found to be in conflict. */
    void detected() {
        detected.incrementAndGet();
    }

    /** Nothing of a row is in conflict any more. */
    void resolved() {
        resolved.incrementAndGet();
    }

    /** Rows that were agreed on anew, or found in conflict, other than by a person. */
    public long decidedRows() {
        return decided.get();
    }

    /** Rows that were found in conflict, whatever became of them. */
    public long detectedRows() {
        return detected.get();
    }

    /** Rows of which nothing was in conflict any more, by a rule or a person. */
    public long resolvedRows() {
        return resolved.get();
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
