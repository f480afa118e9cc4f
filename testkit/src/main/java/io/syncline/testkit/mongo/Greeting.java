package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What the stand-in says of itself, and whom it lets in.
 *
 * @param address its own, which a replica set tells
 * @param replicas whether it is the primary of a replica set, else it stands alone
 * @param password the one that is good
 */
record Greeting(String address, boolean replicas, String password) {
    private static final int WIRE_VERSION = 17;
    private static final String VERSION = "6.0.0";

    /** Refuses what only a replica set can do. */
    void requireReplicas() {
        if (!replicas) {
            throw new MongoServerError(
                    20,
                    "IllegalOperation",
                    "Transaction numbers and $changeStream are only allowed on a replica set"
                            + " member or mongos");
        }
    }

    Document hello(Document known) {
        Document reply =
                known.append("maxWireVersion", WIRE_VERSION)
                        .append("helloOk", true)
                        .append("isWritablePrimary", true)
                        .append("logicalSessionTimeoutMinutes", 30);
        if (replicas) {
            reply.append("setName", "rs0")
                    .append("setVersion", 1)
                    .append("secondary", false)
                    .append("hosts", List.of(address))
                    .append("primary", address)
                    .append("me", address)
                    .append("lastWrite", new Document("lastWriteDate", Instant.now()));
        }
        return reply;
    }

    Document buildInfo() {
        return new Document("version", VERSION)
                .append("versionArray", List.of(6, 0, 0, 0))
                .append("maxBsonObjectSize", 16 << 20)
                .append("ok", 1.0);
    }

    /** The times by which clients read what they wrote. */
    Document stamped(Document reply, BsonTimestamp time) {
        return replicas
                ? reply.append("operationTime", time)
                        .append("$clusterTime", new Document("clusterTime", time))
                : reply;
    }

    /** The mechanism PLAIN alone: the name and the password in the clear. */
    Document login(Document query) {
        byte[] payload = Parts.there((BinData) query.get("payload"), "payload").getData();
        String[] parts = new String(payload, StandardCharsets.UTF_8).split("\0", -1);
        if (!parts[parts.length - 1].equals(password)) {
            throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
        }
        return new Document("conversationId", 1)
                .append("done", true)
                .append("payload", new BinData(new byte[0]))
                .append("ok", 1.0);
    }
}
