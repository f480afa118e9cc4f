package io.syncline.bench;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Options;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Wording;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The engine with its PostgreSQL connector, in this process, with a store in memory. */
final class Syncline implements Contender {
    private final int workers;
    private final boolean shaped;
    private @Nullable Engine engine;

    Syncline(int workers) {
        this(workers, false);
    }

    /**
     * @param shaped whether it applies {@link Rules} on the way
     */
    Syncline(int workers, boolean shaped) {
        this.workers = workers;
        this.shaped = shaped;
    }

    @Override
    public String name() {
        return shaped ? "shaped" : "syncline";
    }

    @Override
    public Map<String, String> changed(String table) {
        return shaped ? Rules.masked(table) : Map.of();
    }

    @Override
    public ProcessHandle process() {
        return ProcessHandle.current();
    }

    @Override
    public void announce(Lab lab, Connection source, Workload workload) throws Exception {
        if (shaped) {
            prepareShaped(lab, source, workload);
        } else {
            publish(lab, selection(workload));
        }
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            announce(lab, source, workload);
            if (shaped) {
                lab.resetTarget();
            }
            Lab.copySlot(source, "w_" + workload.name(), slot(selection(workload)));
        }
    }

    /** Has the connector make a flow's publications. */
    static void publish(Lab lab, Selection selection) throws Exception {
        try (Endpoint endpoint = source(lab, Map.of());
                Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            ((Source) endpoint).prepare(selection);
            Lab.dropSlot(source, slot(selection));
        }
    }

    /** The connector at the lab's source, with settings of its own. */
    static Endpoint source(Lab lab, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("connection", lab.source.uri(Lab.DATABASE));
        Connector connector = Objects.requireNonNull(Connectors.installed().ofType("postgresql"));
        return connector.open(Config.of(connector.settings(), all), new RealTime());
    }

    /** A flow's slot, by the connector's rule. */
    static String slot(Selection selection) {
        return "syncline_" + selection.flow();
    }

    private Selection selection(Workload workload) {
        return new Selection(
                flow(workload), tables(workload).stream().map(table -> "public." + table).toList());
    }

    /** Lets the product make what it needs for a shaped workload, before its log is written. */
    private void prepareShaped(Lab lab, Connection source, Workload workload) throws Exception {
        lab.resetTarget();
        begin(lab, id(workload), tables(workload), true);
        awaitCopied(workload);
        Objects.requireNonNull(engine).close();
        Lab.dropSlot(source, slot(selection(workload)));
    }

    @Override
    public void start(Lab lab, Workload workload) {
        begin(lab, id(workload), tables(workload), true);
    }

    /**
     * Begins a sync of these tables.
     *
     * @param copied whether to go on as if their rows had been copied before
     */
    void begin(Lab lab, String id, List<String> tables, boolean copied) {
        Store store = new MemoryStore();
        Engine made =
                new Engine(
                        store,
                        Connectors.installed(),
                        new RealTime(),
                        new ThreadLanes(Thread.ofPlatform().daemon().factory()),
                        (_, _) -> 0);
        engine = made;
        store.add(
                new SyncDefinition(
                        id,
                        id,
                        Direction.ONE_WAY,
                        Mode.REAL_TIME,
                        endpoint("source", lab.source.uri(Lab.DATABASE)),
                        List.of(endpoint("target", lab.target.uri(Lab.DATABASE))),
                        tables,
                        List.of(),
                        null,
                        RetryPolicy.standard(),
                        workers,
                        ExistingData.FILL,
                        options(tables),
                        Wording.none(),
                        System.currentTimeMillis()));
        Owner owner = store.takeOver(id);
        long epoch = store.nextEpoch(owner, id + "_0");
        for (String table : copied ? tables : List.<String>of()) {
            store.progress(
                    id + "_0",
                    epoch,
                    "public." + table,
                    new Store.SnapshotProgress(null, 0, true, 0));
        }
        store.state(owner, SyncState.RUNNING, null);
        made.start();
    }

    private Options options(List<String> tables) {
        return shaped ? Options.standard().with(Rules.of(tables)) : Options.standard();
    }

    @Override
    public @Nullable String problem(Workload workload) {
        return problem(id(workload));
    }

    /** Waits until the rows are copied. */
    void awaitCopied(Workload workload) throws InterruptedException {
        Engine running = Objects.requireNonNull(engine);
        while (running.flows(id(workload)).stream()
                .anyMatch(flow -> flow.phase() != FlowStatus.Phase.STREAMING)) {
            String problem = problem(workload);
            if (problem != null) {
                throw new IllegalStateException(problem);
            }
            Thread.sleep(1);
        }
    }

    /** Why it stands still, or null if it does not. */
    @Nullable String problem(String id) {
        Engine running = engine;
        if (running == null) {
            return "not started";
        }
        for (FlowStatus flow : running.flows(id)) {
            if (flow.problem() != null) {
                return flow.problem();
            }
        }
        return null;
    }

    @Override
    public void stop(Lab lab, Workload workload) {
        stop(id(workload));
    }

    void stop(String id) {
        Engine running = engine;
        if (running != null) {
            running.delete(id);
            running.close();
        }
    }

    private static EndpointSpec endpoint(String name, String uri) {
        return new EndpointSpec(name, "postgresql", Map.of("connection", uri));
    }

    String id(Workload workload) {
        return (shaped ? "shaped_" : "bench_") + workload.name();
    }

    private String flow(Workload workload) {
        return id(workload) + "_0";
    }

    static List<String> tables(Workload workload) {
        List<String> tables = new ArrayList<>(workload.tables());
        tables.add("marker_" + workload.name());
        return tables;
    }
}
