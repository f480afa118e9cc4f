package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.Trigger;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.RealTime;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of the runs that wait goes first. */
class PriorityTest {
    @Test
    void theMoreUrgentRunGoesFirstWhenThereIsRoomForOne() throws Exception {
        Pair pair = Pair.ofUsers(5);
        Store store = new MemoryStore();
        try (Engine engine =
                        new Engine(
                                store,
                                Connectors.installed(),
                                new RealTime(),
                                new ThreadLanes(Thread.ofVirtual().factory()),
                                (_, _) -> 0,
                                1);
                Connection blocker = pair.target().connect();
                Statement statement = blocker.createStatement()) {
            engine.start();
            for (String name : List.of("busy", "low", "late", "urgent")) {
                Pair.sql(
                        pair.target(),
                        "create schema " + name,
                        "create table " + name + ".users (id int primary key, name text)");
                engine.configure(definition(pair, name));
            }
            blocker.setAutoCommit(false);
            statement.execute("lock table busy.users in access exclusive mode");
            engine.trigger("busy", asked(Trigger.Priority.LOW));
            engine.trigger("low", asked(Trigger.Priority.LOW));
            engine.trigger("late", asked(Trigger.Priority.NORMAL));
            engine.trigger("urgent", asked(Trigger.Priority.CRITICAL));
            Thread.sleep(300);
            assertThat(began(store)).doesNotContain("low", "late", "urgent");
            blocker.rollback();
            long until = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() < until
                    && store.syncs().stream()
                            .anyMatch(entry -> entry.state() != SyncState.COMPLETED)) {
                Thread.sleep(20);
            }
            assertThat(began(store)).containsExactly("busy", "urgent", "late", "low");
            for (String name : List.of("busy", "low", "late", "urgent")) {
                engine.delete(name);
            }
        }
    }

    private static List<String> began(Store store) {
        return Stream.of(store.events(null, 0, 1000))
                .flatMap(List::stream)
                .filter(event -> "running".equals(event.data().get("state")))
                .map(event -> event.syncId())
                .toList();
    }

    private static Trigger asked(Trigger.Priority priority) {
        return new Trigger(false, false, false, null, priority);
    }

    private static SyncDefinition definition(Pair pair, String name) {
        return new SyncDefinition(
                name,
                name,
                Direction.ONE_WAY,
                Mode.INCREMENTAL,
                end("source", pair.source(), Map.of()),
                List.of(end("target", pair.target(), Map.of("schema", name))),
                List.of("users"),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.FILL,
                System.currentTimeMillis());
    }

    private static EndpointSpec end(
            String name, FreshDatabase database, Map<String, String> settings) {
        Map<String, String> all = new java.util.TreeMap<>(settings);
        all.put("connection", database.uri());
        return new EndpointSpec(name, "postgresql", all);
    }
}
