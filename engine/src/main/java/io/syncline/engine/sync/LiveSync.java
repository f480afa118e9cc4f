package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lane;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sync that runs: one live flow for each destination, and the execution that counts what they do.
 */
final class LiveSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSync.class);

    /** Takes an event of a sync. */
    @FunctionalInterface
    interface Emit {
        void emit(String syncId, String type, Map<String, String> data);
    }

    private final SyncDefinition definition;
    private final Owner owner;
    private final Store store;
    private final Lanes lanes;
    private final Context context;
    private final Emit emit;
    private final List<LiveFlow> flows = new ArrayList<>();
    private Execution execution;
    private boolean once;
    private boolean runningNoted;
    private @Nullable String noted;

    LiveSync(
            SyncDefinition definition,
            Owner owner,
            Execution execution,
            int workers,
            Connectors connectors,
            Store store,
            Lanes lanes,
            Context context,
            Emit emit) {
        this.definition = definition;
        this.owner = owner;
        this.execution = execution;
        this.store = store;
        this.lanes = lanes;
        this.context = context;
        this.emit = emit;
        try {
            for (int i = 0; i < definition.destinations().size(); i++) {
                flows.add(
                        new LiveFlow(
                                definition,
                                owner,
                                i,
                                workers,
                                connectors,
                                store,
                                lanes,
                                context,
                                this::parked,
                                () -> {}));
            }
        } catch (EndpointException e) {
            flows.forEach(LiveFlow::close);
            throw e;
        }
    }

    SyncDefinition definition() {
        return definition;
    }

    List<LiveFlow> all() {
        return flows;
    }

    LiveFlow flow(String name) {
        return flows.stream()
                .filter(flow -> flow.name.equals(name))
                .findFirst()
                .orElseThrow(() -> Engine.wrongState("The sync has no flow " + name));
    }

    List<FlowStatus> flows() {
        return flows.stream().map(LiveFlow::status).toList();
    }

    /**
     * @param once whether to end at the source's head of now
     */
    void start(boolean once) {
        this.once = once;
        for (LiveFlow flow : flows) {
            if (once) {
                flow.finish();
            }
            flow.start(lanes);
        }
    }

    private void parked(Parked row) {
        emit.emit(
                definition.id(),
                "row_parked",
                Map.of("collection", row.change().id().collection(), "code", row.code().text()));
    }

    /** The run, with the counts of this moment. */
    Execution execution() {
        if (execution.completedMillis() != 0) {
            return execution;
        }
        return counted(execution.state(), 0, null);
    }

    private Execution counted(SyncState state, long completed, @Nullable String problem) {
        return new Execution(
                execution.id(),
                definition.id(),
                execution.full(),
                state,
                execution.startedMillis(),
                completed,
                flows.stream().mapToLong(LiveFlow::read).max().orElse(0),
                flows.stream().mapToLong(LiveFlow::applied).min().orElse(0),
                flows.stream().mapToLong(LiveFlow::parkedCount).sum(),
                problem);
    }

    /**
     * Looks at the flows; true if the sync has ended here and can be closed: by itself, or because
     * it is another owner's or nobody's.
     */
    boolean over() {
        try {
            return tick();
        } catch (EndpointException e) {
            if (e.kind() == EndpointException.Kind.FENCED || e.code() == Code.UNKNOWN_SYNC) {
                LOG.warn("{} {}", e.code().text(), e.getMessage());
                return true;
            }
            throw e;
        }
    }

    private boolean tick() {
        List<Flow.Status> states = flows.stream().map(LiveFlow::state).toList();
        boolean anyGoing = states.stream().anyMatch(LiveSync::going);
        if (!runningNoted && anyGoing && execution.completedMillis() == 0) {
            execution = counted(SyncState.RUNNING, 0, null);
            store.save(owner, execution);
            store.state(owner, SyncState.RUNNING, null);
            runningNoted = true;
            emit.emit(definition.id(), "state_changed", Map.of("state", "running"));
        }
        noteProblems(states);
        if (states.stream().allMatch(state -> state.phase() == FlowStatus.Phase.FAILED)) {
            end(SyncState.FAILED, states.getFirst().problem());
            store.state(owner, SyncState.FAILED, states.getFirst().problem());
            return true;
        }
        boolean settled =
                states.stream()
                        .allMatch(
                                state ->
                                        state.caughtUp()
                                                || state.phase() == FlowStatus.Phase.FAILED);
        if (once && settled) {
            boolean failed =
                    states.stream().anyMatch(state -> state.phase() == FlowStatus.Phase.FAILED);
            end(failed ? SyncState.FAILED : SyncState.COMPLETED, failed ? noted : null);
            store.state(
                    owner, failed ? SyncState.FAILED : SyncState.COMPLETED, failed ? noted : null);
            return true;
        }
        if (!once
                && execution.completedMillis() == 0
                && flows.stream().allMatch(LiveFlow::copied)) {
            end(SyncState.COMPLETED, null);
            if (definition.existing() == ExistingData.ADOPT && execution.full()) {
                flows.forEach(this::mendInBackground);
            }
        }
        return false;
    }

    private void mendInBackground(LiveFlow flow) {
        lanes.start(
                flow.name + "-mend",
                () -> {
                    try {
                        flow.repair();
                    } catch (EndpointException e) {
                        emit.emit(
                                definition.id(),
                                "sync_error",
                                Map.of(
                                        "message",
                                        String.valueOf(e.getMessage()),
                                        "code",
                                        e.code().text()));
                    }
                    return Lane.Next.Done.DONE;
                });
    }

    private void noteProblems(List<Flow.Status> states) {
        for (Flow.Status state : states) {
            if (state.problem() != null && !state.problem().equals(noted)) {
                noted = state.problem();
                String code = state.code() == null ? "" : state.code().text();
                emit.emit(
                        definition.id(),
                        "sync_error",
                        Map.of("message", state.problem(), "code", code));
            }
        }
    }

    private static boolean going(Flow.Status state) {
        return switch (state.phase()) {
            case SNAPSHOT, STREAMING -> true;
            case IDLE -> state.caughtUp();
            case PREPARING, WAITING, FAILED -> false;
        };
    }

    /** Ends the run, if it has not ended yet. */
    void end(SyncState state, @Nullable String problem) {
        if (execution.completedMillis() != 0) {
            return;
        }
        Execution ended = counted(state, context.wallMillis(), problem);
        // First, or an end that the store did not hear of would never be told again.
        store.save(owner, ended);
        execution = ended;
        if (state == SyncState.COMPLETED) {
            emit.emit(
                    definition.id(),
                    "sync_completed",
                    Map.of(
                            "execution_id", execution.id(),
                            "records_processed", Long.toString(execution.processed()),
                            "duration_ms",
                                    Long.toString(
                                            execution.completedMillis()
                                                    - execution.startedMillis())));
        } else {
            emit.emit(
                    definition.id(),
                    "state_changed",
                    Map.of("state", state.name().toLowerCase(java.util.Locale.ROOT)));
        }
    }

    void forget() {
        flows.forEach(LiveFlow::forget);
    }

    @Override
    public void close() {
        flows.forEach(LiveFlow::close);
    }
}
