package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Value;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import io.syncline.testkit.world.Crash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever users of two ends do that both number their rows, and whatever happens meanwhile: each
 * row is at both ends once, and refers to the same one at both.
 */
class LinkedWorldTest {
    private static final List<Which> ENDS = List.of(Which.values());
    private static final List<String> CALLS = List.of("current", "begin", "apply", "keys");
    private static final Rules RULES =
            Rules.of(LatestWins.LATEST).with(new RowPolicy(OnDelete.OURS, OnInsert.OURS, false));

    /** Users who know what they have made. Only rows whose name begins with a p are parents. */
    private static final class Users {
        private final Numbered it;
        private final Choices any;
        private int made;

        Users(Numbered it, Choices any) {
            this.it = it;
            this.any = any;
        }

        void act(Which which, int step) {
            List<String> names = new ArrayList<>(it.numbers(which).keySet());
            names.sort(null);
            if (names.isEmpty() || any.below(3) == 0) {
                made++;
                String name = (any.below(2) == 0 ? "p" : "l") + which + made;
                it.makes(which, Map.of("a", name, "b", "new", "parent", parent(which, name)));
                return;
            }
            String name = any.oneOf(names);
            long number = it.numbers(which).get(name);
            switch (any.below(3)) {
                case 0 ->
                        it.stage.user(which).puts(number, Map.of("b", which + "" + step)).commits();
                case 1 ->
                        it.stage
                                .user(which)
                                .puts(number, Map.of("parent", parent(which, name)))
                                .commits();
                default -> {
                    if (name.startsWith("l")) {
                        it.stage.user(which).deletes(number).commits();
                    }
                }
            }
        }

        /** Of a row that is no parent itself, so that there are no rings. */
        private Value parent(Which which, String name) {
            List<String> parents =
                    it.numbers(which).keySet().stream()
                            .filter(each -> each.startsWith("p"))
                            .sorted()
                            .toList();
            return name.startsWith("p") || parents.isEmpty() || any.below(3) == 0
                    ? Value.nothing()
                    : new Value.Int(it.numbers(which).get(any.oneOf(parents)));
        }
    }

    /** All of three steps, at either end, dealt with at once or together. */
    @Test
    void threeStepsOfUsers() {
        Choices.all(any -> play(any, 2, false));
    }

    @Test
    void manyStepsAndBadWeather() {
        Choices.seeded(1, 600, any -> play(any, 14, true));
    }

    private static void play(Choices any, int steps, boolean weather) {
        Numbered it = new Numbered(RULES);
        TwoWayStage stage = it.stage;
        Users users = new Users(it, any);
        TwoWayProcess process = stage.process();
        for (int i = 1; i <= steps; i++) {
            users.act(any.oneOf(ENDS), i);
            if (weather && any.chance(40)) {
                strikes(it, users, any, i);
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
        Map<String, String> here = it.said(OURS);
        Map<String, String> there = it.said(THEIRS);
        assertThat(here.keySet()).isEqualTo(there.keySet());
        it.waiting()
                .forEach(name -> assertThat(here.remove(name)).isNotEqualTo(there.remove(name)));
        assertThat(here).isEqualTo(there);
    }

    /** A crash, a lost answer, or a user who comes in between. */
    private static void strikes(Numbered it, Users users, Choices any, int step) {
        Which end = any.oneOf(ENDS);
        if (any.chance(40)) {
            Which user = any.oneOf(ENDS);
            it.stage.calls(end).before(any.oneOf(CALLS), () -> users.act(user, step * 100));
            return;
        }
        Runnable what = any.chance(50) ? TwoWayStage.CRASH : TwoWayStage.LOST;
        if (any.chance(50)) {
            it.stage.calls(end).before(any.chance(50) ? "commit" : any.oneOf(CALLS), what);
        } else {
            it.stage.calls(end).after(any.chance(50) ? "commit" : "keys", what);
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
}
