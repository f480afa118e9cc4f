package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in which several calls write. The server ends a transaction at the first write that
 * it refuses; then a new one is begun and everything good is written in it again. Used by one
 * thread.
 */
final class MongoTransaction implements OpenTransaction {
    private static final String DOING = "Writing in a transaction";

    private final Client client;
    private final MongoTarget target;
    private final Transactions transactions;
    private final FlowCheckpoints checkpoints;
    private final Fence owner;
    private final Byline byline;
    private final List<Step> made = new ArrayList<>();
    private @Nullable ClientSession session;

    /** Something that was done, to be done again if need be. */
    @FunctionalInterface
    private interface Step {
        void in(ClientSession session);
    }

    MongoTransaction(
            Client client,
            MongoTarget target,
            Transactions transactions,
            FlowCheckpoints checkpoints,
            Fence owner) {
        this.client = client;
        this.target = target;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
        this.owner = owner;
        this.byline = Byline.of(owner.flow());
        this.session = signed();
    }

    /** A transaction whose first write tells readers whose it is. */
    private ClientSession signed() {
        ClientSession begun = transactions.begin(DOING);
        try {
            checkpoints.sign(begun, byline);
            return begun;
        } catch (MongoException e) {
            begun.close();
            throw Failures.weather(e, DOING);
        }
    }

    private ClientSession session() {
        ClientSession open = session;
        if (open == null) {
            open = signed();
            session = open;
            for (Step step : made) {
                step.in(open);
            }
        }
        return open;
    }

    @Override
    public List<Outcome> apply(List<Write> writes) {
        MongoTarget.Prepared prepared = target.prepare(writes);
        Map<Integer, Outcome> outcomes = new HashMap<>(prepared.settled());
        List<Draft> left = new ArrayList<>(prepared.drafts());
        while (!left.isEmpty()) {
            try {
                outcomes.putAll(new BatchWriter(client, session()).write(left));
                break;
            } catch (BatchWriter.Refusal refusal) {
                outcomes.put(refusal.draft().index(), refusal.outcome());
                left.remove(refusal.draft());
                end();
            } catch (MongoException e) {
                throw Failures.weather(e, DOING);
            }
        }
        List<Draft> good =
                left.stream()
                        .filter(draft -> outcomes.get(draft.index()) instanceof Outcome.Applied)
                        .toList();
        made.add(again -> new BatchWriter(client, again).write(good));
        List<Outcome> inOrder = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            inOrder.add(outcomes.getOrDefault(i, Outcome.applied()));
        }
        return inOrder;
    }

    @Override
    public void truncate(List<String> collections) {
        Step step =
                again -> collections.forEach(name -> target.empty(again, name, Integer.MAX_VALUE));
        try {
            step.in(session());
        } catch (MongoException e) {
            throw Failures.weather(e, DOING);
        }
        made.add(step);
    }

    @Override
    public boolean commit(Position position) {
        try {
            checkpoints.hold(session(), owner, position);
            checkpoints.unsign(session(), byline);
            EndpointException lost = transactions.commit(session(), DOING);
            end();
            return lost == null;
        } catch (MongoException e) {
            if (Failures.worthRepeating(e)) {
                // Somebody wrote our shard's document, which only a later owner does.
                client.call(
                        DOING,
                        _ -> {
                            checkpoints.look(owner);
                            return true;
                        });
            }
            throw Failures.weather(e, DOING);
        }
    }

    private void end() {
        ClientSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
