package io.syncline.testkit.kill;

import io.syncline.core.endpoint.Phases.Phase;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One kill of the server, and what was going on.
 *
 * @param wanted the phase that was waited for
 * @param inside what some work was in when the process died, by its own account
 * @param unapplied for each destination how many rows needed at least one change more
 * @param millis from the storm before it until the destinations were found equal again
 */
public record Kill(Phase wanted, Set<Phase> inside, List<Integer> unapplied, long millis) {
    /** Fewer than these, and a kill proves too little to be counted. */
    public static final int UNAPPLIED_MIN = 1000;

    /** From the shortest phase to the longest. */
    private static final List<Phase> ORDER =
            List.of(
                    Phase.AHEAD,
                    Phase.SWITCH,
                    Phase.FOLLOW,
                    Phase.COMMIT,
                    Phase.ACKNOWLEDGE,
                    Phase.SNAPSHOT,
                    Phase.CATCH_UP,
                    Phase.STREAM);

    /** Those that a backlog has of a source whose slot can be copied. */
    public static final Set<Phase> CATCHING_UP =
            Set.of(Phase.CATCH_UP, Phase.AHEAD, Phase.FOLLOW, Phase.SWITCH);

    /** Copies its collections. */
    public Kill {
        inside = Set.copyOf(inside);
        unapplied = List.copyOf(unapplied);
    }

    /** The phase it is counted for: the wanted one if it was met, or the shortest that was. */
    public @Nullable Phase met() {
        if (inside.contains(wanted)) {
            return wanted;
        }
        return ORDER.stream().filter(inside::contains).findFirst().orElse(null);
    }

    /**
     * Whether every destination was far enough behind; in a snapshot one of them, since the faster
     * one may have its rows by then.
     */
    public boolean counts() {
        if (CATCHING_UP.contains(wanted)) {
            // At its end most is applied.
            return inside.contains(wanted);
        }
        IntPredicate enough = rows -> rows >= UNAPPLIED_MIN;
        IntStream behind = unapplied.stream().mapToInt(Integer::intValue);
        return wanted == Phase.SNAPSHOT ? behind.anyMatch(enough) : behind.allMatch(enough);
    }
}
