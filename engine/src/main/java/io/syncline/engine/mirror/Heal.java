package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Scan;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.sync.Route;
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
 * Makes a target equal again after its flow has missed changes: compares all rows and has those
 * mended that differ, while the stream goes on. The stream began after what was missed, so a row
 * that seems equal is right, or will be told.
 *
 * <p>The lane compares; the feed takes what was found. A row that is only on its way may be found
 * too, and is then written once more.
 */
final class Heal implements Lane, Aftercare {
    private static final int AT_ONCE = 500;
    private static final Duration IDLE = Duration.ofMillis(100);

    private final Scan source;
    private final Scan target;
    private final Plan plan;
    private final Allowance allowance;
    private final Holds holds;
    private final Guards.Deletes limit;
    private final Supplier<List<RowId>> parked;
    private final Runnable done;
    private final Runnable wakeFeed;
    private final ArrayDeque<Route> todo = new ArrayDeque<>();
    private final Queue<RowId> found = new ConcurrentLinkedQueue<>();
    private @Nullable Suspects looking;
    private long extra;
    private volatile boolean wanted;
    private volatile boolean looked;
    private volatile @Nullable RuntimeException failure;
    private boolean again;
    private boolean over;

    /**
     * @param allowance when to compare; a part that has begun is compared to its end
     * @param limit of how many rows that the source has not may be deleted
     * @param parked the rows that wait, by the target's names; each is tried once more at the end
     * @param done run before it is noted that all is healed
     */
    Heal(
            Scan source,
            Scan target,
            Plan plan,
            Allowance allowance,
            Holds holds,
            Guards.Deletes limit,
            Supplier<List<RowId>> parked,
            Runnable done,
            Runnable wakeFeed) {
        this.source = source;
        this.target = target;
        this.plan = plan;
        this.allowance = allowance;
        this.holds = holds;
        this.limit = limit;
        this.parked = parked;
        this.done = done;
        this.wakeFeed = wakeFeed;
        todo.addAll(plan.routes());
        // What has no key was copied anew.
        todo.removeAll(Keyless.of(plan));
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
            Route route = todo.poll();
            if (route == null) {
                return false;
            }
            looking = Suspects.of(source, target, plan.here(route), plan.shape(route));
            extra = 0;
            return true;
        }
        Suspects.Part part = now.next();
        if (part == null) {
            looking = null;
            return true;
        }
        extra += part.extra().size();
        if (!holds.mayDelete() && limit.tooMany(extra, now.rowsThere())) {
            String table = now.collection();
            List<String> keys =
                    part.extra().stream()
                            .limit(3)
                            .map(id -> Stop.masked(io.syncline.engine.verify.Keys.text(id.key())))
                            .toList();
            Stop.Going going = new Stop.Going(table, extra, now.rowsThere(), false, keys);
            throw holds.pull(new Stop(List.of(going)), null);
        }
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
        holds.healed();
        over = true;
        return true;
    }

    @Override
    public void close() {}
}
