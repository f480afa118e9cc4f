package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Snapshots;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.guard.Windows;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Schedule;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Trigger;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What guards do when their time has come, on a clock that goes as the test says. */
class GuardsOnTimeTest {
    private static final String SYNC = "sync_1";
    private static final Guards STANDARD = Guards.standard();

    private final Map<String, RuntimeException> rain = new HashMap<>();
    private int rained;
    private long kept = 1_000;
    private final Weather weather =
            new Weather() {
                @Override
                public void before(String call) {
                    RuntimeException falls = rain.get(call);
                    if (falls != null) {
                        rained++;
                        throw falls;
                    }
                }

                @Override
                public void after(String call) {}
            };
    private final Choices any = Choices.of(1);
    private final SimulatedTime time = new SimulatedTime(any);
    private final MemoryStore store = new MemoryStore();
    private final Stage stage = new Stage(1);
    private final MemorySource source = new MemorySource(stage.database, weather, any, false);
    private final MemoryTarget target = new MemoryTarget(weather);
    private @Nullable Schedule schedule;
    private final SteppedEngine running =
            SteppedEngine.on(
                    store,
                    time,
                    Map.of("from", keepingLog(), "to", target),
                    (_, from) -> from + 60_000);

    GuardsOnTimeTest() {
        source.hurry();
    }

