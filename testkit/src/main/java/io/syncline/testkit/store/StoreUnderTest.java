package io.syncline.testkit.store;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A store that is tried through its interface. */
public interface StoreUnderTest {
    /** An open store with nothing in it, the same one throughout a test. */
    Store store();

    /** Keeps a new sync of this id, and takes it over. */
    default Owner own(String syncId) {
        store().add(StoreSamples.plainDefinition(syncId));
        return store().takeOver(syncId);
    }

    /** What a call answers, made so many times at the same time. */
    static <T> List<T> together(int count, Callable<T> call) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> each :
                    threads.invokeAll(IntStream.range(0, count).mapToObj(_ -> call).toList())) {
                results.add(each.get());
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("A call at the same time as others failed", e);
        }
    }
}
