package io.syncline.engine.gather;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.KeptLoop;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.store.Store.SnapshotProgress;
import io.syncline.engine.sync.RetryPolicy;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a flow of several sources going, as a {@link KeptLoop}. A lane; what only asks may be
 * called from any thread.
 */
public final class GatherLane implements Lane {
    private final GatherSetup setup;
    private final KeptLoop<Gather, Map<String, Position>> kept;

    /** Nothing is opened before the first step. */
    public GatherLane(GatherSetup setup, RetryPolicy retry, Guards.Vitals limit, Context context) {
        this.setup = setup;
        this.kept = new KeptLoop<>(opening(setup), _ -> {}, retry, limit, context);
    }

    private static KeptLoop.Setup<Gather, Map<String, Position>> opening(GatherSetup from) {
        return new KeptLoop.Setup<>() {
            @Override
            public Gather open() {
                return from.open();
            }

            @Override
            public Map<String, Position> heads() {
                return from.heads();
            }

            @Override
            public boolean moved() {
                return from.moved();
            }

            @Override
            public void startOver() {
                from.startOver();
            }
        };
    }

    /** How it is now. */
    public Flow.Status status() {
        return kept.status();
    }

    /** Takes the loop down and opens it again, before its next step. */
    public void renew() {
        kept.renew();
    }

    /**
     * Lets a source let go of its log for this flow; every row is looked at once the flow goes on.
     */
    public void letGo(String source) {
        setup.startOver();
        setup.forget(source);
        kept.renew();
    }

    /** Ends by itself once everything that is committed at the sources by now is dealt with. */
    public void finish() {
        kept.finish();
    }

    /** The latest places of all sources, by the flow's names there; asks them. */
    public Map<String, Position> heads() {
        return setup.heads();
    }

    /** Whether everything up to these places is dealt with. */
    public boolean reached(Map<String, Position> places) {
        return kept.reached(places);
    }

    /** How far the log is dealt with that is read under this name; null if nothing runs. */
    public @Nullable Position place(String flow) {
        Gather now = kept.loop();
        return now == null ? null : now.places().all().get(flow);
    }

    /** How far all ends are counted; null if nothing runs. */
    public @Nullable Map<String, SnapshotProgress> progress() {
        Gather now = kept.loop();
        return now == null ? null : now.progress();
    }

    /** Whether nothing is dirty as far as the logs are read. */
    public boolean idle() {
        Gather now = kept.loop();
        return now != null && now.idle();
    }

    /** Has rows looked at, by the destination's names; false if nothing runs. */
    public boolean look(Collection<RowId> ids) {
        Gather now = kept.loop();
        if (now != null) {
            now.look(ids);
        }
        return now != null;
    }

    /** Has every row looked at; false if nothing runs. */
    public boolean countAgain() {
        Gather now = kept.loop();
        if (now != null) {
            now.countAgain();
        }
        return now != null;
    }

    @Override
    public Next step() {
        return kept.step();
    }

    /** Takes the loop down; for the lane itself, or once the lane is stopped. */
    public void close() {
        kept.close();
    }
}
