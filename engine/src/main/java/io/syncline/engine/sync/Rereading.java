package io.syncline.engine.sync;

import io.syncline.engine.mirror.Stretches;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits until the flows have looked again at what somebody wanted of them. */
final class Rereading implements Errand {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final List<Stretches> flows;
    private final long lookedBefore;
    private final long mendedBefore;
    private volatile boolean over;

    /** Begins before it is wanted of these flows. */
    Rereading(List<Stretches> flows) {
        this.flows = List.copyOf(flows);
        this.lookedBefore = looked();
        this.mendedBefore = mended();
    }

    @Override
    public Next step() {
        if (flows.stream().allMatch(flow -> flow.wanted().isEmpty())) {
            over = true;
            return Next.Done.DONE;
        }
        return new Next.Wait(LOOK_EVERY);
    }

    private long looked() {
        return flows.stream().mapToLong(Stretches::looked).max().orElse(0);
    }

    private long mended() {
        return flows.stream().mapToLong(Stretches::mended).sum();
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public @Nullable Problem problem() {
        return null;
    }

    @Override
    public long processed() {
        return looked() - lookedBefore;
    }

    @Override
    public long synced() {
        return mended() - mendedBefore;
    }
}
