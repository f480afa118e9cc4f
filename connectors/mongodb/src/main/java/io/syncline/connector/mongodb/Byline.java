package io.syncline.connector.mongodb;

import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a flow's own transaction begins with, for whoever reads the log: a document beside the
 * checkpoints that names the flow. The same transaction removes it, so it is in the log alone, and
 * has an id of its own, so it meets nobody else's.
 *
 * @param flow whose transaction it is
 * @param id of the document
 */
record Byline(String flow, ObjectId id) {
    private static final String AUTHOR = "author";

    /** One for a transaction that begins now. */
    static Byline of(String flow) {
        return new Byline(flow, new ObjectId());
    }

    BsonDocument document() {
        return new BsonDocument(Shape.ID, new BsonObjectId(id))
                .append(AUTHOR, new BsonString(flow));
    }

    /** The flow that an event names as the author of its transaction; null if it names none. */
    static @Nullable String told(ChangeStreamDocument<BsonDocument> event) {
        var place = event.getNamespace();
        BsonDocument document = event.getFullDocument();
        if (event.getOperationType() != OperationType.INSERT
                || event.getTxnNumber() == null
                || place == null
                || !place.getCollectionName().equals(FlowCheckpoints.COLLECTION)
                || document == null
                || !document.containsKey(AUTHOR)) {
            return null;
        }
        return document.getString(AUTHOR).getValue();
    }
}
