package io.syncline.testkit.twoway;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.review.Rollback.Left;
import io.syncline.engine.review.Rollback.Report;
import io.syncline.engine.review.Rollback.Span;
import io.syncline.engine.review.Rollback.Why;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way back from all that was agreed in a span of time. */
class RollbackTest {
    private final ReviewStage it = new ReviewStage(Rules.of(new SideWins(Which.OURS)));
    private long from;
    private long until;

    private void puts(Which which, long key, Map<String, ?> fields) {
        it.stage.user(which).puts(key, fields).commits();
        it.settled();
    }

    /** Rows 1 and 2 are there before, and 3 is made in the span. */
    private void day() {
        puts(Which.OURS, 2, Map.of("a", "old", "n", 2));
        it.stage.time.pass(Duration.ofSeconds(1));
        from = it.stage.time.wallMillis();
        it.edited(Map.of("a", "won", "b", "free"), Map.of("a", "lost"));
        puts(Which.THEIRS, 1, Map.of("n", 11));
        puts(Which.OURS, 2, Map.of("a", "new"));
        puts(Which.OURS, 3, Map.of("a", "made"));
        it.stage.time.pass(Duration.ofSeconds(1));
        until = it.stage.time.wallMillis();
        it.stage.time.pass(Duration.ofSeconds(1));
    }

    private Span span(boolean deletes, boolean forced) {
        return new Span(from, until, null, deletes, forced, "Ben", "a bad day");
    }

    private void both(long key, String field, @Nullable Object value) {
        assertThat(it.stage.at(Which.OURS, key, field)).isEqualTo(value);
        assertThat(it.stage.at(Which.THEIRS, key, field)).isEqualTo(value);
    }

    @Test
    void everyRowOfTheSpanIsWhatItWasBefore() {
        day();

        Report would = it.rollback().preview(span(false, false));
        both(1, "a", "won");
        Report report = it.rollback().rollback(span(false, false));
        it.settled();

        assertThat(report).isEqualTo(would);
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.restored()).isEqualTo(2);
        both(1, "a", "old");
        both(1, "b", "old");
        both(1, "n", 1L);
        both(2, "a", "old");
        both(3, "a", "made");
        assertThat(it.latest().by()).isEqualTo("Ben");
        Deed deed = it.latest().deed();
        assertThat(deed).isNotNull();
        assertThat(deed.kind()).isEqualTo(Deed.Kind.ROLLED_BACK);
        assertThat(deed.reason()).isEqualTo("a bad day");
    }

    @Test
    void whatWasMadeInItGoesOnlyIfDeletesAreWanted() {
        day();

        assertThat(it.rollback().preview(span(false, false)).left())
                .containsExactly(new Left(TwoWayStage.id(3), Why.WOULD_BE_DELETED, ""));
        assertThat(it.rollback().rollback(span(true, false)).restored()).isEqualTo(3);
        it.settled();

        both(3, "a", null);
    }

    @Test
    void whatWasChangedSinceIsLeftAloneUnlessForced() {
        day();
        it.stage.user(Which.THEIRS).puts(2, Map.of("n", 22)).commits();

        Report report = it.rollback().rollback(span(false, false));
        it.settled();

        assertThat(report.count(Why.CHANGED_SINCE)).isEqualTo(1);
        assertThat(report.left()).contains(new Left(TwoWayStage.id(2), Why.CHANGED_SINCE, ""));
        both(1, "a", "old");
        both(2, "a", "new");
        both(2, "n", 22L);
        Report forced = it.rollback().rollback(span(false, true));
        it.settled();
        assertThat(forced.restored()).isEqualTo(1);
        both(2, "a", "old");
        both(2, "n", 2L);
    }

    @Test
    void saidAgainItChangesNothing() {
        day();
        it.rollback().rollback(span(false, false));
        it.settled();
        int episodes = it.stage.history(1).size();

        Report again = it.rollback().rollback(span(false, false));

        assertThat(again.restored()).isZero();
        assertThat(again.count(Why.REFUSED)).isEqualTo(2);
        assertThat(it.stage.history(1)).hasSize(episodes);
    }

    @Test
    void aRollbackIsTakenBackLikeAnythingElse() {
        day();
        long since = it.stage.time.wallMillis();
        it.rollback().rollback(span(false, false));
        it.settled();
        it.stage.time.pass(Duration.ofSeconds(1));
        long now = it.stage.time.wallMillis();

        Report back = it.rollback().rollback(new Span(since, now, null, false, false, "Ben", "no"));
        it.settled();

        assertThat(back.restored()).isEqualTo(2);
        both(1, "a", "won");
        both(1, "n", 11L);
        both(2, "a", "new");
    }

    @Test
    void rowsOfOtherCollectionsAreNotTouched() {
        day();

        Report none = it.rollback().rollback(new Span(from, until, "other", true, true, "Ben", ""));

        assertThat(none.rows()).isZero();
        both(1, "a", "won");
    }
}
