package io.syncline.testkit.twoway;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Sum;
import io.syncline.testkit.Choices;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of one row, two edits and one end of a process, over a round of the loop and the
 * next.
 */
class TwoWaySmallWorldsTest {
    /** As many as a round has, and all of the next that looks, decides and writes. */
    private static final int STEPS = 10;

    private static final List<Rules> RULES =
            List.of(
                    Rules.review().with("n", Sum.SUM),
                    Rules.of(LatestWins.LATEST)
                            .with("n", Sum.SUM)
                            .with(
                                    new RowPolicy(
                                            RowPolicy.OnDelete.LATEST,
                                            RowPolicy.OnInsert.LATEST,
                                            false)));

    @Test
    void whateverComesWhenBothEndsAgreeAndNothingIsLost() {
        long played = Choices.all(any -> new SmallWorld(any, any.oneOf(RULES)).play(STEPS));

        assertThat(played).isGreaterThan(10_000);
    }
}
