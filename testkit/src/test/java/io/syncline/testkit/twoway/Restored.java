package io.syncline.testkit.twoway;

import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.SyncDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store that was restored from a backup. */
final class Restored {
    private Restored() {}

    /**
     * A store with what another keeps now of a sync's flow, made by an earlier owner; it knows that
     * it was restored until the flow is reclaimed.
     */
    static Store of(Store kept, SyncDefinition sync, String flow) {
        MemoryStore copy = new MemoryStore();
        copy.add(sync);
        long epoch = copy.nextEpoch(copy.takeOver(sync.id()), flow);
        Pairs from = kept.pairs();
        List<Decision> pairs =
                from.find(flow, from.known(flow, null, Integer.MAX_VALUE)).values().stream()
                        .map(pair -> new Decision(pair, null))
                        .toList();
        copy.pairs().decide(flow, epoch, from.round(flow), pairs);
        Settlement rest = new Settlement(List.of(), List.of(), from.dirty(flow), from.places(flow));
        copy.pairs().settle(flow, epoch, rest);
        kept.progress(flow).forEach((name, part) -> copy.progress(flow, epoch, name, part));
        return restored(copy);
    }

    private static Store restored(MemoryStore copy) {
        AtomicBoolean reclaimed = new AtomicBoolean();
        return (Store)
                Proxy.newProxyInstance(
                        Restored.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            switch (method.getName()) {
                                case "restored" -> {
                                    return !reclaimed.get();
                                }
                                case "reclaimed" -> reclaimed.set(true);
                                default -> {}
                            }
                            try {
                                return method.invoke(copy, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
