package io.syncline.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One source of choice with two uses: every combination once, for small scopes, or random ones by
 * seed, for long runs. A body asks for its choices in an order that depends on earlier answers
 * only, so that the same answers give the same run. Used by one thread.
 */
public final class Choices {
    /** The property that replays one seed. */
    public static final String SEED = "world.seed";

    private final @Nullable SplittableRandom random;
    private final long seed;
    private final List<int[]> path;
    private int at;

    private Choices(@Nullable SplittableRandom random, long seed, List<int[]> path) {
        this.random = random;
        this.seed = seed;
        this.path = path;
    }

    /** Random choices of one seed. */
    public static Choices of(long seed) {
        return new Choices(new SplittableRandom(seed), seed, new ArrayList<>());
    }

    /**
     * Runs the body once for every combination of answers.
     *
     * @return how many runs that were
     */
    public static long all(Consumer<Choices> body) {
        List<int[]> path = new ArrayList<>();
        long runs = 0;
        do {
            Choices any = new Choices(null, 0, path);
            try {
                body.accept(any);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Fails with the choices " + any.drawn() + ": " + e, e);
            }
            if (any.at < path.size()) {
                throw new IllegalStateException("The body's choices depend on something else");
            }
            runs++;
        } while (next(path));
        return runs;
    }

    /**
     * Runs the body with {@code count} seeds from the first on, or with the one seed of the
     * property {@value #SEED}.
     *
     * @throws AssertionError at the first that fails; its message says how to run it again
     */
    public static void seeded(long firstSeed, int count, Consumer<Choices> body) {
        Long only = Long.getLong(SEED);
        long first = only == null ? firstSeed : only;
        long end = only == null ? firstSeed + count : only + 1;
        for (long seed = first; seed < end; seed++) {
            try {
                body.accept(of(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "Fails with seed " + seed + ", again by -D" + SEED + "=" + seed + ": " + e,
                        e);
            }
        }
    }

    /**
     * Other choices of the same seed, so that what is drawn of them leaves what these draw as it
     * is; these, when all combinations are run.
     */
    public Choices beside() {
        // Of a number that is far from all that are played.
        return random == null ? this : of(~Long.reverseBytes(seed));
    }

    /** A number from 0 to below {@code bound}. */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("Nothing to choose from");
        }
        if (random != null) {
            return random.nextInt(bound);
        }
        if (at == path.size()) {
            path.add(new int[] {0, bound});
        } else if (path.get(at)[1] != bound) {
            throw new IllegalStateException("The body's choices depend on something else");
        }
        return path.get(at++)[0];
    }

    /** One of these. */
    public <T> T oneOf(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Yes in so many of a hundred cases; when all combinations are run, yes and no. */
    public boolean chance(int percent) {
        if (percent <= 0 || percent >= 100) {
            return percent >= 100;
        }
        return random == null ? below(2) == 1 : random.nextInt(100) < percent;
    }

    private List<Integer> drawn() {
        return path.stream().limit(at).map(choice -> choice[0]).toList();
    }

    /** Goes on to the next combination: the last choice that has another answer takes it. */
    private static boolean next(List<int[]> path) {
        while (!path.isEmpty()) {
            int[] last = path.getLast();
            if (++last[0] < last[1]) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }
}
