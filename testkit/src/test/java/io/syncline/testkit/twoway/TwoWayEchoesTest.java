package io.syncline.testkit.twoway;

import static io.syncline.core.merge.Which.OURS;
import static io.syncline.core.merge.Which.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Rules;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a log tells of the sync's own writes is known; what else their transactions did is not. */
class TwoWayEchoesTest {
    private final TwoWayStage stage = new TwoWayStage(Rules.review());

    @Test
    void aRowIsNotLookedAtBecauseTheLogTellsOfTheSyncsOwnWrite() {
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        AtomicBoolean looked = new AtomicBoolean();
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> stage.calls(THEIRS).before("current", () -> looked.set(true)));
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();

        stage.settle(process);

        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("new");
        assertThat(looked).isFalse();
    }

    @Test
    void anotherRowThatATriggerOfTheWriteChangedIsLookedAt() {
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.user(OURS).puts(2, Map.of("a", "old")).commits();
        stage.settle(process);
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> stage.trigger(THEIRS).puts(2, Map.of("a", "sold")).commits());
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();

        stage.settle(process);

        assertThat(stage.at(OURS, 2, "a")).isEqualTo("sold");
    }

    @Test
    void theSameRowIsLookedAtIfATriggerChangedItOnceMore() {
        TwoWayProcess process = stage.begun(1, Map.of("a", "old", "b", "old"));
        stage.calls(THEIRS)
                .after(
                        "commit",
                        () -> stage.trigger(THEIRS).puts(1, Map.of("b", "sold")).commits());
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("new");
        assertThat(stage.at(OURS, 1, "b")).isEqualTo("sold");
    }

    @Test
    void anEditAfterTheWriteIsLookedAtThoughItMakesTheRowWhatItWas() {
        TwoWayProcess process = stage.begun(1, Map.of("a", "old"));
        stage.calls(THEIRS)
                .after("commit", () -> stage.user(THEIRS).puts(1, Map.of("a", "old")).commits());
        stage.user(OURS).puts(1, Map.of("a", "new")).commits();

        stage.settle(process);

        assertThat(stage.at(OURS, 1, "a")).isEqualTo("old");
        assertThat(stage.at(THEIRS, 1, "a")).isEqualTo("old");
    }
}
