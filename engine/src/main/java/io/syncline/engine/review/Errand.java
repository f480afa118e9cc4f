package io.syncline.engine.review;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A wish on its way to the loop, and its answer on the way back. Safe for use by several threads.
 */
public final class Errand {
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);

    private sealed interface State {
        /** Nobody has looked at it. */
        record Waiting() implements State {}

        /** The loop is about to decide it. */
        record Taken() implements State {}

        /** Nobody waits for it any more, and it will not be done. */
        record Cancelled() implements State {}

        record Answered(Answer answer) implements State {}
    }

    private static final State WAITING = new State.Waiting();
    private static final State TAKEN = new State.Taken();

    private final RowId id;
    private final Wish wish;
    private final boolean preview;
    private final AtomicReference<State> state = new AtomicReference<>(WAITING);

    private Errand(RowId id, Wish wish, boolean preview) {
        this.id = id;
        this.wish = wish;
        this.preview = preview;
    }

    /** Asks for something to be done. */
    public static Errand of(RowId id, Wish wish) {
        return new Errand(id, wish, false);
    }

    /** Asks what would be done; nothing will be. */
    public static Errand preview(RowId id, Wish wish) {
        return new Errand(id, wish, true);
    }

    /** The row it is about, as the sync calls it. */
    public RowId id() {
        return id;
    }

    /** What is wanted. */
    public Wish wish() {
        return wish;
    }

    /** Whether only to tell what would be done. */
    public boolean isPreview() {
        return preview;
    }

    /** What became of it; null as long as nobody knows. */
    public @Nullable Answer answer() {
        return state.get() instanceof State.Answered(Answer answer) ? answer : null;
    }

    /** The loop decides it now; false if nobody waits any more. */
    public boolean take() {
        return state.compareAndSet(WAITING, TAKEN) || state.get().equals(TAKEN);
    }

    /** Tells what became of it; the first answer stands. */
    public void answer(Answer answer) {
        state.updateAndGet(
                now ->
                        now instanceof State.Waiting || now instanceof State.Taken
                                ? new State.Answered(answer)
                                : now);
    }

    /** Whether the loop need not bother any more. */
    public boolean isOver() {
        return state.get() instanceof State.Cancelled || answer() != null;
    }

    /**
     * Waits for the answer.
     *
     * @return null if there was none within this time: then it has not been done and will not be.
     *     If it was being decided just then, {@link Answer.Unknown}
     */
    public @Nullable Answer await(Context context, Duration timeMax) {
        long until = context.nanos() + timeMax.toNanos();
        Answer answer = answer();
        while (answer == null && context.nanos() < until) {
            context.sleep(AWAIT_STEP);
            answer = answer();
        }
        if (answer == null && !state.compareAndSet(WAITING, new State.Cancelled())) {
            answer = answer();
            return answer == null ? new Answer.Unknown() : answer;
        }
        return answer;
    }
}
