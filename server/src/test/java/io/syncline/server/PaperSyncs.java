package io.syncline.server;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Setting;
import io.syncline.core.endpoint.Settings;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.Route;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Syncs;
import io.syncline.engine.sync.Trigger;
import io.syncline.engine.sync.Verification;
import io.syncline.server.api.SyncParser;
import io.syncline.server.config.References;
import io.syncline.server.config.SecretPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Syncs that live on paper: they keep state and move no data. */
public final class PaperSyncs implements Syncs {
    /** The present of all tests. */
    public static final long NOW = 1_700_000_000_000L;

    public final Store store = new MemoryStore();
    private final List<Consumer<SyncEvent>> listeners = new CopyOnWriteArrayList<>();
    private int runs;

    /** A parser that knows two connectors which cannot open. */
    public static SyncParser parser() {
        return new SyncParser(
                new Connectors(List.of(new Paper("postgresql"), new Paper("mysql"))),
                new References(
                        new SecretPlaces(
                                Map.of("SYNCLINE_SECRET_HOME", "mysql://u:p@b/y")::get,
                                SecretPlaces.STANDARD_FOLDER,
                                Path.of("data"))));
    }

    /** Reads JSON. */
    public static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private record Paper(String type) implements Connector {
        @Override
        public Set<String> types() {
            return Set.of(type);
        }

        @Override
        public Set<String> schemes() {
            return Set.of(type);
        }

        @Override
        public Settings settings() {
            return Settings.of(
                    new Setting("connection", Setting.Kind.SECRET, null, false, "Where."),
                    new Setting("password", Setting.Kind.SECRET, null, false, "Secret."));
        }

        @Override
        public Endpoint open(Config config, Context context) {
            throw new AssertionError("A test opens nothing");
        }
    }

    @Override
    public Check check(SyncDefinition definition) {
        List<Finding> findings =
                definition.tables().contains("ghost")
                        ? List.of(
                                Finding.error(
                                        Code.UNKNOWN_COLLECTION,
                                        "ghost",
                                        "There is no such table.",
                                        null))
                        : List.of(
                                Finding.warning(
                                        Code.TYPE_AS_TEXT,
                                        "users",
                                        "A type travels as text.",
                                        null));
        return new Check(
                findings,
                List.of("create users in destination"),
                List.of(new Route("users", "users")),
                400_000);
    }

    @Override
    public Store.Entry configure(SyncDefinition definition) {
        store.add(definition);
        emit(definition.id(), "state_changed", Map.of("state", "configured"));
        return entry(definition.id());
    }

    @Override
    public Store.@Nullable Entry find(String syncId) {
        return store.sync(syncId);
    }

    @Override
    public List<Store.Entry> list() {
        return store.syncs();
    }

    @Override
    public Execution trigger(String syncId, Trigger trigger) {
        entry(syncId);
        Execution run =
                new Execution(
                        "exec_" + ++runs,
                        syncId,
                        trigger.full(),
                        SyncState.STARTED,
                        NOW,
                        0,
                        10,
                        9,
                        1,
                        null);
        store.save(store.takeOver(syncId), run);
        return run;
    }

    /** Ends the last run. */
    public void complete(String syncId) {
        Execution run = Objects.requireNonNull(lastExecution(syncId));
        store.save(
                store.takeOver(syncId),
                new Execution(
                        run.id(),
                        syncId,
                        run.full(),
                        SyncState.COMPLETED,
                        NOW,
                        NOW + 135_000,
                        10,
                        9,
                        1,
                        null));
        emit(syncId, "sync_completed", Map.of("records_processed", "10", "duration", "2m15s"));
    }

    @Override
    public @Nullable Execution execution(String executionId) {
        return store.execution(executionId);
    }

    @Override
    public @Nullable Execution lastExecution(String syncId) {
        List<Execution> last = store.executions(syncId, 1);
        return last.isEmpty() ? null : last.getFirst();
    }

    @Override
    public List<FlowStatus> flows(String syncId) {
        Health up = new Health(true, "18");
        return List.of(
                new FlowStatus(
                        "destination",
                        FlowStatus.Phase.SNAPSHOT,
                        up,
                        up,
                        12_000,
                        100,
                        9,
                        1,
                        0,
                        null,
                        List.of(new FlowStatus.TableProgress("users", 50, 100, false, 1000))));
    }

    @Override
    public long nextRunMillis(String syncId) {
        return entry(syncId).definition().schedule() == null ? 0 : NOW + 60_000;
    }

    @Override
    public void pause(String syncId) {
        if (entry(syncId).state() == SyncState.PAUSED) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED, Code.WRONG_STATE, "It is paused already");
        }
        store.state(store.takeOver(syncId), SyncState.PAUSED, null);
    }

    @Override
    public void resume(String syncId) {
        store.state(store.takeOver(syncId), SyncState.RUNNING, null);
    }

    @Override
    public void delete(String syncId) {
        store.remove(syncId);
    }

    @Override
    public List<Verification> verify(String syncId) {
        return List.of(
                new Verification(
                        "destination",
                        false,
                        1,
                        10,
                        List.of(
                                new Verification.Difference(
                                        "users",
                                        "7",
                                        Verification.Difference.Kind.MISSING,
                                        List.of())),
                        "0/1",
                        NOW));
    }

    @Override
    public List<Verification> repair(String syncId) {
        return List.of(new Verification("destination", true, 1, 10, List.of(), "0/1", NOW));
    }

    /** Parks a row. */
    public Parked park(String syncId) {
        RowId id = RowId.of("users", new Value.Int(7));
        Change change =
                Change.of(
                        id,
                        Image.absent(),
                        Image.whole(Row.of("id", new Value.Int(7))),
                        new Version(1, 0, new ReplicaId("pg")));
        return store.park(
                store.nextEpoch(store.takeOver(syncId), "destination"),
                new Parked(0, syncId, "destination", change, Code.UNIQUE_TAKEN, "taken", NOW));
    }

    @Override
    public boolean replay(long parkedId) {
        return false;
    }

    @Override
    public void discard(long parkedId) {
        store.discard(parkedId);
    }

    @Override
    public AutoCloseable listen(Consumer<SyncEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Makes an event happen. */
    public void emit(String syncId, String type, Map<String, String> data) {
        SyncEvent event = store.append(syncId, type, NOW, data);
        listeners.forEach(listener -> listener.accept(event));
    }

    private Store.Entry entry(String id) {
        return Objects.requireNonNull(store.sync(id));
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
