package io.syncline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    @Test
    void everyCombinationIsRunExactlyOnce() {
        List<String> seen = new ArrayList<>();
        long runs =
                Choices.all(
                        any -> {
                            int first = any.below(3);
                            seen.add(first == 1 ? "1" + any.chance(50) : "" + first);
                        });
        assertThat(seen).containsExactly("0", "1false", "1true", "2");
        assertThat(runs).isEqualTo(4);
    }

    @Test
    void aFailingSeedSaysHowToReplayIt() {
        assertThatThrownBy(
                        () ->
                                Choices.seeded(
                                        5,
                                        3,
                                        any -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dworld.seed=5");
    }

    @Test
    void theSameSeedGivesTheSameChoices() {
        Choices one = Choices.of(7);
        Choices other = Choices.of(7);
        for (int i = 0; i < 100; i++) {
            assertThat(one.below(1000)).isEqualTo(other.below(1000));
        }
    }

    @Test
    void whatIsDrawnBesideLeavesTheOthersAsTheyAre() {
        Choices one = Choices.of(7);
        Choices other = Choices.of(7);
        Choices beside = other.beside();
        List<Integer> drawn = new ArrayList<>();
        List<Integer> besides = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            besides.add(beside.below(1000));
            drawn.add(other.below(1000));
            assertThat(drawn.getLast()).isEqualTo(one.below(1000));
        }
        assertThat(besides).isNotEqualTo(drawn);
    }
}
