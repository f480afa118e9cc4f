package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.kill.TwoWayGround;
import io.syncline.testkit.kill.TwoWayGround.Victim;
import org.junit.jupiter.api.Test;

/**
 * The small dose for two-way syncs; {@code bench/kill twoway} has the large one. After each kill
 * both ends are equal by an export of their own but for what waits for a person, counters are what
 * all committed edits make of them, no value comes twice, and what lost is in the history.
 */
class KillTwoWayTest {
    @Test
    void killsOfTheServerAndOfBothWrittenDatabasesLoseNothingAndApplyNothingTwice()
            throws Exception {
        try (TwoWayGround ground = new TwoWayGround(System.nanoTime())) {
            ground.begin(1000);
            ground.awaitStreaming();
            ground.kill(Victim.SERVER);
            ground.kill(Victim.POSTGRES);
            ground.kill(Victim.MARIADB);
            assertThat(ground.edits()).isGreaterThan(2000);
            assertThat(ground.lost()).as("conflicts that a rule decided").isPositive();
            assertThat(ground.waiting()).as("conflicts for a person").isPositive();
        }
    }

    /**
     * Each row comes to the other end once, and what was edited meanwhile is neither lost nor
     * undone.
     */
    @Test
    void aServerKilledInTheMiddleOfTheFirstLoadGoesOnAndEndsEqual() throws Exception {
        int rows = 12_000;
        try (TwoWayGround ground = new TwoWayGround(System.nanoTime())) {
            ground.begin(rows);
            long come = ground.killWhileCopying(rows / 3);
            assertThat(come).isBetween(rows / 3L, rows - 1L);
            ground.awaitStreaming();
            ground.awaitRest();
            assertThat(ground.edits()).isGreaterThan(500);
        }
    }
}
