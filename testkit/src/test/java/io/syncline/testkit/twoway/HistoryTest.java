package io.syncline.testkit.twoway;

import static io.syncline.testkit.twoway.ReviewStage.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Entry;
import io.syncline.engine.review.History.Back;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a row came to be as it is, and the way back. */
class HistoryTest {
    private static final RowId ID = TwoWayStage.id(1);
    private static final Set<String> ALL = Set.of();

    private static ReviewStage oursWon() {
        return new ReviewStage(Rules.of(new SideWins(Which.OURS)))
                .edited(Map.of("a", "won", "b", "free"), Map.of("a", "lost"));
    }

    private static long latest(ReviewStage it) {
        return it.history().of(ID, Long.MAX_VALUE, 1).getFirst().version();
    }

    private static Entry blame(ReviewStage it, String field) {
        return Objects.requireNonNull(it.history().blame(ID, field));
    }

    private static void both(ReviewStage it, String field, @Nullable Object value) {
        assertThat(it.stage.at(Which.OURS, 1, field)).isEqualTo(value);
        assertThat(it.stage.at(Which.THEIRS, 1, field)).isEqualTo(value);
    }

    @Test
    void whatARuleDecidedIsTakenBackForOneSideOrBoth() {
        for (Back back : List.of(Back.BEFORE, Back.THEIRS)) {
            ReviewStage it = oursWon();
            long version = latest(it);

            Answer answer = it.history().undo(ID, version, back, ALL, "Ben", "a slip", false);

            assertThat(answer).isInstanceOf(Answer.Done.class);
            Episode undone = it.latest();
            assertThat(undone.by()).isEqualTo("Ben");
            assertThat(undone.deed())
                    .isEqualTo(new Deed(Deed.Kind.UNDONE, "a slip", version, null));
            it.settled();
            both(it, "a", back == Back.BEFORE ? "old" : "lost");
            both(it, "b", "free");
        }
    }

    @Test
    void whatIsSoAlreadyIsNoUndo() {
        ReviewStage it = oursWon();
        int episodes = it.stage.history(1).size();

        assertThat(it.history().undo(ID, latest(it), Back.OURS, ALL, "Ben", "", false))
                .isInstanceOf(Answer.Refused.class);

        assertThat(it.stage.history(1)).hasSize(episodes);
    }

    @Test
    void whatWasEditedSinceIsTakenBackOnlyByForce() {
        ReviewStage it = oursWon();
        long version = latest(it);
        it.stage.user(Which.THEIRS).puts(1, Map.of("a", "newer")).commits();

        assertThat(it.history().undo(ID, version, Back.THEIRS, ALL, "Ben", "", false))
                .isInstanceOf(Answer.Stale.class);
        it.settled();
        both(it, "a", "newer");
        assertThat(it.history().undo(ID, version, Back.THEIRS, ALL, "Ben", "", true))
                .isInstanceOf(Answer.Done.class);
        it.settled();
        both(it, "a", "lost");
        assertThat(Objects.requireNonNull(it.latest().before().row()).get("a"))
                .isEqualTo(new Value.Text("newer"));
    }

    @Test
    void anotherFieldOfTheRowMayBeEditedSince() {
        ReviewStage it = oursWon();
        long version = latest(it);
        it.stage.user(Which.THEIRS).puts(1, Map.of("b", "newer")).commits();

        assertThat(it.history().undo(ID, version, Back.THEIRS, ALL, "Ben", "", false))
                .isInstanceOf(Answer.Done.class);

        it.settled();
        both(it, "a", "lost");
        both(it, "b", "newer");
    }

