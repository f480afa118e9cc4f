package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.engine.mirror.Hold;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens to syncs: their states, their runs and their events, each of which is told to
 * those who listen. Safe for use by several threads.
 */
final class Chronicle {
    private final Store store;
    private final Context context;
    private final List<Consumer<SyncEvent>> listeners = new CopyOnWriteArrayList<>();

    Chronicle(Store store, Context context) {
        this.store = store;
        this.context = context;
    }

    /** A sync has come into a state. */
    void state(Owner owner, SyncState state, @Nullable String problem, @Nullable Execution run) {
        store.state(owner, state, problem);
        told(owner.syncId(), state, problem, run);
    }

    /** A sync has been kept. */
    void configured(String syncId) {
        told(syncId, SyncState.CONFIGURED, null, null);
    }

    private void told(
            String syncId, SyncState state, @Nullable String problem, @Nullable Execution run) {
        Map<String, String> data = new TreeMap<>();
        data.put("state", state.name().toLowerCase(Locale.ROOT));
        if (run != null) {
            data.put("execution_id", run.id());
        }
        if (problem != null) {
            data.put("problem", problem);
        }
        event(syncId, "state_changed", data);
    }

    /** A run has changed; at a good end that is told too. */
    void run(Owner owner, Execution run) {
        store.save(owner, run);
        if (run.state() == SyncState.COMPLETED) {
            event(
                    run.syncId(),
                    "sync_completed",
                    Map.of(
                            "execution_id", run.id(),
                            "records_processed", Long.toString(run.processed()),
                            "records_synced", Long.toString(run.synced()),
                            "duration_ms",
                                    Long.toString(run.completedMillis() - run.startedMillis())));
        }
    }

    /** Something went wrong that a person should know. */
    void error(String syncId, String code, String message) {
        event(syncId, "sync_error", Map.of("message", message, "code", code));
    }

    /** A row waits for a person. */
    void parked(Parked row) {
        event(
                row.syncId(),
                "row_parked",
                Map.of(
                        "table", row.change().id().collection(),
                        "operation", row.change().op().name(),
                        "code", row.code().text()));
    }

    /** A destination stands still, for this reason. */
    void held(String syncId, String destination, Hold hold) {
        event(
                syncId,
                "flow_" + hold.phase().name().toLowerCase(Locale.ROOT),
                Map.of(
                        "destination", destination,
                        "code", hold.code().text(),
                        "message", hold.problem()));
    }

    /** Something that people should know of a leg. */
    void alarm(
            String syncId,
            Leg leg,
            String type,
            Code code,
            String message,
            Map<String, String> more) {
        Map<String, String> data = new TreeMap<>(more);
        data.put("source", leg.source().name());
        data.put("destination", leg.destination().name());
        data.put("code", code.text());
        data.put("message", message);
        event(syncId, type, data);
    }

    /** What a proof of a run has found; what is wrong is returned, or null. */
    @Nullable String proven(Execution run, Proof proof) {
        for (Verification one : proof.found()) {
            Map<String, String> data = data(one);
            data.put("execution_id", run.id());
            data.put("records_mended", Long.toString(proof.synced()));
            event(run.syncId(), "sync_verified", data);
        }
        return failed(run, proof.problem());
    }

    /** What went wrong with a run, if anything did; its message is returned, or null. */
    @Nullable String failed(Execution run, Errand.@Nullable Problem problem) {
        if (problem == null) {
            return null;
        }
        error(run.syncId(), problem.code().text(), problem.message());
        return problem.message();
    }

    /** All rows of a destination were compared beside all runs. */
    void compared(String syncId, Verification found) {
        event(syncId, "sync_verified", data(found));
    }

    private static Map<String, String> data(Verification found) {
        Map<String, String> data = new TreeMap<>();
        data.put("destination", found.destination());
        data.put("equal", Boolean.toString(found.equal()));
        data.put("records_compared", Long.toString(found.rows()));
        data.put("records_different", Long.toString(found.differing()));
        data.put("records_waiting", Long.toString(found.waiting()));
        return data;
    }

    /** Something happened. */
    void event(String syncId, String type, Map<String, String> data) {
        SyncEvent event = store.append(syncId, type, context.wallMillis(), data);
        listeners.forEach(listener -> listener.accept(event));
    }

    /** See {@link Syncs#listen}. */
    AutoCloseable listen(Consumer<SyncEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
