package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.Choices;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MirrorWorldTest {
    private static final int SCHEDULES = Integer.getInteger("world.schedules", 20_000);

    /**
     * Open faults, by the seeds that show them: an acknowledgement while a snapshot runs (9863,
     * 17137), a row that goes back for a moment (12963), a checkpoint ahead of a row (16497). They
     * are named here so that a new failure and a mended one are both noticed; none may be added to
     * pass a change.
     */
    private static final Set<Long> OPEN = Set.of(9863L, 12963L, 16497L, 17137L);

    @Test
    void theGuaranteesHoldAfterEveryStepOfEverySchedule() {
        String one = System.getProperty(Choices.SEED);
        if (one != null) {
            world(Long.parseLong(one));
            return;
        }
        Map<Long, String> failures = new TreeMap<>();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            try {
                world(seed);
            } catch (AssertionError | RuntimeException e) {
                failures.put(seed, String.valueOf(e.getMessage()));
            }
        }
        Set<Long> expected = new TreeSet<>(OPEN);
        expected.removeIf(seed -> seed > SCHEDULES);
        assertThat(failures.keySet())
                .as("failing seeds, replayed with -D%s=SEED: %s", Choices.SEED, failures)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void world(long seed) {
        Choices any = Choices.of(seed);
        new World(any, Climate.any(any), Fault.NONE).run(120);
    }
}
