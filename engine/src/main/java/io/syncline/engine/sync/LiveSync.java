package io.syncline.engine.sync;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sync that runs: one live flow for each leg, the run that began it, and the runs beside its
 * stream. For use under the engine's lock, but for what is said otherwise.
 */
final class LiveSync implements AutoCloseable {
    private final SyncDefinition definition;
    private final Owner owner;
    private final Lanes lanes;
    private final Context context;
    private final Chronicle chronicle;
    private final boolean repairs;
    private final List<LiveFlow> flows = new ArrayList<>();
    private final Beside beside;
    private Execution run;
    private @Nullable Proof proof;
    private boolean finishing;
    private boolean runningNoted;
    private @Nullable String noted;
    private volatile boolean ended;

    /**
     * @param repairs whether the run compares and mends before it ends
     * @param approved whether a person lets it go on with the source's tables as they are
     */
    LiveSync(
            SyncDefinition definition,
            Owner owner,
            Execution run,
            boolean repairs,
            boolean approved,
            Connectors connectors,
            Store store,
            Lanes lanes,
            Context context,
            Chronicle chronicle) {
        this.definition = definition;
        this.owner = owner;
        this.run = run;
        this.repairs = repairs;
        this.lanes = lanes;
        this.context = context;
        this.chronicle = chronicle;
        this.beside = new Beside(owner, lanes, context, chronicle, this::conflicts);
        try {
            FlowMaking.make(
                    definition,
                    owner,
                    run.workers(),
                    approved,
                    connectors,
                    store,
                    lanes,
                    context,
                    chronicle,
                    flows);
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
                .filter(flow -> flow.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Engine.wrongState("The sync has no flow " + name));
    }

    List<FlowStatus> flows() {
        return flows.stream().map(LiveFlow::status).toList();
    }

    /** Sets the flows going. */
    void start() {
        if (!definition.allTheTime() && !proves()) {
            finish();
        }
        flows.forEach(flow -> flow.start(lanes));
    }

    private void finish() {
        finishing = true;
        flows.forEach(LiveFlow::finish);
    }

    private boolean mends() {
        return repairs || definition.existing() == ExistingData.ADOPT && run.full();
    }

    private boolean proves() {
        return mends() || definition.options().checks().checksums();
    }

    /** The run of this id with the counts of this moment, or null. */
    @Nullable Execution run(String id) {
        return run.id().equals(id) ? run() : beside.run(id, parkedCount());
    }

    /** The run that began it, with the counts of this moment. */
    Execution run() {
        return run.open() ? counted(run.state(), 0, null) : run;
    }

    private Execution counted(SyncState state, long completed, @Nullable String problem) {
        Execution now =
                run.with(
                        state,
                        completed,
                        flows.stream().mapToLong(LiveFlow::read).max().orElse(0),
                        flows.stream().mapToLong(LiveFlow::applied).min().orElse(0),
                        parkedCount(),
                        problem);
        return now.with(conflicts());
    }

    private Conflicts conflicts() {
        return flows.stream().map(LiveFlow::conflicts).reduce(Conflicts.NONE, Conflicts::and);
    }

    private long parkedCount() {
        return flows.stream().mapToLong(LiveFlow::parkedCount).sum();
    }

    /** Whether its run moves rows, or tries to, and has not ended. */
    boolean busy() {
        return run.open() && flows.stream().anyMatch(flow -> flow.state().strives());
    }

    /** Looks at the flows; true if the sync has ended and can be closed. */
    boolean tick() {
        List<Flow.Status> states = flows.stream().map(LiveFlow::state).toList();
        noteRunning(states);
        noteProblems(states);
        beside.tick(this::parkedCount);
        for (Flow.Status state : states) {
            if (state.held()) {
                hold(state.problem());
                return true;
            }
        }
        if (states.stream().allMatch(Flow.Status::failed)) {
            fail(states.getFirst().problem());
            return true;
        }
        return run.open() && tickRun(states);
    }

    /** It stands until a person resumes it. */
    private void hold(@Nullable String problem) {
        end(SyncState.PAUSED, problem);
        chronicle.state(owner, SyncState.PAUSED, problem, run);
    }

    private void fail(@Nullable String problem) {
        end(SyncState.FAILED, problem);
        chronicle.state(owner, SyncState.FAILED, problem, run);
    }

    /** Brings the run to its end; true if that is the sync's too. */
    private boolean tickRun(List<Flow.Status> states) {
        if (!states.stream().allMatch(state -> state.failed() || state.copied())) {
            return false;
        }
        if (proves() && proof == null) {
            proof = proof(flows.stream().filter(flow -> !flow.state().failed()).toList(), mends());
        }
        if (proof != null && !proof.over()) {
            return false;
        }
        if (!definition.allTheTime()) {
            if (!finishing) {
                finish();
            }
            if (!states.stream().allMatch(state -> state.failed() || state.caughtUp())) {
                return false;
            }
        }
        String problem =
                states.stream().anyMatch(Flow.Status::failed)
                        ? Objects.requireNonNullElse(noted, "A destination has failed")
                        : proof == null ? null : chronicle.proven(run, proof);
        end(problem == null ? SyncState.COMPLETED : SyncState.FAILED, problem);
        if (!definition.allTheTime()) {
            chronicle.state(owner, run.state(), problem, run);
        }
        return !definition.allTheTime();
    }

    private Proof proof(List<LiveFlow> of, boolean mends) {
        Proof made = new Proof(of, mends);
        lanes.start(definition.id() + "-proof", made);
        return made;
    }

    /** Lets a run end once all destinations have what the source has by now. */
    void catchUp(Execution with) {
        beside.begin(with, new CatchUp(flows));
    }

    /** Lets a run end once the flows have looked at what was wanted of them. */
    void reread(Execution with, Errand errand) {
        beside.begin(with, errand);
    }

    /** Compares and mends beside the stream, unless that is under way. */
    void reconcile(Execution with) {
        beside.begin(with, new Proof(flows, true));
    }

    /** Whether rows are being compared and mended beside the stream. */
    boolean reconciling() {
        return beside.proving();
    }

    private void noteRunning(List<Flow.Status> states) {
        if (!runningNoted && states.stream().anyMatch(Flow.Status::going)) {
            if (run.open()) {
                run = counted(SyncState.RUNNING, 0, null);
                chronicle.run(owner, run);
            }
            chronicle.state(owner, SyncState.RUNNING, null, run);
            runningNoted = true;
        }
    }

    private void noteProblems(List<Flow.Status> states) {
        for (Flow.Status state : states) {
            if (state.problem() != null && !state.problem().equals(noted)) {
                noted = state.problem();
                Code code = state.code() == null ? Code.BUG : state.code();
                chronicle.error(definition.id(), code.text(), noted);
            }
        }
    }

    /** Ends the runs that have not ended yet. */
    void end(SyncState state, @Nullable String problem) {
        if (run.open()) {
            Execution closing = counted(state, context.wallMillis(), problem);
            // First, or an end that the store did not hear of would never be told again.
            chronicle.run(owner, closing);
            run = closing;
        }
        ended = true;
        if (state != SyncState.COMPLETED) {
            beside.end(state, problem, parkedCount());
        }
    }

    /** Whether the run has ended. From any thread. */
    boolean ended() {
        return ended;
    }

    /** What the run's own comparison has found, once it has ended. */
    List<Verification> proven() {
        return proof == null ? List.of() : proof.found();
    }

    @Override
    public void close() {
        flows.forEach(LiveFlow::close);
    }
}