    /** The source says that it keeps some log. */
    private Endpoint keepingLog() {
        return (Endpoint)
                Proxy.newProxyInstance(
                        GuardsOnTimeTest.class.getClassLoader(),
                        new Class<?>[] {
                            Endpoint.class,
                            Source.class,
                            Snapshots.class,
                            Lookup.class,
                            Scan.class,
                            KeptLog.class
                        },
                        (_, method, given) -> {
                            if (method.getName().equals("keptBytes")) {
                                return kept;
                            }
                            if (method.getName().equals("forget")) {
                                kept = -1;
                            }
                            try {
                                return method.invoke(source, given);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void begin(Guards guards) {
        begin(guards, Mode.REAL_TIME);
    }

    private void begin(Guards guards, Mode mode) {
        SyncDefinition plain = SteppedEngine.sync(SYNC, "from", "to");
        running.engine().start();
        running.engine()
                .configure(
                        new SyncDefinition(
                                plain.id(),
                                plain.name(),
                                plain.direction(),
                                mode,
                                plain.source(),
                                plain.destinations(),
                                plain.tables(),
                                plain.collections(),
                                schedule,
                                plain.retry(),
                                plain.workers(),
                                plain.existing(),
                                plain.options().with(guards),
                                plain.wording(),
                                plain.createdMillis()));
        running.run();
    }

    private static Guards with(Guards.Log log, Guards.Reading reading, Guards.Vitals health) {
        return new Guards(STANDARD.deletes(), log, reading, health, STANDARD.parking(), Map.of());
    }

    private static Guards with(Guards.Parking parking) {
        return new Guards(
                STANDARD.deletes(),
                STANDARD.log(),
                STANDARD.reading(),
                STANDARD.health(),
                parking,
                Map.of());
    }

    private void children(int count) {
        stage.commit(
                IntStream.rangeClosed(1, count).mapToObj(stage::child).toArray(Commit.Step[]::new));
    }

    private FlowStatus flow() {
        return running.engine().flows(SYNC).getFirst();
    }

    private List<String> told() {
        return store.events(SYNC, 0, 1_000).stream().map(SyncEvent::type).toList();
    }

    private static EndpointException down() {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT, Code.UNREACHABLE, "Not there");
    }

    @Test
    void aCopyReadsNoMoreThanItMay() {
        children(30);

        begin(
                with(
                        STANDARD.log(),
                        new Guards.Reading(1, Long.MAX_VALUE, Windows.always()),
                        STANDARD.health()));
        assertThat(target.rows()).hasSizeBetween(8, 13);

        running.run();
        running.run();
        assertThat(target.rows()).hasSizeBetween(26, 30);
        running.run();
        assertThat(target.rows()).hasSize(30);
    }

    @Test
    void aCopyWaitsForItsWindowAndSaysSo() {
        children(3);
        Windows window = new Windows(List.of("22:14-23:00"), List.of(), ZoneId.of("UTC"));
        assertThat(Instant.ofEpochMilli(time.wallMillis())).isEqualTo("2023-11-14T22:13:20Z");

        begin(
                with(
                        STANDARD.log(),
                        new Guards.Reading(Long.MAX_VALUE, Long.MAX_VALUE, window),
                        STANDARD.health()));
        running.run();

        assertThat(target.rows()).isEmpty();
        assertThat(flow().phase()).isEqualTo(FlowStatus.Phase.SNAPSHOT);
        assertThat(flow().problem())
                .isEqualTo("It waits for its window until 2023-11-14T22:14:00Z");
        running.run();
        running.run();
        running.run();
        assertThat(target.rows()).hasSize(3);
        assertThat(flow().problem()).isNull();
    }

    @Test
    void whatAScheduleComparesWaitsForItsWindow() {
        children(3);
        schedule = new Schedule("* * * * *", null);
        Windows window = new Windows(List.of(), List.of("22:14-22:16"), ZoneId.of("UTC"));
        begin(
                with(
                        STANDARD.log(),
                        new Guards.Reading(Long.MAX_VALUE, Long.MAX_VALUE, window),
                        STANDARD.health()));
        assertThat(target.rows()).hasSize(3);

        IntStream.range(0, 10).forEach(_ -> running.run());
        SyncDefinition sync = store.sync(SYNC).definition();
        assertThat(Instant.ofEpochMilli(running.engine().nextRunMillis(sync)))
                .isEqualTo("2023-11-14T22:16:00Z");
        assertThat(store.executions(SYNC, 10)).hasSize(1);
        assertThat(Instant.ofEpochMilli(time.wallMillis())).isBefore("2023-11-14T22:16:00Z");

        IntStream.range(0, 6).forEach(_ -> running.run());
        assertThat(store.executions(SYNC, 10)).hasSize(2);
        assertThat(store.executions(SYNC, 1).getFirst().startedMillis())
                .isGreaterThanOrEqualTo(Instant.parse("2023-11-14T22:16:00Z").toEpochMilli());
    }

    @Test
    void aDestinationThatTakesNothingIsDetachedInTimeAndHealedWhenItIsBack() {
        children(5);
        begin(
                with(
                        new Guards.Log(Long.MAX_VALUE, Duration.ofSeconds(25)),
                        STANDARD.reading(),
                        STANDARD.health()));
        assertThat(target.rows()).hasSize(5);

        rain.put("apply", down());
        stage.commit(stage.child(6));
        running.run();
        running.run();
        assertThat(told()).doesNotContain("flow_detached");
        running.run();
        assertThat(told()).contains("flow_detached");

        stage.commit(stage.gone(1));
        rain.clear();
        IntStream.range(0, 6).forEach(_ -> running.run());
        assertThat(target.rows()).isEqualTo(stage.database.committed());
    }

    @Test
    void anErrorThatComesAgainAndAgainEndsTheSync() {
        children(1);
        rain.put("read", new IllegalStateException("a fault of ours"));

        begin(STANDARD);
        IntStream.range(0, 20).forEach(_ -> running.run());

        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.FAILED);
        assertThat(store.sync(SYNC).problem())
                .contains("5 errors inside Syncline within 600 s")
                .contains("a fault of ours");
        assertThat(rained).isEqualTo(5);
    }

    @Test
    void theLogOfASyncThatFailedIsLetGoBeforeItsBudgetIsUsedUpAndHealedWhenItIsResumed() {
        children(5);
        begin(with(new Guards.Log(10_000, null), STANDARD.reading(), STANDARD.health()));
        rain.put("poll", new IllegalStateException("a fault of ours"));
        kept = 3_000;
        IntStream.range(0, 20).forEach(_ -> running.run());
        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.FAILED);
        stage.commit(stage.child(6), stage.gone(1));
        kept = 5_200;
        running.run();
        assertThat(told()).endsWith("log_budget");
        kept = 7_000;
        running.run();
        kept = 8_100;
        running.run();
        assertThat(told()).endsWith("log_budget", "log_budget");
        assertThat(kept).isEqualTo(8_100);
        kept = 9_100;
        running.run();
        assertThat(told()).endsWith("log_budget", "flow_detached");
        assertThat(kept).isNegative();
        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.FAILED);

        rain.clear();
        kept = 0;
        running.engine().resume(SYNC);
        IntStream.range(0, 3).forEach(_ -> running.run());
        assertThat(target.rows()).isEqualTo(stage.database.committed());
    }

