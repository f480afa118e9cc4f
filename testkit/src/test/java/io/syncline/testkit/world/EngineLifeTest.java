package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Source;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryDatabase;
import io.syncline.testkit.memory.MemorySource;
import io.syncline.testkit.memory.MemoryTarget;
import io.syncline.testkit.memory.Weather;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of syncs when something about one of them goes wrong. */
class EngineLifeTest {
    private final Choices any = Choices.of(1);
    private final SimulatedTime time = new SimulatedTime(any);
    private final MemoryStore store = new MemoryStore();
    private final MemorySource source =
            new MemorySource(new MemoryDatabase(Traffic.layouts()), Weather.FINE, any, false);
    private final MemoryTarget target =
            new MemoryTarget(
                    new Weather() {
                        @Override
                        public void before(String call) {
                            if (call.equals("forget")) {
                                throw new EndpointException(
                                        EndpointException.Kind.TRANSIENT,
                                        Code.UNREACHABLE,
                                        "Not there");
                            }
                        }

                        @Override
                        public void after(String call) {}
                    });

    @Test
    void aSyncThatCannotBeOpenedDoesNotKeepTheOthersFromStarting() {
        SteppedEngine before =
                SteppedEngine.on(store, time, Map.of("old", source, "from", source, "to", target));
        before.engine().configure(SteppedEngine.sync("sync_1", "old", "to"));
        before.engine().configure(SteppedEngine.sync("sync_2", "from", "to"));
        before.engine().close();

        SteppedEngine after = SteppedEngine.on(store, time, Map.of("from", source, "to", target));
        after.engine().start();

        assertThat(store.sync("sync_1").state()).isEqualTo(SyncState.FAILED);
        assertThat(store.sync("sync_1").problem()).contains("No connector of type old");
        assertThat(after.engine().flows("sync_2")).hasSize(1);
    }

    @Test
    void aDeleteThatFailsLeavesNothingRunning() {
        SteppedEngine running = SteppedEngine.on(store, time, Map.of("from", source, "to", target));
        running.engine().start();
        int lanes = running.lanes().size();
        running.engine().configure(SteppedEngine.sync("sync_1", "from", "to"));
        running.run();
        assertThat(running.lanes().size()).isGreaterThan(lanes);

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> running.engine().delete("sync_1"));

        assertThat(running.lanes().size()).isEqualTo(lanes);
        assertThat(store.sync("sync_1").state()).isEqualTo(SyncState.PAUSED);
    }

    @Test
    void aSourceThatRefusesTheLoginIsNotAskedEverySecondForASyncThatRests() {
        AtomicInteger asked = new AtomicInteger();
        Endpoint refusing =
                (Endpoint)
                        Proxy.newProxyInstance(
                                EngineLifeTest.class.getClassLoader(),
                                new Class<?>[] {Endpoint.class, Source.class, KeptLog.class},
                                (_, method, _) -> {
                                    if (method.getName().equals("keptBytes")) {
                                        asked.incrementAndGet();
                                        throw new EndpointException(
                                                EndpointException.Kind.MISCONFIGURED,
                                                Code.LOGIN_REFUSED,
                                                "Not you");
                                    }
                                    return method.getName().equals("hashCode") ? 1 : null;
                                });
        SteppedEngine running =
                SteppedEngine.on(store, time, Map.of("from", refusing, "to", target));
        running.engine().start();
        running.engine().configure(SteppedEngine.sync("sync_1", "from", "to"));
        running.engine().pause("sync_1");

        IntStream.range(0, 50).forEach(_ -> running.run());
        assertThat(asked).hasValue(1);
        IntStream.range(0, 20).forEach(_ -> running.run());
        assertThat(asked).hasValue(2);
    }
}
