package io.syncline.engine.sync;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.twoway.TwoWay;
import io.syncline.engine.twoway.TwoWaySetup;
import java.time.Duration;

/**
 * Looks now and then whether the tables of both ends are what they were: the logs tell nothing of
 * tables that nobody writes to, and of new ones. Apart from what else is watched, for a table that
 * is locked keeps it waiting.
 */
record TableWatch(TwoWaySetup setup, TwoWay flow) implements Lane {
    private static final Duration EVERY = Duration.ofSeconds(3);

    @Override
    public Next step() {
        try {
            if (flow.loop() != null && setup.moved()) {
                flow.renew();
            }
        } catch (EndpointException _) {
            // The flow meets the same weather, and says so.
        }
        return new Next.Wait(EVERY);
    }
}
