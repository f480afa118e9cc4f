package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import org.junit.jupiter.api.Test;

class MirrorWorldTest {
    private static final int SCHEDULES = Integer.getInteger("world.schedules", 20_000);

    @Test
    void theGuaranteesHoldAfterEveryStepOfEverySchedule() {
        Choices.seeded(1, SCHEDULES, MirrorWorldTest::world);
    }

    private static void world(Choices any) {
        new World(any, Climate.any(any), Fault.NONE).run(120);
    }
}
