package io.syncline.connector.mongodb;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Collation;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a server is and can do.
 *
 * @param name what it calls itself, with its version
 * @param replicated whether it is a replica set or a sharded cluster, and so has change streams,
 *     majorities and transactions
 * @param snapshots whether many reads can be of one moment without a transaction
 * @param images whether it can keep documents as they were before and after a change
 * @param ferret whether it only speaks MongoDB's protocol: it knows no collations, and an update by
 *     a filter is not atomic there
 */
record Server(String name, boolean replicated, boolean snapshots, boolean images, boolean ferret) {
    private static final int WIRE_5_0 = 13;
    private static final int WIRE_6_0 = 17;

    /** Asks a server. */
    static Server ask(MongoDatabase database) {
        BsonDocument hello = hello(database);
        BsonDocument build = run(database, "buildInfo");
        boolean ferret = build.containsKey("ferretdb") || build.containsKey("ferretdbVersion");
        int wire = hello.getNumber("maxWireVersion", new BsonInt32(0)).intValue();
        BsonValue kind = hello.get("msg");
        boolean sharded = kind != null && kind.isString();
        boolean replicated =
                !ferret
                        && (hello.containsKey("setName") || sharded)
                        && hello.containsKey("logicalSessionTimeoutMinutes");
        return new Server(
                (ferret ? "FerretDB as MongoDB " : "MongoDB ")
                        + build.getString("version").getValue(),
                replicated,
                replicated && wire >= WIRE_5_0,
                replicated && wire >= WIRE_6_0,
                ferret);
    }

    /** Compares code point by code point, whatever a collection's own way is. */
    @Nullable Collation exact() {
        return ferret ? null : Collation.builder().locale("simple").build();
    }

    private static BsonDocument hello(MongoDatabase database) {
        return run(database, "hello");
    }

    /** The server's clock, milliseconds since 1970 UTC. */
    static long clock(MongoDatabase database) {
        return hello(database).getDateTime("localTime").getValue();
    }

    /**
     * The time of the latest operation that the cluster knows of.
     *
     * @throws EndpointException MISCONFIGURED if it has no such time, for it keeps no log
     */
    static BsonTimestamp time(MongoDatabase database) {
        BsonValue time = hello(database).get("operationTime");
        if (time == null || !time.isTimestamp()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.BAD_CAPTURE,
                    "The server is no replica set, so it tells no changes");
        }
        return time.asTimestamp();
    }

    private static BsonDocument run(MongoDatabase database, String command) {
        return database.runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
    }
}