    @Test
    void theRunAfterTheLogWasLetGoEndsOnceItHasHealedWhatWasMissed() {
        children(5);
        begin(
                with(new Guards.Log(10_000, null), STANDARD.reading(), STANDARD.health()),
                Mode.INCREMENTAL);
        running.engine()
                .trigger(SYNC, new Trigger(false, false, false, null, Trigger.Priority.NORMAL));
        running.run();
        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.COMPLETED);
        stage.commit(stage.child(6), stage.gone(1));
        kept = 9_100;
        running.run();
        assertThat(told()).endsWith("log_budget", "flow_detached");

        kept = 0;
        running.engine()
                .trigger(SYNC, new Trigger(false, false, false, null, Trigger.Priority.NORMAL));
        running.run();
        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.COMPLETED);
        assertThat(target.rows()).isEqualTo(stage.database.committed());
    }

    @Test
    void aFlowThatDoesNotGetOnIsNamedAfterItsDeadlineAndBeginsAgain() {
        begin(
                with(
                        STANDARD.log(),
                        STANDARD.reading(),
                        new Guards.Vitals(
                                5,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(30),
                                null,
                                Duration.ofMinutes(1))));
        children(2);
        // Its lanes after the clockwork, the flow and the watch apply rows: they hang.
        hang(Duration.ofSeconds(28));
        assertThat(told()).doesNotContain("flow_stalled");
        hang(Duration.ofSeconds(4));
        assertThat(told()).contains("flow_stalled");

        running.run();
        assertThat(target.rows()).hasSize(2);
        assertThat(flow().vitals().stalled()).isFalse();
    }

    private void hang(Duration span) {
        for (long left = span.toMillis(); left > 0; left -= 50) {
            for (int lane = Math.min(2, running.lanes().size() - 1); lane >= 0; lane--) {
                running.lanes().step(lane);
            }
            time.pass(Duration.ofMillis(50));
        }
    }

    @Test
    void moreParkedRowsThanAllowedEndTheSync() {
        begin(with(new Guards.Parking(2, 2, Duration.ofSeconds(30))));
        for (int key = 1; key <= 2; key++) {
            stage.commit(stage.child(key, Value.nothing(), "bad"));
        }
        running.run();
        assertThat(flow().parked()).isEqualTo(2);

        stage.commit(stage.child(3, Value.nothing(), "bad"));
        running.run();

        assertThat(store.sync(SYNC).state()).isEqualTo(SyncState.FAILED);
        assertThat(store.sync(SYNC).problem()).contains("were parked since the sync was started");
        assertThat(store.parkedRows(LIVE)).hasSize(2);
    }

    private static final String LIVE = "sync_1_0";

    @Test
    void aRowThatWaitsForAnotherIsTriedAgainByItself() {
        RowId first = Stage.idOfParent(1);
        begin(with(new Guards.Parking(100, 2, Duration.ofSeconds(30))));
        stage.commit(stage.parent(1), stage.child(1, new Value.Int(1), "good"));
        running.run();
        stage.commit(stage.child(1, Value.nothing(), "bad"));
        stage.commit(stage.gone(first));
        running.run();
        assertThat(store.parkedRows(LIVE)).contains(first);

        stage.commit(stage.child(1, Value.nothing(), "good again"));
        running.run();
        assertThat(target.rows()).containsKey(first);
        IntStream.range(0, 4).forEach(_ -> running.run());
        assertThat(target.rows()).doesNotContainKey(first);
        assertThat(store.parkedRows(LIVE)).isEmpty();
    }
}
