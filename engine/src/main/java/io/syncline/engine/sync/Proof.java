package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the destinations of a running sync with its source, one after the other, and mends what
 * differs if it is asked to. A lane, since it reads both ends whole; what it found may be asked for
 * from any thread once it is over.
 */
final class Proof implements Errand {
    private final List<LiveFlow> flows;
    private final boolean mends;
    private final List<Verification> found = new ArrayList<>();
    private long mended;
    private int next;
    private @Nullable EndpointException failure;
    private volatile boolean over;

    /**
     * @param mends whether to write the source's rows where a destination differs
     */
    Proof(List<LiveFlow> flows, boolean mends) {
        this.flows = List.copyOf(flows);
        this.mends = mends;
    }

    @Override
    public Next step() {
        try {
            if (next < flows.size()) {
                LiveFlow flow = flows.get(next++);
                if (mends) {
                    mended += flow.repair();
                }
                found.add(flow.verify());
                return Next.Again.AGAIN;
            }
        } catch (EndpointException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure =
                    new EndpointException(
                            EndpointException.Kind.BUG, Code.BUG, String.valueOf(e), e);
        }
        over = true;
        return Next.Done.DONE;
    }

    @Override
    public boolean over() {
        return over;
    }

    /** What was found, a comparison for each destination that was compared. */
    List<Verification> found() {
        return List.copyOf(found);
    }

    @Override
    public long synced() {
        return mended;
    }

    @Override
    public long processed() {
        return found.stream().mapToLong(Verification::rows).max().orElse(0);
    }

    @Override
    public @Nullable Problem problem() {
        EndpointException weather = failure;
        if (weather != null) {
            return new Problem(weather.code(), String.valueOf(weather.getMessage()));
        }
        for (Verification one : found) {
            if (!one.sound()) {
                return new Problem(
                        Code.DIFFERENT,
                        one.differing()
                                - one.waiting()
                                + " rows of "
                                + one.destination()
                                + " differ from the source");
            }
        }
        return null;
    }
}
