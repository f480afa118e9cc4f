package io.syncline.testkit.twoway;

import io.syncline.testkit.Choices;
import org.junit.jupiter.api.Test;

/** Drawn schedules of the two-way loop. */
class TwoWayWorldTest {
    private static final int SCHEDULES = Integer.getInteger("world.schedules", 20_000);

    @Test
    void allEndsAgreeAndNothingIsLostOrDoneTwice() {
        Choices.seeded(1, SCHEDULES, TwoWayWorld::schedule);
    }
}
