package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncline.testkit.Choices;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final int SCHEDULES = 1_000;

    @Test
    void noScheduleIsTooEasy() {
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            Tally tally = World.schedule(Choices.of(seed));
            assertThat(tally.steps()).as("steps of seed %d", seed).isGreaterThanOrEqualTo(60);
            assertThat(tally.rows()).as("rows of seed %d", seed).isGreaterThanOrEqualTo(3);
            assertThat(tally.kindsOfFault())
                    .as("kinds of fault of seed %d", seed)
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void everyTroubleHappens() {
        Tally all = new Tally();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            all.add(World.schedule(Choices.of(seed)));
        }
        for (Trouble trouble : Trouble.values()) {
            assertThat(all.of(trouble)).as(trouble.name()).isGreaterThan(20);
        }
        assertThat(all.schedules()).isEqualTo(SCHEDULES);
    }

    @Test
    void theSameSeedPlaysTheSameSchedule() {
        Tally one = World.schedule(Choices.of(7));
        Tally other = World.schedule(Choices.of(7));
        assertThat(one.steps()).isEqualTo(other.steps());
        for (Trouble trouble : Trouble.values()) {
            assertThat(one.of(trouble)).as(trouble.name()).isEqualTo(other.of(trouble));
        }
    }

    @Test
    void aShortScheduleIsNoSchedule() {
        Choices any = Choices.of(1);
        World world = new World(any, Climate.any(any), Fault.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> world.run(World.STEPS_MIN - 1));
    }
}
