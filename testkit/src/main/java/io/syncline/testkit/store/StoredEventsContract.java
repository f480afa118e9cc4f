package io.syncline.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store keeps of events. */
public interface StoredEventsContract extends StoreUnderTest {
    /** Events come in the order of their sequence, which counts the whole store. */
    @Test
    default void eventsComeInOneOrder() {
        SyncEvent first =
                store().append("sync_a", "one", 5, Map.of("k", "ä\u0000\ud800\"", "", ""));
        SyncEvent second = store().append("sync_b", "two", 4, Map.of());
        SyncEvent third = store().append("sync_a", "three", 3, Map.of());

        assertThat(List.of(first.sequence(), second.sequence(), third.sequence()))
                .containsExactly(1L, 2L, 3L);
        assertThat(store().events(null, 0, 10)).containsExactly(first, second, third);
        assertThat(store().events(null, 1, 1)).containsExactly(second);
        assertThat(store().events("sync_a", 0, 10)).containsExactly(first, third);
        assertThat(store().events("sync_a", 3, 10)).isEmpty();
    }

    /** A listener that asks for what came after its last event misses none. */
    @Test
    default void aListenerThatPollsMissesNoEvent() throws Exception {
        int eventsCount = 200;
        List<Long> seen = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SyncEvent>> appended =
                    IntStream.range(0, eventsCount)
                            .mapToObj(
                                    i ->
                                            writers.submit(
                                                    () ->
                                                            store().append(
                                                                            "sync_" + i % 3,
                                                                            "e",
                                                                            i,
                                                                            Map.of())))
                            .toList();
            long after = 0;
            while (seen.size() < eventsCount) {
                boolean over = appended.stream().allMatch(Future::isDone);
                List<SyncEvent> next = store().events(null, after, 7);
                if (over && next.isEmpty()) {
                    break;
                }
                for (SyncEvent event : next) {
                    seen.add(event.sequence());
                    after = event.sequence();
                }
            }
        }
        assertThat(seen).isEqualTo(LongStream.rangeClosed(1, eventsCount).boxed().toList());
    }
}
