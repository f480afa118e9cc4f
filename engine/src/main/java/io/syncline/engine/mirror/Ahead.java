package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.shape.Shaped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Up to which place of the stream the target may have rows of later, because somebody has looked
 * them up at the source. Until it is passed, what a change does not tell must not be taken from
 * them: a row may have been made anew at the key that another one leaves. Durable, so that it
 * outlives a crash as the rows do. Safe for use by several threads.
 */
final class Ahead {
    private final Source source;
    private final Holds holds;
    private final Missing missing;
    private volatile @Nullable Position until;

    Ahead(Source source, Holds holds, Missing missing) {
        this.source = source;
        this.holds = holds;
        this.missing = missing;
        this.until = holds.ahead();
    }

    /** What is known of a flow that keeps transactions whole; null of another. */
    static @Nullable Ahead of(
            Applying applying, Source source, Guarding guarding, Missing missing) {
        return applying == Applying.TRANSACTIONAL
                ? new Ahead(source, guarding.holds(), missing)
                : null;
    }

    /**
     * Rows have been looked up, and will be written.
     *
     * @param stored where the target is
     */
    synchronized void looked(Position stored) {
        Position head = source.head();
        if (!source.covers(stored, head)) {
            holds.ahead(head);
            until = head;
        }
    }

    /**
     * Gives the whole of a row as the source has it now, where the target may have a later one;
     * else null, for the target has what the source had then.
     *
     * @param stored where the target is
     */
    Missing rows(Supplier<Position> stored) {
        return new Missing() {
            @Override
            public @Nullable Shaped complete(Change partial) {
                Position now = stored.get();
                if (!isOf(now)) {
                    return null;
                }
                Shaped whole = missing.complete(partial);
                looked(now);
                return whole;
            }

            @Override
            public boolean lacks(Change change) {
                return missing.lacks(change);
            }
        };
    }

    /** Whether the target may have rows of later; or such as nobody knows, which are looked at. */
    private boolean isOf(Position stored) {
        Position place = until;
        return place != null && !source.covers(stored, place)
                || !holds.stretches().wanted().isEmpty();
    }
}
