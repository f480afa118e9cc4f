package io.syncline.engine.twoway;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.KeptLoop;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.reconcile.Reconcile;
import io.syncline.engine.sync.RetryPolicy;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a two-way flow going, as a {@link KeptLoop}. A lane; what only asks may be called from any
 * thread.
 */
public final class TwoWay implements Lane {
    private final TwoWaySetup setup;
    private final KeptLoop<Reconcile, Map<Which, Position>> kept;

    /** Nothing is opened before the first step. */
    public TwoWay(TwoWaySetup setup, RetryPolicy retry, Guards.Vitals limit, Context context) {
        this.setup = setup;
        this.kept = new KeptLoop<>(opening(setup), this::asked, retry, limit, context);
    }

    private KeptLoop.Setup<Reconcile, Map<Which, Position>> opening(TwoWaySetup from) {
        return new KeptLoop.Setup<>() {
            @Override
            public Reconcile open() {
                return from.open();
            }

            @Override
            public Map<Which, Position> heads() {
                return TwoWay.this.heads();
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

    /** Deletes that are too many wait for a word, unless it was given. */
    private void asked(Reconcile loop) {
        Stop stop = loop.stop();
        if (stop != null) {
            setup.mayDelete(stop);
            loop.goOn();
        }
    }

    /** How it is now. */
    public Flow.Status status() {
        return kept.status();
    }

    /** The loop of this moment, or null while there is none. */
    public @Nullable Reconcile loop() {
        return kept.loop();
    }

    /** Takes the loop down and opens it again, before its next step. */
    public void renew() {
        kept.renew();
    }

    /**
     * Lets an end let go of its log for this flow; every row is looked at once the flow goes on.
     * From any thread, also while the lane waits for an end that does not answer.
     */
    public void letGo(Which which) {
        setup.startOver();
        setup.forget(which);
        kept.renew();
    }

    /** Ends by itself once everything that is committed at both ends by now is dealt with. */
    public void finish() {
        kept.finish();
    }

    /** The latest places of both ends; asks them. */
    public Map<Which, Position> heads() {
        Map<Which, Position> heads = new EnumMap<>(Which.class);
        for (Which which : Which.values()) {
            heads.put(which, setup.head(which));
        }
        return heads;
    }

    /** Whether everything up to these places is dealt with. */
    public boolean reached(Map<Which, Position> places) {
        return kept.reached(places);
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
