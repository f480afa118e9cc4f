package io.syncline.testkit.store;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.SnapshotPosition;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FurtherSource;
import io.syncline.engine.sync.Merging;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** One of everything a store keeps; the same calls give equal things, in every version. */
public final class StoreSamples {
    /** A password that stands in every definition: no store may show it. */
    public static final String PASSWORD = "correct-horse-battery-staple";

    private StoreSamples() {}

    /** A definition with everything in it. */
    public static SyncDefinition definition(String id) {
        return new SyncDefinition(
                id,
                "Users ä\u0000\ud800",
                Direction.ONE_WAY,
                Mode.SCHEDULED,
                new EndpointSpec(
                        "shop",
                        "postgresql",
                        Map.of(
                                "url",
                                "postgresql://u:" + PASSWORD + "@db.example/shop",
                                "password",
                                PASSWORD,
                                "empty",
                                "")),
                List.of(
                        new EndpointSpec("copy", "mariadb", Map.of("password", PASSWORD)),
                        new EndpointSpec("second", "postgresql", Map.of())),
                List.of("public.users", "public.*"),
                List.of("users"),
                new Schedule("30 2 * * *", ZoneId.of("Europe/Vienna")),
                new RetryPolicy(
                        5, RetryPolicy.Backoff.LINEAR, Duration.ofMillis(1), Duration.ofDays(1)),
                16,
                ExistingData.ADOPT,
                1_700_000_000_000L);
    }

    /** A definition of a star, whose sources rank. */
    public static SyncDefinition star(String id) {
        SyncDefinition plain = plainDefinition(id);
        Merging asking = Merging.asking();
        Merging ranked =
                new Merging(
                        asking.standard(),
                        asking.collections(),
                        Merging.Initial.A_WINS,
                        null,
                        false,
                        List.of("second", "a"));
        return new SyncDefinition(
                id,
                "star",
                Direction.BI_DIRECTIONAL,
                Mode.REAL_TIME,
                plain.source(),
                List.of(
                        new FurtherSource(
                                new EndpointSpec("second", "mariadb", Map.of("password", PASSWORD)),
                                List.of("users"),
                                List.of("public.users"))),
                plain.destinations(),
                plain.tables(),
                plain.collections(),
                null,
                plain.retry(),
                1,
                ExistingData.FILL,
                plain.options().with(ranked),
                plain.wording(),
                0);
    }

    /** A definition with nothing in it that may be left out. */
    public static SyncDefinition plainDefinition(String id) {
        return new SyncDefinition(
                id,
                "plain",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("a", "postgresql", Map.of()),
                List.of(new EndpointSpec("b", "postgresql", Map.of())),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.REFUSE,
                0);
    }

    /** An execution; its counts differ from one another. */
    public static Execution execution(String id, String syncId, long processed) {
        return new Execution(
                id,
                syncId,
                true,
                Trigger.Priority.NORMAL,
                4,
                SyncState.FAILED,
                10,
                20,
                processed,
                30,
                40,
                "words\nof it");
    }

    /** A parked row of a key. */
    public static Parked parked(String syncId, String flow, long key, String detail) {
        return parked(syncId, flow, key, detail, Code.CONSTRAINT, 1);
    }

    /** A parked row of a key. */
    public static Parked parked(
            String syncId, String flow, long key, String detail, Code code, long millis) {
        Row row = Row.of(Map.of("name", new Value.Text(detail)));
        RowId id = RowId.of("public.users", new Value.Int(key));
        return parked(syncId, flow, id, Image.partial(row), detail, code, millis);
    }

    /** A parked row whose image before is absent. */
    public static Parked parked(
            String syncId,
            String flow,
            RowId id,
            Image after,
            String detail,
            Code code,
            long millis) {
        Version version = new Version(millis, 0, new ReplicaId("shop"));
        return new Parked(
                0,
                syncId,
                flow,
                Change.of(id, Image.absent(), after, version),
                code,
                detail,
                millis);
    }

    /**
     * Keeps one of everything for a new sync: execution {@code exec_<id>}, flow {@code flow_<id>}
     * with progress, a parked row and an event.
     *
     * @return who owns the sync
     */
    public static Owner fill(Store store, String syncId) {
        String flow = "flow_" + syncId;
        store.add(definition(syncId));
        Owner owner = store.takeOver(syncId);
        store.state(owner, SyncState.PAUSED, "by a person");
        store.save(owner, execution("exec_" + syncId, syncId, 50));
        long epoch = store.nextEpoch(owner, flow);
        store.progress(
                flow,
                epoch,
                "public.users",
                new Store.SnapshotProgress(new SnapshotPosition("{\"after\":7}"), 7, false, 70));
        store.park(epoch, parked(syncId, flow, 1, "no room"));
        store.append(syncId, "state_changed", 80, Map.of("from", "RUNNING", "to", "PAUSED"));
        return owner;
    }

    /** An endpoint of this name, with a password in one of its settings. */
    public static Registry.Named named(String name, String note) {
        return new Registry.Named(
                name,
                "postgresql",
                Map.of("connection", "postgresql://u:" + PASSWORD + "@db.example/d", "note", note),
                7);
    }
}
