package io.syncline.engine.mirror;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.verify.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a flow's collections that somebody wants looked at again, oldest first. Durable:
 * what was asked for once is done, whatever happens in between. Safe for use by several threads.
 */
public final class Stretches {
    private static final String NOTE = "again";

    private final Store store;
    private final Owner owner;
    private final String flow;
    private final AtomicLong looked = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();
    private volatile List<Stretch> wanted;

    /** What is wanted of a flow, as the store has it. */
    Stretches(Store store, Owner owner, String flow) {
        this.store = store;
        this.owner = owner;
        this.flow = flow;
        String kept = store.note(flow, NOTE);
        this.wanted = kept == null ? List.of() : kept.lines().map(Stretch::of).toList();
    }

    /**
     * Wants more of a flow that has run before. When this returns it is kept durably; the flow does
     * it beside its stream, once all is copied.
     */
    public synchronized void want(List<Stretch> more) {
        List<Stretch> all = new ArrayList<>(wanted);
        all.addAll(more);
        keep(all);
    }

    /** What is still wanted. */
    public List<Stretch> wanted() {
        return wanted;
    }

    /** These are not wanted any more; they are the oldest. */
    synchronized void done(List<Stretch> those) {
        keep(wanted.subList(those.size(), wanted.size()));
    }

    private void keep(List<Stretch> all) {
        String text = all.stream().map(Stretch::text).collect(Collectors.joining("\n"));
        @Nullable String note = all.isEmpty() ? null : text;
        store.note(owner, flow, NOTE, note);
        wanted = List.copyOf(all);
    }

    void looked(long rows) {
        looked.addAndGet(rows);
    }

    void mended(long rows) {
        mended.addAndGet(rows);
    }

    /** How many rows of the source this process has looked at for it. */
    public long looked() {
        return looked.get();
    }

    /** How many rows this process has found to differ, and had written or deleted. */
    public long mended() {
        return mended.get();
    }
}
