package io.syncline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what becomes of what is seen. */
class RoundsTest {
    private static final Spent SPENT = new Spent(1, 0, 0, 0, 0, 0, 0, 0);

    private final List<String> taken = new ArrayList<>();
    private final Rounds rounds = new Rounds("r", 10, 2);

    private void add(String contender) {
        rounds.add(
                contender,
                workload -> {
                    taken.add(workload.name() + " " + contender);
                    return SPENT;
                });
    }

    private static Workload workload(String name) {
        return new Workload(name, List.of(), 100, "");
    }

    @Test
    void nobodyIsAlwaysFirst() throws Exception {
        add("a");
        add("b");
        add("c");

        rounds.run(List.of(workload("w")));

        assertThat(taken)
                .containsExactly("w a", "w b", "w c", "w b", "w c", "w a", "w c", "w a", "w b");
    }

    @Test
    void aRoundHasAllWorkloads() throws Exception {
        add("a");

        rounds.run(List.of(workload("v"), workload("w")));

        assertThat(taken).containsExactly("v a", "w a", "v a", "w a", "v a", "w a");
    }

    @Test
    void aWrongOutcomeEndsTheMeasurement() {
        rounds.add(
                "a",
                _ -> {
                    throw new IllegalStateException("different");
                });
        add("b");

        assertThatThrownBy(() -> rounds.run(List.of(workload("w")))).hasMessage("different");
        assertThat(taken).isEmpty();
    }

    @Test
    void readingInAnotherOrderTellsSomethingElse() {
        long inOrder = LogReading.after(LogReading.after(0, 1), 2);

        assertThat(LogReading.after(LogReading.after(0, 2), 1)).isNotEqualTo(inOrder);
    }

    @Test
    void aPercentileIsTheLeastThatSoManyDoNotExceed() {
        double[] sorted = DoubleStream.iterate(1, d -> d + 1).limit(200).toArray();

        assertThat(Percentiles.of(1, "a", sorted))
                .isEqualTo(new Percentiles(1, "a", 100, 190, 198, 200));
        assertThat(Percentiles.of(1, "a", new double[] {7}))
                .isEqualTo(new Percentiles(1, "a", 7, 7, 7, 7));
    }
}
