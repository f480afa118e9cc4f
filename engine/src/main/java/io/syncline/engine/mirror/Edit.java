package io.syncline.engine.mirror;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Code;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A person's wish to write a parked row otherwise, and what became of it. Safe for use by several
 * threads.
 */
public final class Edit {
    /** What became of it. */
    public sealed interface Answer {
        /** The target took the row, and it is parked no more. */
        record Settled() implements Answer {}

        /** The target, or what rows must be like, refuses it; the row stays parked as it was. */
        record Refused(Code code, String detail) implements Answer {}

        /** The row was not parked any more as the person saw it; nothing was written. */
        record Changed() implements Answer {}
    }

    private final Change parked;
    private final Image after;
    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    /**
     * A wish.
     *
     * @param parked what was parked when the person looked
     * @param after what is to stand at the target; what it does not have stays as it is there
     */
    public Edit(Change parked, Image after) {
        this.parked = parked;
        this.after = after;
    }

    Change parked() {
        return parked;
    }

    Image after() {
        return after;
    }

    void answer(Answer given) {
        answer.compareAndSet(null, given);
    }

    /** What became of it; null as long as that is not known. */
    public @Nullable Answer answer() {
        return answer.get();
    }

    /** Nobody waits any more: what has not been written will not be. */
    public void cancel() {
        answer(new Answer.Changed());
    }
}
