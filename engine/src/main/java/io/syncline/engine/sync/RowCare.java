package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about rows: compares and mends. All of it takes its time and so never happens
 * under the engine's lock.
 */
final class RowCare {
    /** A repair reads both ends whole. */
    private static final Duration REPAIR_MAX = Duration.ofMinutes(30);

    /** Far longer than a flow takes whose ends can be reached. */
    private static final Duration OPENING_MAX = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Store store;
    private final Standstill standstill;
    private final Context context;
    private final Function<String, @Nullable LiveSync> live;

    /**
     * @param live finds a sync that runs, by its id; null if it does not
     */
    RowCare(
            Store store,
            Connectors connectors,
            Owners owners,
            Context context,
            Function<String, @Nullable LiveSync> live) {
        this.store = store;
        this.standstill = new Standstill(store, connectors, owners, context);
        this.context = context;
        this.live = live;
    }

    List<Verification> verify(String syncId) {
        LiveSync sync = live.apply(syncId);
        if (sync != null) {
            return sync.all().stream().map(LiveFlow::verify).toList();
        }
        Store.Entry entry = Objects.requireNonNull(store.sync(syncId));
        return standstill.verify(entry);
    }

    /** Mends through a sync that runs; WRONG_STATE if it does not. */
    List<Verification> repair(String syncId) {
        running(syncId).all().forEach(LiveFlow::repair);
        return verify(syncId);
    }

    /** Waits for the end of a run that repairs. */
    List<Verification> repaired(LiveSync run) {
        long until = context.nanos() + REPAIR_MAX.toNanos();
        while (!run.ended() && context.nanos() < until) {
            context.sleep(LOOK_EVERY);
        }
        if (!run.ended() || run.proven().isEmpty()) {
            String problem = run.run().problem();
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.NO_PROGRESS,
                    problem == null ? "The repair has not ended in time" : problem);
        }
        return run.proven();
    }

    /** Lets the flows go on that are held; WRONG_STATE if none is. */
    int release(String syncId) {
        LiveSync sync = live.apply(syncId);
        int released = 0;
        for (LiveFlow flow : sync == null ? List.<LiveFlow>of() : sync.all()) {
            released += flow.release() ? 1 : 0;
        }
        if (released == 0) {
            throw Engine.wrongState("Nothing of this sync is held: there is nothing to release");
        }
        return released;
    }

    /**
     * Lets be what re-syncing of parts of tables would delete; how many flows are held, WRONG_STATE
     * if none is.
     */
    int refuse(String syncId) {
        LiveSync sync = live.apply(syncId);
        List<LiveFlow> held =
                sync == null ? List.of() : sync.all().stream().filter(LiveFlow::held).toList();
        if (held.isEmpty()) {
            throw Engine.wrongState("Nothing of this sync is held: there is nothing to refuse");
        }
        held.forEach(LiveFlow::refuse);
        return held.size();
    }

    /** See {@link Syncs#layouts}. */
    List<Layout> layouts(String syncId, boolean await) {
        long until = context.nanos() + OPENING_MAX.toNanos();
        while (await && opening(syncId) && context.nanos() < until) {
            context.sleep(LOOK_EVERY);
        }
        LiveSync sync = live.apply(syncId);
        if (sync == null) {
            return List.of();
        }
        List<Layout> layouts = sync.all().stream().flatMap(LiveFlow::layouts).distinct().toList();
        if (await && layouts.isEmpty()) {
            throw tooEarly("its destinations");
        }
        return layouts;
    }

    private boolean opening(String syncId) {
        LiveSync sync = live.apply(syncId);
        return sync != null && !sync.all().stream().allMatch(LiveFlow::opened);
    }

    /** What a person is told who asks too early. */
    static EndpointException tooEarly(String destination) {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                Code.OPENING,
                "The sync to %s has not looked at its tables yet: ask again in a moment"
                        .formatted(destination));
    }

    private LiveSync running(String syncId) {
        LiveSync sync = live.apply(syncId);
        if (sync == null) {
            throw Engine.wrongState(
                    "Rows are written through the sync, which does not run: resume or trigger it");
        }
        return sync;
    }
}
