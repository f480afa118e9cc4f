package io.syncline.connector.mongodb;

import io.syncline.core.endpoint.Clocked;
import io.syncline.core.endpoint.Leftovers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What our names mark in one database: the documents of checkpoints. */
final class MongoLeftovers implements Leftovers, Clocked {
    private final Client client;
    private final FlowCheckpoints checkpoints;

    MongoLeftovers(Client client, FlowCheckpoints checkpoints) {
        this.client = client;
        this.checkpoints = checkpoints;
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.CHECKPOINT);
    }

    @Override
    public List<Made> made() {
        List<Made> made = new ArrayList<>();
        for (String flow : checkpoints.flows()) {
            made.add(
                    new Made(
                            Kind.CHECKPOINT,
                            FlowCheckpoints.COLLECTION,
                            flow,
                            false,
                            "db.%s.deleteMany({flow: \"%s\"})"
                                    .formatted(FlowCheckpoints.COLLECTION, flow)));
        }
        return List.copyOf(made);
    }

    @Override
    public void remove(Made made) {
        if (made.kind() == Kind.CHECKPOINT) {
            checkpoints.forget(made.flow());
        }
    }

    @Override
    public long systemMillis() {
        return client.call("Asking for the time", Server::clock);
    }
}
