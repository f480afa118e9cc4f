package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares parts of the tables of a two-way sync that somebody wants looked at, and has its loop
 * look at what differs. What it counts may be asked from any thread.
 */
final class PairRereading implements Errand {
    private final Queue<PairPass> passes;
    private final AtomicLong looked = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();
    private volatile @Nullable Problem problem;
    private volatile boolean over;

    /** Takes these parts one after the other. */
    PairRereading(List<PairPass> passes) {
        this.passes = new ArrayDeque<>(passes);
    }

    @Override
    public Next step() {
        PairPass going = passes.peek();
        if (going == null) {
            over = true;
            return Next.Done.DONE;
        }
        try {
            PairPass.Step step = going.next();
            if (step == null) {
                passes.remove();
                return Next.Again.AGAIN;
            }
            looked.addAndGet(step.read());
            mended.addAndGet(step.found().size() - step.left());
            return Next.Again.AGAIN;
        } catch (EndpointException e) {
            problem = new Problem(e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            problem = new Problem(Code.BUG, String.valueOf(e));
        }
        over = true;
        return Next.Done.DONE;
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public @Nullable Problem problem() {
        return problem;
    }

    @Override
    public long processed() {
        return looked.get();
    }

    @Override
    public long synced() {
        return mended.get();
    }
}
