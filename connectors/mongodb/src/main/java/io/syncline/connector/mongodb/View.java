package io.syncline.connector.mongodb;

import com.mongodb.ClientSessionOptions;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Reads that belong together. Where the server can, all are of one moment, which it tells; else
 * they show at least everything up to a time, as most of the members have it. Used by one thread.
 */
final class View implements AutoCloseable {
    private final Client client;
    private final @Nullable ClientSession session;
    private final boolean ofOneMoment;

    private View(Client client, @Nullable ClientSession session, boolean ofOneMoment) {
        this.client = client;
        this.session = session;
        this.ofOneMoment = ofOneMoment;
    }

    /**
     * Begins to read.
     *
     * @param atLeast what has to be shown; null for nothing in particular
     */
    static View open(Client client, @Nullable BsonTimestamp atLeast) {
        Server server = client.server();
        try {
            if (server.snapshots()) {
                ClientSessionOptions moment = ClientSessionOptions.builder().snapshot(true).build();
                return new View(client, client.client().startSession(moment), true);
            }
            if (!server.replicated()) {
                return new View(client, null, false);
            }
            ClientSessionOptions causal =
                    ClientSessionOptions.builder().causallyConsistent(true).build();
            ClientSession session = client.client().startSession(causal);
            if (atLeast != null) {
                session.advanceOperationTime(atLeast);
            }
            return new View(client, session, false);
        } catch (MongoException e) {
            throw Failures.weather(e, "Beginning to read");
        }
    }

    /** Documents of a collection. */
    FindIterable<RawBsonDocument> find(String collection, Bson filter) {
        MongoCollection<RawBsonDocument> documents = collection(collection);
        return session == null ? documents.find(filter) : documents.find(session, filter);
    }

    /** The collection, to be read with {@link #session}. */
    MongoCollection<RawBsonDocument> collection(String name) {
        MongoCollection<RawBsonDocument> documents = client.collection(name);
        return ofOneMoment ? documents.withReadConcern(ReadConcern.DEFAULT) : documents;
    }

    @Nullable ClientSession session() {
        return session;
    }

    /** The moment that is shown; null before the first read, or if nobody knows. */
    @Nullable BsonTimestamp moment() {
        return ofOneMoment && session != null ? session.getSnapshotTimestamp() : null;
    }

    /** Whether everything up to a time is shown; asked after a read. */
    boolean shows(BsonTimestamp time) {
        BsonTimestamp moment = moment();
        return !ofOneMoment || moment != null && moment.compareTo(time) >= 0;
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
