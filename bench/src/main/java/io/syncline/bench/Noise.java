package io.syncline.bench;

import java.util.List;

/**
 * What others do on the machine meanwhile: a round with too much of it is repeated, and of several
 * that have too much the quietest is kept, and marked.
 */
final class Noise {
    /** Of a core-second per second. */
    static final double CORES_MAX = 0.3;

    private static final int REPEATS_MAX = 2;

    private Noise() {}

    /** One go at a round. */
    @FunctionalInterface
    interface Go {
        /** What it showed of each contender, for the n-th go from 1 on. */
        List<Figure> measure(int number) throws Exception;
    }

    /** Measures a round until it is quiet, three times at most. */
    static List<Figure> quiet(Go go) throws Exception {
        List<Figure> best = go.measure(1);
        for (int repeat = 1; repeat <= REPEATS_MAX && noisy(best); repeat++) {
            List<Figure> next = go.measure(repeat + 1);
            best = cores(next) < cores(best) ? next : best;
        }
        return best;
    }

    /** Whether others had more than their share in what was measured of a contender. */
    static boolean noisy(double othersCores) {
        return othersCores > CORES_MAX;
    }

    private static boolean noisy(List<Figure> round) {
        return noisy(cores(round));
    }

    private static double cores(List<Figure> round) {
        return round.stream().mapToDouble(Figure::othersCores).max().orElse(0);
    }
}
