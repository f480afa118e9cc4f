package io.syncline.engine.sync;

import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.mirror.Lanes;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The syncs that do not run, whatever the reason, whose ends keep log for them all the same: a lane
 * for each. For use under the engine's lock.
 */
final class Resting implements AutoCloseable {
    /**
     * A sync that rests.
     *
     * @param ends as they were opened
     * @param watch null if nobody has to look at it
     */
    private record Rest(
            SyncDefinition definition,
            List<EndpointSpec> ends,
            Owner owner,
            @Nullable Watch watch) {}

    private record Watch(RestingLog log, Lanes.Handle lane) {
        /** Waits for nothing: its source may not answer for long. */
        void end() {
            log.end();
            lane.wake();
        }
    }

    private final Store store;
    private final Connectors connectors;
    private final Context context;
    private final Lanes lanes;
    private final Chronicle chronicle;
    private final Owners owners;
    private final Predicate<String> running;
    private final Map<String, Rest> resting = new TreeMap<>();

    Resting(
            Store store,
            Connectors connectors,
            Context context,
            Lanes lanes,
            Chronicle chronicle,
            Owners owners,
            Predicate<String> running) {
        this.store = store;
        this.connectors = connectors;
        this.context = context;
        this.lanes = lanes;
        this.chronicle = chronicle;
        this.owners = owners;
        this.running = running;
    }

    /**
     * Sees that each sync that rests is looked at, and no other.
     *
     * @param all the syncs there are
     */
    void attend(List<Store.Entry> all) {
        Map<String, Store.Entry> wanted = new TreeMap<>();
        for (Store.Entry entry : all) {
            String id = entry.definition().id();
            // One that was never started has made nothing.
            if (!running.test(id) && entry.state() != SyncState.CONFIGURED) {
                wanted.put(id, entry);
            }
        }
        for (String id : List.copyOf(resting.keySet())) {
            if (!wanted.containsKey(id)) {
                end(id);
            }
        }
        wanted.values().forEach(this::attend);
    }

    private void attend(Store.Entry entry) {
        SyncDefinition definition = entry.definition();
        String id = definition.id();
        Rest before = resting.get(id);
        try {
            Owner owner = owner(id, entry.state());
            if (owner == null) {
                return;
            }
            List<EndpointSpec> ends =
                    RestingLog.ends(definition).stream().map(connectors::resolved).toList();
            boolean same =
                    before != null
                            && before.definition().equals(definition)
                            && before.ends().equals(ends)
                            && before.owner().equals(owner);
            if (!same) {
                end(id);
                resting.put(id, begun(definition, ends, owner));
            }
        } catch (EndpointException e) {
            // It cannot be opened as it is configured, which its next run will say.
            end(id);
        }
    }

    /** One that should run and does not run here may run elsewhere. */
    private @Nullable Owner owner(String id, SyncState state) {
        return switch (state) {
            case PAUSED, FAILED, COMPLETED -> owners.of(id);
            case CONFIGURED, STARTED, RUNNING -> owners.known(id);
        };
    }

    private Rest begun(SyncDefinition definition, List<EndpointSpec> ends, Owner owner) {
        List<Endpoint> open = new ArrayList<>();
        try {
            for (EndpointSpec end : ends) {
                open.add(connectors.open(end, definition.options().performance(), context));
            }
        } catch (EndpointException e) {
            open.forEach(Endpoint::close);
            throw e;
        }
        if (!RestingLog.needed(open, definition.options().guards().log())) {
            open.forEach(Endpoint::close);
            return new Rest(definition, ends, owner, null);
        }
        RestingLog log = new RestingLog(definition, owner, open, store, context, chronicle);
        Lanes.Handle lane = lanes.start(definition.id() + "-rest", log);
        return new Rest(definition, ends, owner, new Watch(log, lane));
    }

    private void end(String id) {
        Rest rest = resting.remove(id);
        if (rest != null && rest.watch() != null) {
            rest.watch().end();
        }
    }

    /** Nothing is looked at any more when this returns. */
    @Override
    public void close() {
        for (Rest rest : resting.values()) {
            if (rest.watch() != null) {
                rest.watch().lane().stop();
                rest.watch().log().close();
            }
        }
        resting.clear();
    }
}
