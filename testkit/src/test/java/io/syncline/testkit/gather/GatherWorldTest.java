package io.syncline.testkit.gather;

import io.syncline.testkit.Choices;
import org.junit.jupiter.api.Test;

/** The loop of several sources in drawn schedules, with crashes around every call. */
class GatherWorldTest {
    private static final int SCHEDULES = Integer.getInteger("gather.schedules", 2_000);

    @Test
    void atRestTheDestinationIsWhatItsSourcesSay() {
        Choices.seeded(1, SCHEDULES, GatherWorld::schedule);
    }
}
