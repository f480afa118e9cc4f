package io.syncline.testkit.twoway;

import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.RetryPolicy;
import io.syncline.engine.sync.SyncDefinition;
import java.util.List;
import java.util.Map;

/** The definition of a world's sync: the store asks for one, the loop asks nothing of it. */
final class TwoWaySync {
    private TwoWaySync() {}

    static SyncDefinition definition(String id) {
        return new SyncDefinition(
                id,
                "world",
                Direction.ONE_WAY,
                Mode.REAL_TIME,
                new EndpointSpec("ours", "memory", Map.of()),
                List.of(new EndpointSpec("theirs", "memory", Map.of())),
                List.of(Users.ITEM),
                List.of(),
                null,
                RetryPolicy.standard(),
                1,
                ExistingData.REFUSE,
                0);
    }
}
