package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * What people want of a loop's rows, until a round gets to it. Asked from any thread; taken by the
 * loop's.
 */
final class Errands {
    private final Queue<Errand> queue = new ConcurrentLinkedQueue<>();
    private final Queue<Errand> again = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** One more. */
    void add(Errand errand) {
        add(queue, errand);
    }

    private void add(Queue<Errand> to, Errand errand) {
        to.add(errand);
        if (closed) {
            close();
        }
    }

    /** Those that no round had an answer to, to be tried again. */
    void back(Collection<Errand> left) {
        left.forEach(errand -> add(again, errand));
    }

    boolean isEmpty() {
        return queue.isEmpty() && again.isEmpty();
    }

    /**
     * Takes the next ones, one for each row at most. Nobody who asks has to wait for a row that
     * rests because an end has refused it; only what had no answer then waits with its row.
     *
     * @param rests whether a row is not to be looked at now
     */
    Map<RowId, Errand> next(Predicate<RowId> rests, int countMax) {
        Map<RowId, Errand> next = new LinkedHashMap<>();
        take(again, rests, countMax, next);
        take(queue, _ -> false, countMax, next);
        return next;
    }

    private static void take(
            Queue<Errand> from, Predicate<RowId> rests, int countMax, Map<RowId, Errand> into) {
        Iterator<Errand> all = from.iterator();
        while (into.size() < countMax && all.hasNext()) {
            Errand errand = all.next();
            if (errand.isOver()) {
                all.remove();
            } else if (!into.containsKey(errand.id()) && !rests.test(errand.id())) {
                into.put(errand.id(), errand);
                all.remove();
            }
        }
    }

    /** Nobody will get to them any more. */
    void close() {
        closed = true;
        for (Queue<Errand> each : List.of(queue, again)) {
            for (Errand errand = each.poll(); errand != null; errand = each.poll()) {
                errand.answer(new Answer.Unknown());
            }
        }
    }
}