    @Test
    void whatAPersonDecidedAndWhatWasUndoneCanBeTakenBackToo() {
        ReviewStage it =
                new ReviewStage(Rules.review()).edited(Map.of("a", "one"), Map.of("a", "other"));
        long resolved = ((Answer.Done) it.ask(it.resolve(OURS))).round();
        it.settled();
        Answer undone = it.history().undo(ID, resolved, Back.THEIRS, ALL, "Ben", "", false);
        it.settled();
        both(it, "a", "other");

        long version = ((Answer.Done) undone).round();
        assertThat(it.history().undo(ID, version, Back.BEFORE, ALL, "Anna", "", false))
                .isInstanceOf(Answer.Done.class);

        it.settled();
        both(it, "a", "one");
        assertThat(it.history().undo(ID, version, Back.BEFORE, ALL, "Anna", "", true))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aRowThatARuleDeletedComesBack() {
        RowPolicy deletes =
                new RowPolicy(RowPolicy.OnDelete.DELETE_WINS, RowPolicy.OnInsert.REVIEW, false);
        ReviewStage it = new ReviewStage(Rules.review().with(deletes));
        it.stage.user(Which.OURS).deletes(1).commits();
        it.stage.user(Which.THEIRS).puts(1, Map.of("a", "edited")).commits();
        it.settled();
        assertThat(it.stage.row(Which.THEIRS, 1)).isNull();

        Answer answer = it.history().undo(ID, latest(it), Back.THEIRS, ALL, "Ben", "", false);

        assertThat(answer).isInstanceOf(Answer.Done.class);
        it.settled();
        both(it, "a", "edited");
        both(it, "b", "old");
    }

    /** The undo is the latest that was said of the field, however old its value is. */
    @Test
    void anOlderEditThatComesLateDoesNotBeatAnUndo() {
        ReviewStage it =
                new ReviewStage(Rules.of(LatestWins.LATEST))
                        .edited(Map.of("a", "earlier"), Map.of("a", "later"));
        Hand slow = it.stage.user(Which.THEIRS);
        it.stage.time.pass(Duration.ofSeconds(1));
        Answer answer = it.history().undo(ID, latest(it), Back.BEFORE, ALL, "Ben", "", false);
        assertThat(answer).isInstanceOf(Answer.Done.class);

        slow.puts(1, Map.of("a", "slow")).commits();
        it.settled();

        both(it, "a", "old");
    }

    @Test
    void aRowGoesBackToAnEarlierVersionAsANewOne() {
        ReviewStage it = new ReviewStage(Rules.review());
        long first = latest(it);
        it.edited(Map.of("a", "2"), Map.of("b", "2"));
        long second = latest(it);
        it.edited(Map.of("n", 7), Map.of());

        assertThat(it.history().rollback(ID, first, second, "Ben", "", false))
                .isInstanceOf(Answer.Stale.class);
        assertThat(it.history().rollback(ID, first, latest(it), "Ben", "", false))
                .isInstanceOf(Answer.Done.class);

        it.settled();
        both(it, "a", "old");
        both(it, "b", "old");
        both(it, "n", 1L);
        assertThat(Objects.requireNonNull(it.latest().deed()).of()).isEqualTo(first);
        assertThat(latest(it)).isGreaterThan(second);
        assertThat(it.history().rollback(ID, 99_999, latest(it), "Ben", "", false))
                .isInstanceOf(Answer.Gone.class);
    }

    @Test
    void whatWaitsIsNotTakenBackBeforeItIsDecided() {
        ReviewStage it =
                new ReviewStage(Rules.review()).edited(Map.of("a", "one"), Map.of("a", "other"));
        long made = it.stage.history(1).getLast().round();

        assertThat(it.history().rollback(ID, made, latest(it), "Ben", "", true))
                .isInstanceOf(Answer.Refused.class);
        it.settled();
        assertThat(it.stage.at(Which.THEIRS, 1, "a")).isEqualTo("other");
    }

    @Test
    void eachFieldKnowsWhoGaveItItsValue() {
        ReviewStage it = oursWon();
        long won = latest(it);
        it.history().undo(ID, won, Back.THEIRS, ALL, "Ben", "a slip", false);
        it.settled();

        Entry a = blame(it, "a");
        Entry b = blame(it, "b");
        Entry n = blame(it, "n");

        assertThat(a.by()).isEqualTo("Ben");
        assertThat(a.version()).isGreaterThan(won);
        assertThat(a.steps()).singleElement().extracting(Entry.Step::origin).isNull();
        assertThat(b.version()).isEqualTo(won);
        assertThat(b.by()).isEqualTo(Episode.SYSTEM);
        assertThat(b.steps()).singleElement().extracting(Entry.Step::origin).isEqualTo(Origin.OURS);
        assertThat(b.steps()).singleElement().extracting(Entry.Step::rule).isNull();
        assertThat(n.version()).isLessThan(won);
        assertThat(it.history().blame(ID, "none")).isNull();
        Entry decided = it.history().of(ID, a.version(), 1).getFirst();
        assertThat(decided.version()).isEqualTo(won);
        assertThat(decided.steps())
                .extracting(Entry.Step::field)
                .containsExactlyInAnyOrder("a", "b");
        assertThat(decided.steps())
                .filteredOn(step -> step.field().equals("a"))
                .extracting(Entry.Step::rule)
                .isEqualTo(List.of("source_wins"));
    }
}
