package io.syncline.testkit.kill;

import io.syncline.core.endpoint.Phases.Phase;
import java.util.List;
import java.util.Set;
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
            List.of(Phase.COMMIT, Phase.ACKNOWLEDGE, Phase.SNAPSHOT, Phase.STREAM);

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

    /** Whether every destination was far enough behind. */
    public boolean counts() {
        return unapplied.stream().allMatch(rows -> rows >= UNAPPLIED_MIN);
    }
}
