package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Position;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a mirror says of itself: written by its lane, read by anybody. */
public final class MirrorMeter {
    private final long copiedBefore;
    private long read;
    private long applied;
    private long committedMillis;
    private long left;
    private long skipped;
    private @Nullable Position arrived;
    private Map<String, SnapshotProgress> tables = new LinkedHashMap<>();
    private boolean copied;

    MirrorMeter() {
        this(0);
    }

    /** A meter that begins with rows that were copied before the stream. */
    MirrorMeter(long copiedBefore) {
        this.copiedBefore = copiedBefore;
    }

    synchronized void read(long changes) {
        read += changes;
    }

    synchronized void left() {
        left++;
    }

    synchronized void skipped() {
        skipped++;
    }

    synchronized void applied(long changes) {
        applied = changes;
    }

    synchronized void committed(long millis) {
        committedMillis = Math.max(committedMillis, millis);
    }

    synchronized void arrived(Position position) {
        arrived = position;
    }

    synchronized void snapshot(Map<String, SnapshotProgress> progress, boolean done) {
        tables = new LinkedHashMap<>(progress);
        copied = done;
    }

    /** Rows and changes read since the mirror began. */
    public synchronized long read() {
        return read;
    }

    /** Rows and changes applied since the flow was opened. */
    public synchronized long applied() {
        return copiedBefore + applied;
    }

    /**
     * Changes after which a row did not belong to the target (any more), since the mirror began.
     */
    public synchronized long gone() {
        return left;
    }

    /** Changes that rules of the sync passed over, since the mirror began. */
    public synchronized long passedOver() {
        return skipped;
    }

    /** When the latest change that was read was committed, by the source's clock; 0 if none was. */
    public synchronized long committedMillis() {
        return committedMillis;
    }

    /** The place up to which all is at the target, or null if not known yet. */
    public synchronized @Nullable Position arrived() {
        return arrived;
    }

    /** How far each table is copied; empty if no snapshot ran. */
    public synchronized Map<String, SnapshotProgress> tables() {
        return Map.copyOf(tables);
    }

    /** Whether the snapshot of this run is done. */
    public synchronized boolean copied() {
        return copied;
    }
}
