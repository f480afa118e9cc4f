package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.engine.verify.Suspects;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a target equal again after its flow has missed changes, or where somebody wants that:
 * compares rows and has those mended that differ, while the stream goes on. The stream began after
 * what was missed, so a row that seems equal is right, or will be told.
 *
 * <p>The lane compares; the feed takes what was found. A row that is only on its way may be found
 * too, and is then written once more.
 */
final class Heal implements Lane, Aftercare {
    private static final int AT_ONCE = 500;
    private static final Duration IDLE = Duration.ofMillis(100);

    private final ArrayDeque<Supplier<Suspects>> todo;
    private final Allowance allowance;
    private final Limit limit;
    private final Supplier<List<RowId>> parked;
    private final Runnable done;
    private final Runnable wakeFeed;
    private final Queue<RowId> found = new ConcurrentLinkedQueue<>();
    private @Nullable Suspects looking;
    private long extra;
    private volatile boolean wanted;
    private volatile boolean looked;
    private volatile @Nullable RuntimeException failure;
    private boolean again;
    private boolean over;

    /** Looks at what is found before it is mended. */
    interface Limit {
        /**
         * Rows that only the target has were found.
         *
         * @param extra how many there are by now
         * @param part those that were found last
         * @throws RuntimeException if they may not be deleted
         */
        void check(Suspects in, long extra, Suspects.Part part);
    }

    /**
     * @param parts what to compare, in this order
     * @param allowance when to compare; a part that has begun is compared to its end
     * @param limit of how many rows that the source has not may be deleted
     * @param parked the rows that wait, by the target's names; each is tried once more at the end
     * @param done run when all is mended
     */
    Heal(
            List<Supplier<Suspects>> parts,
            Allowance allowance,
            Limit limit,
            Supplier<List<RowId>> parked,
            Runnable done,
            Runnable wakeFeed) {
        this.todo = new ArrayDeque<>(parts);
        this.allowance = allowance;
        this.limit = limit;
        this.parked = parked;
        this.done = done;
        this.wakeFeed = wakeFeed;
    }

    @Override
    public Next step() {
        if (!wanted || !found.isEmpty()) {
            return new Next.Wait(IDLE);
        }
        Duration rest = allowance.rest();
        if (rest.isPositive()) {
            return new Next.Wait(rest);
        }
        try {
            if (look()) {
                return Next.Again.AGAIN;
            }
            looked = true;
        } catch (RuntimeException e) {
            failure = e;
        }
        wakeFeed.run();
        return Next.Done.DONE;
    }

    /** Compares a part; false if nothing is left. */
    private boolean look() {
        Suspects now = looking;
        if (now == null) {
            Supplier<Suspects> next = todo.poll();
            if (next == null) {
                return false;
            }
            looking = next.get();
            extra = 0;
            return true;
        }
        Suspects.Part part = now.next();
        if (part == null) {
            looking = null;
            return true;
        }
        extra += part.extra().size();
        limit.check(now, extra, part);
        found.addAll(part.extra());
        found.addAll(part.others());
        wakeFeed.run();
        return true;
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public boolean bite(Consumer<RowId> wrong) {
        wanted = true;
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        boolean all = looked;
        int count = 0;
        for (RowId id = found.poll(); id != null; id = ++count < AT_ONCE ? found.poll() : null) {
            wrong.accept(id);
        }
        if (count > 0 || !all) {
            return count > 0;
        }
        if (!again) {
            // A row that waited for another can pass by now.
            again = true;
            parked.get().forEach(wrong);
            return true;
        }
        done.run();
        over = true;
        return true;
    }

    @Override
    public void close() {}
}
