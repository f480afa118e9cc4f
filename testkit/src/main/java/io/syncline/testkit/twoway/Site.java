package io.syncline.testkit.twoway;

import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.testkit.memory.MemoryReplica;
import java.util.function.UnaryOperator;

/**
 * A database of a world, with users of its own.
 *
 * @param number from 0; the first is in the middle, and each of the others has a sync with it
 * @param trigger what it makes of a row before it stores it
 */
record Site(int number, MemoryReplica replica, UnaryOperator<Row> trigger) {
    /** Its name in versions and in the history. */
    ReplicaId name() {
        return new ReplicaId("site" + number);
    }
}
