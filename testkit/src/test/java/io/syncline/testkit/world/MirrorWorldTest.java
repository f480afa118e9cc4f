package io.syncline.testkit.world;

import io.syncline.testkit.Choices;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MirrorWorldTest {
    private static final int SCHEDULES = Integer.getInteger("world.schedules", 20_000);
    private static final int PARTS = 2;
    private static final int EACH = Math.ceilDiv(SCHEDULES, PARTS);

    @Test
    void theGuaranteesHoldAfterEveryStepOfEverySchedule() {
        // On one thread it outlasts all else of its module.
        IntStream.range(0, PARTS)
                .parallel()
                .forEach(part -> Choices.seeded(1L + part * EACH, EACH, World::schedule));
    }
}
