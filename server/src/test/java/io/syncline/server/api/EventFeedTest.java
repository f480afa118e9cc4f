package io.syncline.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Secret;
import io.syncline.engine.doctor.Doctor;
import io.syncline.engine.doctor.Probe;
import io.syncline.engine.mirror.ThreadLanes;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.sync.Certificate;
import io.syncline.engine.sync.Connectors;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Engine;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.server.config.OperatorPlaces;
import io.syncline.server.config.References;
import io.syncline.server.wiring.RealContext;
import io.syncline.testkit.system.RealTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stream of events while nothing happens. */
class EventFeedTest {
    @Test
    void aSilentStreamSaysThatItLivesUntilTheProcessEnds() throws Exception {
        MemoryStore store = new MemoryStore();
        try (Engine engine =
                new Engine(
                        store,
                        new Connectors(List.of()),
                        new RealTime(),
                        new ThreadLanes(Thread.ofVirtual().factory()),
                        (_, _) -> 0)) {
            engine.configure(definition());
            Backend backend =
                    new Backend(
                            engine,
                            history(store),
                            new SyncParser(
                                    new Connectors(List.of()),
                                    new References(OperatorPlaces.ANYWHERE),
                                    () -> Secret.of("of the hashes")),
                            () -> 0,
                            () -> "sync_2",
                            null,
                            new Care(
                                    store.registry(),
                                    new Connectors(List.of()),
                                    new Probe(new Connectors(List.of()), new RealContext()),
                                    new Doctor(store, new Connectors(List.of()), new RealContext()),
                                    Path.of("")));
            List<String> sent = new ArrayList<>();
            EventFeed feed =
                    new EventFeed(() -> backend, Duration.ofMillis(20), () -> sent.size() > 4);
            feed.run("sync_1", 0, () -> true, sink(sent));
            assertThat(sent)
                    .startsWith("alive", "1 state_changed")
                    .endsWith("alive", "alive", "alive");
            assertThat(sent.stream().filter(line -> !line.equals("alive"))).hasSize(1);
        }
    }

    private static EventFeed.Sink sink(List<String> sent) {
        return new EventFeed.Sink() {
            @Override
            public void event(long id, String type, String data) throws IOException {
                sent.add(id + " " + type);
            }

            @Override
            public void heartbeat() {
                sent.add("alive");
            }
        };
    }

    private static History history(MemoryStore store) {
        return new History() {
            @Override
            public List<Parked> parked(String syncId, long afterId, int countMax) {
                return store.parked(syncId, afterId, countMax);
            }

            @Override
            public Parked parkedRow(long id) {
                return store.parkedRow(id);
            }

            @Override
            public List<SyncEvent> events(String syncId, long after, int countMax) {
                return store.events(syncId, after, countMax);
            }

            @Override
            public List<Certificate> certificates(SyncDefinition definition) {
                return Certificate.of(store, definition);
            }
        };
    }

    private static SyncDefinition definition() {
        return new SyncDefinition(
                "sync_1",
                "silent",
                Direction.ONE_WAY,
                Mode.INCREMENTAL,
                new EndpointSpec("source", "none", Map.of()),
                List.of(new EndpointSpec("target", "none", Map.of())),
                List.of(),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.REFUSE,
                0);
    }
}
