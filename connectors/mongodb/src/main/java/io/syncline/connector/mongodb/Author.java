package io.syncline.connector.mongodb;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.syncline.core.change.ReplicaId;
import java.util.Objects;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Who made the transaction that a stream is in, as far as its {@link Byline} says so. Used by one
 * thread.
 */
final class Author {
    private final ReplicaId replica;
    private @Nullable ChangeStreamDocument<BsonDocument> signature;
    private ReplicaId now;

    /**
     * @param replica the origin of what nobody signed
     */
    Author(ReplicaId replica) {
        this.replica = replica;
        this.now = replica;
    }

    /** Takes in the next event, whatever it tells. */
    void hears(ChangeStreamDocument<BsonDocument> event) {
        if (signature != null && !together(signature, event)) {
            signature = null;
            now = replica;
        }
        String flow = Byline.told(event);
        if (flow != null) {
            signature = event;
            now = new ReplicaId(flow);
        }
    }

    /** Whose the latest event is. */
    ReplicaId now() {
        return now;
    }

    /** Whether two events are of one transaction. */
    static boolean together(
            ChangeStreamDocument<BsonDocument> one, ChangeStreamDocument<BsonDocument> other) {
        return one.getTxnNumber() != null
                && one.getTxnNumber().equals(other.getTxnNumber())
                && Objects.equals(one.getLsid(), other.getLsid());
    }
}
