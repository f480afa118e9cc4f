package io.syncline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done about others that work meanwhile. */
class NoiseTest {
    private final List<Integer> goes = new ArrayList<>();

    private List<Figure> measured(double... othersCores) throws Exception {
        return Noise.quiet(
                go -> {
                    goes.add(go);
                    return List.of(figure(go, 0.01), figure(go, othersCores[go - 1]));
                });
    }

    private static Figure figure(int go, double othersCores) {
        Workload workload = new Workload("w", List.of(), 100, "");
        Spent spent = new Spent(2, 0, 0, 0, 0, 2 * othersCores, 0, 0);
        return Figure.of(1, go, workload, "c", spent);
    }

    @Test
    void aQuietRoundIsMeasuredOnce() throws Exception {
        List<Figure> kept = measured(0.29);

        assertThat(goes).containsExactly(1);
        assertThat(kept).noneMatch(Figure::noisy);
    }

    @Test
    void aNoisyRoundIsRepeatedUntilItIsQuiet() throws Exception {
        List<Figure> kept = measured(0.9, 0.1, 0.0);

        assertThat(goes).containsExactly(1, 2);
        assertThat(kept).allMatch(figure -> figure.go() == 2).noneMatch(Figure::noisy);
    }

    @Test
    void whatStaysNoisyIsRepeatedTwiceAndTheQuietestIsKeptAndMarked() throws Exception {
        List<Figure> kept = measured(0.9, 0.4, 0.6);

        assertThat(goes).containsExactly(1, 2, 3);
        assertThat(kept).allMatch(figure -> figure.go() == 2);
        assertThat(kept).extracting(Figure::noisy).containsExactly(false, true);
    }

    @Test
    void idleTimeAndWaitingForADiskAreNotWork() {
        // user nice system idle iowait irq softirq steal guest guest_nice
        assertThat(Cpu.busy("cpu  1 20 300 5000 60000 7 80 900 4000 3000")).isEqualTo(1308);
    }
}
