package io.syncline.bench;

import io.syncline.testkit.kill.TwoWayGround;
import io.syncline.testkit.kill.TwoWayGround.Victim;
import java.util.Comparator;
import java.util.List;

/**
 * The large dose of kills of a two-way sync: rounds, each with a sync of its own in which whatever
 * was killed least is killed, once its rows have met. Ends at once at the first kill after which
 * anything is not as it must be.
 *
 * @param kills of the server; each database is killed a quarter as often
 */
record TwoWayDose(KillTally tally, int kills) {
    private static final int ROWS = 5000;
    private static final int IN_A_ROUND = 12;
    private static final int SERVER_KILLS_FOR_ONE = 4;

    private boolean done(Victim victim) {
        return tally.killed(victim) >= wanted(victim);
    }

    private int wanted(Victim victim) {
        return victim == Victim.SERVER ? kills : kills / SERVER_KILLS_FOR_ONE;
    }

    /** Goes on until all are done. */
    void run() throws Exception {
        try (TwoWayGround ground = new TwoWayGround(System.nanoTime())) {
            while (!List.of(Victim.values()).stream().allMatch(this::done)) {
                round(ground);
                tally.print(List.of(Victim.values()));
            }
        }
    }

    private void round(TwoWayGround ground) throws Exception {
        ground.begin(ROWS);
        ground.awaitStreaming();
        for (int i = 0; i < IN_A_ROUND; i++) {
            Victim next =
                    List.of(Victim.values()).stream()
                            .filter(victim -> !done(victim))
                            .min(
                                    Comparator.comparingDouble(
                                            victim ->
                                                    tally.killed(victim) / (double) wanted(victim)))
                            .orElse(null);
            if (next == null) {
                break;
            }
            long millis = ground.kill(next);
            tally.add(next, millis);
            System.out.println(next + " killed, all in order after " + millis + " ms");
        }
        System.out.printf(
                "a round of %d edits; %d names lost to others, and %d rows wait for a person%n",
                ground.edits(), ground.lost(), ground.waiting());
    }
}
