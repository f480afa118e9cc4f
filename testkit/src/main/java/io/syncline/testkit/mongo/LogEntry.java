package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step with its place in the log.
 *
 * @param number counted from 1
 * @param time the cluster's; equal for all steps of a transaction
 * @param session of the transaction, or null
 * @param transaction the transaction's number in its session, or null
 */
record LogEntry(
        long number,
        BsonTimestamp time,
        Instant wall,
        Step step,
        @Nullable Document session,
        @Nullable Long transaction) {
    /** The resume token: its text sorts as the log does. */
    String token() {
        return "82%08x%08x2B022C0100%08x".formatted(time.getTime(), time.getInc(), number);
    }

    /** A token for a place between entries: everything before the time has been told. */
    static String highWater(BsonTimestamp time) {
        return "82%08x%08x2B0229296E04".formatted(time.getTime(), time.getInc());
    }
}
