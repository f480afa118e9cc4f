package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import org.junit.jupiter.api.Test;

class MirrorWorldTest {
    private static final int SCHEDULES = Integer.getInteger("world.schedules", 20_000);

    @Test
    void theGuaranteesHoldAfterEveryStepOfEverySchedule() {
        Choices.seeded(1, SCHEDULES, World::schedule);
    }
}
