package io.syncline.connector.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One database of one server or cluster; connects when it is first asked for something. Safe for
 * use by several threads.
 */
final class Client implements AutoCloseable {
    private final Address address;
    private @Nullable MongoClient client;
    private volatile @Nullable Server server;
    private boolean closed;

    Client(Address address) {
        this.address = address;
    }

    Address address() {
        return address;
    }

    /** Work that asks the server. */
    @FunctionalInterface
    interface Work<T> {
        T with(MongoDatabase database);
    }

    /**
     * Does the work; its failures are weather.
     *
     * @param doing what it is, for the message of a failure
     */
    <T> T call(String doing, Work<T> work) {
        try {
            return work.with(database());
        } catch (MongoException e) {
            throw Failures.weather(e, doing);
        }
    }

    /** What the server is; asked once. */
    Server server() {
        Server known = server;
        if (known == null) {
            known = call("Connecting", Server::ask);
            server = known;
        }
        return known;
    }

    /** The client itself, for sessions. */
    synchronized MongoClient client() {
        if (closed) {
            throw new EndpointException(
                    EndpointException.Kind.TRANSIENT,
                    Code.CONNECTION_LOST,
                    "The connections to " + address.place() + " are closed");
        }
        MongoClient open = client;
        if (open == null) {
            open = MongoClients.create(address.settings());
            client = open;
        }
        return open;
    }

    private MongoDatabase database() {
        return client().getDatabase(address.database());
    }

    /** A collection, read and written as most of the members have it. */
    MongoCollection<RawBsonDocument> collection(String name) {
        MongoDatabase database = database().withWriteConcern(WriteConcern.MAJORITY);
        if (server().replicated()) {
            database = database.withReadConcern(ReadConcern.MAJORITY);
        }
        return database.getCollection(name, RawBsonDocument.class);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
