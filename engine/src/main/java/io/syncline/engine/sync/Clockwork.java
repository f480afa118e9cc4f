package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Lane;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lane that looks after all syncs, a few times a second. */
final class Clockwork implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration SCHEDULES_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Engine engine;
    private final Context context;
    private long troubleSince;
    private long scheduledAt;

    Clockwork(Engine engine, Context context) {
        this.engine = engine;
        this.context = context;
        this.scheduledAt = context.nanos();
    }

    @Override
    public Next step() {
        try {
            boolean schedules = context.nanos() - scheduledAt >= SCHEDULES_EVERY.toNanos();
            if (schedules) {
                scheduledAt = context.nanos();
            }
            engine.tick(schedules);
            troubleSince = 0;
            return new Next.Wait(EVERY);
        } catch (EndpointException e) {
            if (troubleSince == 0) {
                troubleSince = context.wallMillis();
                LOG.warn("{} {}", e.code().text(), e.getMessage());
            }
            return new Next.Wait(AFTER_TROUBLE);
        } catch (RuntimeException e) {
            // One sync's bug: without this lane no sync would ever be looked after again.
            if (troubleSince == 0) {
                troubleSince = context.wallMillis();
                LOG.error("{} Looking after the syncs failed", Code.BUG.text(), e);
            }
            return new Next.Wait(AFTER_TROUBLE);
        }
    }
}
