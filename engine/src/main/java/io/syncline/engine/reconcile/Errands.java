package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * What people want of a loop's rows, until a round gets to it. Asked from any thread; taken by the
 * loop's.
 */
final class Errands {
    private final ConcurrentLinkedQueue<Errand> queue = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** One more. */
    void add(Errand errand) {
        queue.add(errand);
        if (closed) {
            close();
        }
    }

    /** Those that no round had an answer to, to be tried again. */
    void back(Collection<Errand> left) {
        left.forEach(this::add);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /**
     * Takes the next ones, one for each row at most.
     *
     * @param rests whether a row is not to be looked at now
     */
    Map<RowId, Errand> next(Predicate<RowId> rests, int countMax) {
        Map<RowId, Errand> next = new LinkedHashMap<>();
        Iterator<Errand> all = queue.iterator();
        while (next.size() < countMax && all.hasNext()) {
            Errand errand = all.next();
            if (errand.isOver()) {
                all.remove();
            } else if (!next.containsKey(errand.id()) && !rests.test(errand.id())) {
                next.put(errand.id(), errand);
                all.remove();
            }
        }
        return next;
    }

    /** Nobody will get to them any more. */
    void close() {
        closed = true;
        for (Errand errand = queue.poll(); errand != null; errand = queue.poll()) {
            errand.answer(new Answer.Unknown());
        }
    }
}
