package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static io.syncline.testkit.twoway.Expecting.GONE;
import static io.syncline.testkit.twoway.Expecting.application;
import static io.syncline.testkit.twoway.TwoWayStage.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.facing.Conventions;
import io.syncline.testkit.Choices;
import io.syncline.testkit.memory.MemoryReplica.Effect;
import io.syncline.testkit.world.Crash;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Whatever users of applications that mark their deleted rows do, and whatever happens meanwhile:
 * both ends show the same, and each write of the sync is counted.
 */
class ConventionsWorldTest {
    private static final List<Which> ENDS = List.of(Which.values());
    private static final List<String> CALLS = List.of("current", "begin", "apply");
    private static final Rules DECIDED =
            Rules.of(LatestWins.LATEST).with(new RowPolicy(OnDelete.OURS, OnInsert.OURS, false));

    private static boolean gone(TwoWayStage stage, Which which, boolean softly) {
        Row row = stage.row(which, 1);
        return row == null || softly && GONE.equals(row.get("b"));
    }

    /** All of three steps, at either end, dealt with at once or together. */
    @Test
    void threeStepsOfUsers() {
        Choices.all(any -> play(any, Rules.of(LatestWins.LATEST), true, 3, false));
    }

    @Test
    void manyStepsAndBadWeather() {
        Choices.seeded(
                1,
                500,
                any ->
                        play(
                                any,
                                any.chance(50) ? DECIDED : Rules.review(),
                                any.chance(50),
                                12,
                                true));
    }

    private static void play(
            Choices any, Rules rules, boolean theirsToo, int steps, boolean weather) {
        Conventions softly = application(true, true);
        TwoWayStage stage =
                new TwoWayStage(rules)
                        .facing(Expecting.between(softly, application(theirsToo, true)));
        TwoWayProcess process = stage.begun(1, Map.of("a", "0", "n", 0));
        for (int i = 1; i <= steps; i++) {
            act(stage, any.oneOf(ENDS), any.below(4), i);
            if (weather && any.chance(40)) {
                strikes(stage, any, i);
            }
            try {
                if (any.below(2) == 0) {
                    stage.settle(process);
                } else {
                    stage.steps(process, 2);
                }
            } catch (Crash e) {
                process = stage.process();
            }
        }
        settle(stage, process);
        shows(stage, theirsToo);
    }

    /** A crash, a lost answer, or a user who comes in between. */
    private static void strikes(TwoWayStage stage, Choices any, int step) {
        Which end = any.oneOf(ENDS);
        if (any.chance(50)) {
            Which user = any.oneOf(ENDS);
            int what = any.below(4);
            stage.calls(end).before(any.oneOf(CALLS), () -> act(stage, user, what, step * 100));
            return;
        }
        Runnable what = any.chance(50) ? TwoWayStage.CRASH : LOST;
        if (any.chance(50)) {
            stage.calls(end).before(any.chance(50) ? "commit" : any.oneOf(CALLS), what);
        } else {
            stage.calls(end).after("commit", what);
        }
    }

    private static void settle(TwoWayStage stage, TwoWayProcess process) {
        TwoWayProcess going = process;
        for (int i = 0; i < 5; i++) {
            try {
                stage.settle(going);
                return;
            } catch (Crash e) {
                going = stage.process();
            }
        }
    }

    private static void shows(TwoWayStage stage, boolean theirsToo) {
        if (stage.review(1) == null) {
            assertThat(gone(stage, OURS, true)).isEqualTo(gone(stage, THEIRS, theirsToo));
            if (!gone(stage, OURS, true)) {
                assertThat(stage.at(OURS, 1, "a")).isEqualTo(stage.at(THEIRS, 1, "a"));
            }
        }
        stage.replica(OURS).effects().forEach(ConventionsWorldTest::counted);
        if (theirsToo) {
            stage.replica(THEIRS).effects().forEach(ConventionsWorldTest::counted);
        }
    }

    private static void act(TwoWayStage stage, Which which, int what, int round) {
        Hand user = stage.user(which);
        switch (what) {
            case 0 -> {
                if (stage.row(which, 1) != null) {
                    user.puts(1, Map.of("b", GONE, "n", round * 10)).commits();
                }
            }
            case 1 -> user.puts(1, Map.of("b", Value.nothing(), "n", round * 10)).commits();
            case 2 -> user.deletes(1).commits();
            default -> user.puts(1, Map.of("a", which + "" + round, "n", round * 10)).commits();
        }
    }

    /** The sync deletes no row for good, and counts each of its writes. */
    private static void counted(Effect effect) {
        Row after = Objects.requireNonNull(effect.after());
        long before = effect.before() == null ? -1 : number(effect.before());
        assertThat(number(after)).isEqualTo(before + 1);
    }

    private static long number(Row row) {
        return row.get("n") instanceof Value.Int(long number) ? number : 0;
    }
}
