package io.syncline.testkit.twoway;

import io.syncline.core.merge.Ask;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Rule;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Which;
import io.syncline.testkit.Choices;
import java.util.List;

/**
 * What happens in a world, drawn once for it: each leaves some troubles out, so that the others
 * come closer together.
 *
 * @param rules how rows are merged
 * @param deletes whether users delete rows
 * @param allInsert whether users of all sites make rows, and not only those in the middle
 * @param late whether commits may be in the log before they are visible
 * @param crashPermille how many steps of a thousand are a crash
 * @param weatherPermille how many calls of a thousand fail
 * @param rivals whether a second process may take a loop over
 * @param shouts whether the last site stores some texts in capitals, whoever writes them
 * @param rowsMax how many rows one round looks at
 * @param filled how many transactions made the rows that all sites have before the syncs begin
 * @param loses whether a site may let go of log that was not read
 * @param sites how many databases there are, at least 2
 * @param middle which end of every sync the database in the middle is
 * @param decided whether people decide what waits, and take back what was decided
 */
record Habits(
        Rules rules,
        boolean deletes,
        boolean allInsert,
        boolean late,
        int crashPermille,
        int weatherPermille,
        boolean rivals,
        boolean shouts,
        int rowsMax,
        int filled,
        boolean loses,
        int sites,
        Which middle,
        boolean decided) {
    private static final int SITES_MAX = 5;
    private static final int FILLED_MAX = 8;

    static Habits any(Choices any) {
        Rule standard =
                any.oneOf(
                        List.<Rule>of(
                                Ask.ASK,
                                LatestWins.LATEST,
                                new SideWins(Which.OURS),
                                new SideWins(Which.THEIRS)));
        RowPolicy rows =
                new RowPolicy(
                        any.oneOf(List.of(RowPolicy.OnDelete.values())),
                        any.oneOf(List.of(RowPolicy.OnInsert.values())),
                        false);
        return new Habits(
                Rules.of(standard).with("n", Sum.SUM).with(rows),
                any.chance(60),
                any.chance(50),
                any.chance(60),
                any.oneOf(List.of(0, 10, 30)),
                any.oneOf(List.of(0, 10, 40)),
                any.chance(40),
                any.chance(30),
                1 + any.below(3),
                any.chance(30) ? any.below(FILLED_MAX) : 0,
                any.chance(30),
                any.chance(60) ? 2 : 2 + any.below(SITES_MAX - 1),
                any.oneOf(List.of(Which.values())),
                any.chance(50));
    }
}
