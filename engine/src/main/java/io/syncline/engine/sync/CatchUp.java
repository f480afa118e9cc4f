package io.syncline.engine.sync;

import io.syncline.core.endpoint.EndpointException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits until all destinations have what is committed at the source by now. */
final class CatchUp implements Errand {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final List<LiveFlow> flows;
    private final long readBefore;
    private final long appliedBefore;
    private @Nullable List<BooleanSupplier> goals;
    private volatile boolean over;

    CatchUp(List<LiveFlow> flows) {
        this.flows = List.copyOf(flows);
        this.readBefore = read();
        this.appliedBefore = applied();
    }

    @Override
    public Next step() {
        try {
            List<BooleanSupplier> wanted = goals;
            if (wanted == null) {
                wanted = flows.stream().map(LiveFlow::arrival).toList();
                goals = wanted;
            }
            if (wanted.stream().allMatch(BooleanSupplier::getAsBoolean)) {
                over = true;
                return Next.Done.DONE;
            }
        } catch (EndpointException e) {
            // The flows meet the same weather, and say so.
            return new Next.Wait(LOOK_EVERY);
        }
        return new Next.Wait(LOOK_EVERY);
    }

    private long read() {
        return flows.stream().mapToLong(LiveFlow::read).max().orElse(0);
    }

    private long applied() {
        return flows.stream().mapToLong(LiveFlow::applied).min().orElse(0);
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
        return Math.max(0, read() - readBefore);
    }

    @Override
    public long synced() {
        return Math.max(0, applied() - appliedBefore);
    }
}
