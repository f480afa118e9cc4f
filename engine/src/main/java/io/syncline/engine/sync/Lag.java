package io.syncline.engine.sync;

import io.syncline.core.endpoint.Position;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How late a destination is, in time: notes of where the source's head was and when, of which the
 * oldest one that the destination's checkpoint does not cover is its lag. Counting changes would
 * not do, since many that are read are never applied. Safe for use by several threads.
 */
final class Lag {
    /** When there are so many, every other one goes and new ones come half as often. */
    static final int NOTES_MAX = 1024;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Note(long millis, Position head) {}

    private final BiPredicate<Position, Position> covers;
    private final ArrayDeque<Note> notes = new ArrayDeque<>();
    private long spacingMillis;

    /**
     * No notes yet.
     *
     * @param covers whether a stream that came to the first place has told all up to the second
     */
    Lag(BiPredicate<Position, Position> covers) {
        this.covers = covers;
    }

    /**
     * Notes that the source's head is here now.
     *
     * @param nowNanos of a clock that only goes forward
     */
    synchronized void note(long nowNanos, Position head) {
        long nowMillis = nowNanos / NANOS_PER_MILLI;
        if (notes.isEmpty()) {
            spacingMillis = 0;
        } else if (notes.getLast().head().equals(head)
                || nowMillis - notes.getLast().millis() < spacingMillis) {
            // A head that has not moved has been there since the older note.
            return;
        }
        if (notes.size() == NOTES_MAX) {
            thinOut();
        }
        notes.addLast(new Note(nowMillis, head));
    }

    /** Even over the whole age, so that its error stays a small share of it; the oldest stays. */
    private void thinOut() {
        boolean keep = true;
        for (Iterator<Note> each = notes.iterator(); each.hasNext(); keep = !keep) {
            each.next();
            if (!keep) {
                each.remove();
            }
        }
        long age = notes.getLast().millis() - notes.getFirst().millis();
        spacingMillis = Math.max(0, age / notes.size());
    }

    /**
     * How long ago the source's head left the first place that is not covered; 0 if all is.
     *
     * @param nowNanos of the same clock as the notes
     * @param stored the checkpoint at the destination; null if there is none yet
     */
    synchronized long millis(long nowNanos, @Nullable Position stored) {
        while (stored != null && !notes.isEmpty() && covers.test(stored, notes.getFirst().head())) {
            notes.removeFirst();
        }
        return notes.isEmpty()
                ? 0
                : Math.max(0, nowNanos / NANOS_PER_MILLI - notes.getFirst().millis());
    }

    /** How many notes there are. */
    synchronized int notes() {
        return notes.size();
    }
}
