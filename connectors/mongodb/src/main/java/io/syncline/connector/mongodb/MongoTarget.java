package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.model.Projections;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Brings batches of writes into collections, with the fence in the same transaction. */
final class MongoTarget {
    private static final String DOING = "Writing rows";
    private static final int EMPTIED_AT_ONCE = 5000;

    private final Client client;
    private final Shapes shapes;
    private final Transactions transactions;
    private final FlowCheckpoints checkpoints;

    MongoTarget(
            Client client, Shapes shapes, Transactions transactions, FlowCheckpoints checkpoints) {
        this.client = client;
        this.shapes = shapes;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
    }

    /** Writes made ready, and the outcomes of those that need nothing more. */
    record Prepared(List<Draft> drafts, Map<Integer, Outcome> settled) {
        boolean refused() {
            return settled.values().stream().anyMatch(Outcome.Refused.class::isInstance);
        }
    }

    Prepared prepare(List<Write> writes) {
        List<Draft> drafts = new ArrayList<>();
        Map<Integer, Outcome> settled = new HashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            Shape shape = shapes.of(writes.get(i).change().id().collection());
            switch (Draft.of(i, writes.get(i), shape)) {
                case Draft.Made.Ready(Draft draft) -> drafts.add(draft);
                case Draft.Made.Settled(Outcome outcome) -> settled.put(i, outcome);
            }
        }
        return new Prepared(drafts, settled);
    }

    /** See {@link io.syncline.core.endpoint.Target#apply}. */
    List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
        Prepared prepared = prepare(writes);
        Map<Integer, Outcome> outcomes = new HashMap<>(prepared.settled);
        boolean together =
                client.server().replicated()
                        && (fence != null
                                || prepared.drafts.stream().anyMatch(MongoTarget::several));
        outcomes.putAll(
                together
                        ? transacted(prepared.drafts, fence, !prepared.refused())
                        : plain(prepared.drafts, fence, !prepared.refused()));
        List<Outcome> inOrder = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            inOrder.add(outcomes.getOrDefault(i, Outcome.applied()));
        }
        return inOrder;
    }

    /** Whether a write takes more than one step, or is to be exact in everything it compares. */
    private static boolean several(Draft draft) {
        return draft.form() == Draft.Form.MOVE || draft.form() == Draft.Form.DEMAND;
    }

    /**
     * In one transaction. A refusal ends it: then what came before is made in one of its own, and
     * what comes after in another, none with the position.
     */
    private Map<Integer, Outcome> transacted(
            List<Draft> drafts, @Nullable Fence fence, boolean storing) {
        try {
            return transactions.run(
                    DOING,
                    session -> {
                        Map<Integer, Outcome> outcomes =
                                new BatchWriter(client, session).write(drafts);
                        boolean good =
                                outcomes.values().stream()
                                        .noneMatch(Outcome.Refused.class::isInstance);
                        hold(session, fence, storing && good);
                        return outcomes;
                    },
                    _ -> unknown(drafts));
        } catch (BatchWriter.Refusal refusal) {
            Map<Integer, Outcome> outcomes = new HashMap<>();
            outcomes.put(refusal.draft().index(), refusal.outcome());
            List<Draft> inOrder =
                    drafts.stream()
                            .sorted(
                                    java.util.Comparator.comparing(Draft::form)
                                            .thenComparingInt(Draft::index))
                            .toList();
            int at = inOrder.indexOf(refusal.draft());
            for (List<Draft> part :
                    List.of(inOrder.subList(0, at), inOrder.subList(at + 1, inOrder.size()))) {
                if (!part.isEmpty() || fence != null && drafts.size() == 1) {
                    outcomes.putAll(transacted(part, fence, false));
                }
            }
            return outcomes;
        }
    }

    private void hold(ClientSession session, @Nullable Fence fence, boolean storing) {
        if (fence != null) {
            checkpoints.hold(session, fence, storing ? fence.position() : null);
        }
    }

    private static Map<Integer, Outcome> unknown(List<Draft> drafts) {
        Map<Integer, Outcome> outcomes = new HashMap<>();
        drafts.forEach(draft -> outcomes.put(draft.index(), Outcome.Unknown.UNKNOWN));
        return outcomes;
    }

    /** Each write for itself; then the position, if the fence is still good. */
    private Map<Integer, Outcome> plain(
            List<Draft> drafts, @Nullable Fence fence, boolean storing) {
        Map<Integer, Outcome> outcomes;
        try {
            if (fence != null) {
                checkpoints.look(fence);
            }
            outcomes = new BatchWriter(client, null).write(drafts);
        } catch (MongoException e) {
            if (Failures.doubtful(e)) {
                return unknown(drafts);
            }
            throw Failures.weather(e, DOING);
        }
        boolean good = outcomes.values().stream().noneMatch(Outcome.Refused.class::isInstance);
        if (fence != null) {
            client.call(
                    DOING,
                    _ -> {
                        checkpoints.hold(null, fence, storing && good ? fence.position() : null);
                        return true;
                    });
        }
        return outcomes;
    }

    /** See {@link io.syncline.core.endpoint.Target#truncate}. */
    void truncate(List<String> collections, @Nullable Fence fence) {
        for (String name : collections) {
            while (emptied(name, fence) == EMPTIED_AT_ONCE) {
                // Each part in a transaction of its own: one of everything could be too large.
            }
        }
        if (fence != null) {
            run(
                    session -> {
                        checkpoints.hold(session, fence, fence.position());
                        return 0;
                    });
        }
    }

    private int emptied(String name, @Nullable Fence fence) {
        return run(
                session -> {
                    if (fence != null) {
                        checkpoints.hold(session, fence, null);
                    }
                    return empty(session, name, EMPTIED_AT_ONCE);
                });
    }

    private int run(java.util.function.Function<@Nullable ClientSession, Integer> work) {
        String doing = "Emptying collections";
        Integer done =
                client.server().replicated()
                        ? transactions.run(doing, work::apply)
                        : client.call(doing, _ -> work.apply(null));
        return done;
    }

    /** Removes so many documents at most, and tells how many were there. */
    int empty(@Nullable ClientSession session, String name, int most) {
        var collection = client.collection(name);
        Bson all = new BsonDocument();
        BsonArray ids = new BsonArray();
        var found = session == null ? collection.find(all) : collection.find(session, all);
        for (RawBsonDocument each : found.projection(Projections.include(Shape.ID)).limit(most)) {
            ids.add(each.get(Shape.ID));
        }
        if (ids.isEmpty()) {
            return 0;
        }
        Bson these = new BsonDocument(Shape.ID, new BsonDocument("$in", ids));
        if (session == null) {
            collection.deleteMany(these);
        } else {
            collection.deleteMany(session, these);
        }
        return ids.size();
    }
}
