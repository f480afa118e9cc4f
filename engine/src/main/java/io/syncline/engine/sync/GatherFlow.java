package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.gather.GatherLane;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.shape.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of several sources of which a destination's rows are made, as it is shown. */
final class GatherFlow implements LiveFlow {
    private final Gatherer whole;
    private final Leg leg;
    private final GatherWatch look;
    private Lanes.@Nullable Handle watch;

    GatherFlow(Gatherer whole, Leg leg, Endpoint source, Guards guards, Alarms alarms) {
        this.whole = whole;
        this.leg = leg;
        this.look = new GatherWatch(whole, leg, source, guards, alarms);
    }

    /** Whether it has what concerns the destination. */
    boolean first() {
        return leg.index() == 0;
    }

    private GatherLane lane() {
        return whole.lane();
    }

    @Override
    public Leg leg() {
        return leg;
    }

    @Override
    public void start(Lanes lanes) {
        if (first()) {
            whole.start(lanes);
        }
        watch = lanes.start(name() + "-watch", look);
    }

    @Override
    public void finish() {
        lane().finish();
    }

    @Override
    public Flow.Status state() {
        return lane().status();
    }

    @Override
    public BooleanSupplier arrival() {
        Map<String, Position> heads = lane().heads();
        return () -> lane().reached(heads);
    }

    @Override
    public long read() {
        return whole.read(leg);
    }

    @Override
    public long applied() {
        return whole.setup().meter().written();
    }

    @Override
    public int parkedCount() {
        return first() ? whole.parkedCount() : 0;
    }

    @Override
    public boolean release() {
        return false;
    }

    @Override
    public boolean held() {
        return false;
    }

    @Override
    public void refuse() {
        throw Engine.wrongState("Nothing of this sync is held");
    }

    @Override
    public FlowStatus status() {
        Flow.Status now = state();
        String source = leg.source().name();
        return new FlowStatus(
                source,
                destination(),
                now.phase(),
                look.here().health(),
                look.there(),
                look.here().lagMillis(),
                look.here().lagBytes(),
                applied(),
                parkedCount(),
                Conflicts.NONE,
                now.retries(),
                now.problem(),
                look.vitals(),
                FlowStatus.TableProgress.of(
                        whole.setup().plan(source), () -> whole.progress(source)),
                List.of(),
                look.here().capture(),
                null);
    }

    @Override
    public Verification verify() {
        return whole.verify(leg);
    }

    @Override
    public long repair() {
        return first() ? whole.repair() : 0;
    }

    @Override
    public boolean opened() {
        return whole.setup().plan(leg.source().name()) != null;
    }

    @Override
    public Stream<Layout> layouts() {
        Plan plan = whole.setup().plan(leg.source().name());
        return plan == null ? Stream.of() : plan.routes().stream().map(plan::here);
    }

    @Override
    public Set<RowId> replay(List<RowId> ids) {
        return whole.replay(ids);
    }

    @Override
    public void discard(RowId id) {
        whole.discard(id);
    }

    @Override
    public MirrorFlow mirror() {
        throw Engine.wrongState(
                "The rows of several sources are made anew by rules: correct them at a source");
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.stop();
        }
        whole.close();
    }
}
