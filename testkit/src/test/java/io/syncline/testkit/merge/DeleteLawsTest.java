package io.syncline.testkit.merge;

import static io.syncline.testkit.merge.Meeting.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.LatestWins;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.RowPolicy;
import io.syncline.core.merge.RowPolicy.OnDelete;
import io.syncline.core.merge.RowPolicy.OnInsert;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.SideWins;
import io.syncline.core.merge.Sum;
import io.syncline.core.merge.Which;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows as such: what becomes of a delete that meets an edit, and of two new rows of one key. */
class DeleteLawsTest {
    private static final Image BASE = whole("name", "Ann", "city", "Graz");
    private static final Image EDITED = whole("name", "Ann", "city", "Linz");
    private static final Image GONE = Image.absent();

    private static Rules rules(OnDelete delete, OnInsert insert) {
        return Rules.of(LatestWins.LATEST).with(new RowPolicy(delete, insert, false));
    }

    private static Rules on(OnDelete delete) {
        return rules(delete, OnInsert.REVIEW);
    }

    private static Rules on(OnInsert insert) {
        return rules(OnDelete.REVIEW, insert);
    }

    @Test
    void aDeleteThatMeetsNothingIsTaken() {
        Merged merged = Meeting.of(BASE, GONE, BASE).merged(on(OnDelete.REVIEW));
        assertThat(merged.image()).isEqualTo(GONE);
        assertThat(merged.origins()).isEqualTo(Map.of(Merge.ROW, Origin.OURS));
    }

    @Test
    void twoDeletesAreOne() {
        Merged merged = Meeting.of(BASE, GONE, GONE).merged(on(OnDelete.REVIEW));
        assertThat(merged.clean()).isTrue();
        assertThat(merged.image()).isEqualTo(GONE);
    }

    @Test
    void anEditThatMeetsADeleteGoesByThePolicyWhicheverSideDeleted() {
        Meeting deletedHere = Meeting.of(BASE, GONE, 2, EDITED, 1);
        Meeting deletedThere = Meeting.of(BASE, EDITED, 2, GONE, 1);
        for (OnDelete policy : OnDelete.values()) {
            Rules rules = on(policy);
            switch (policy) {
                case REVIEW -> {
                    assertThat(deletedHere.merged(rules).stuck()).isTrue();
                    assertThat(deletedThere.merged(rules).conflicts())
                            .extracting(Conflict::kind)
                            .containsExactly(Conflict.Kind.UPDATE_DELETE);
                    assertThat(deletedHere.merged(rules).image()).isEqualTo(BASE);
                }
                case UPDATE_WINS -> both(deletedHere, deletedThere, rules, EDITED, EDITED);
                case DELETE_WINS -> both(deletedHere, deletedThere, rules, GONE, GONE);
                case RULE, OURS, LATEST -> both(deletedHere, deletedThere, rules, GONE, EDITED);
                case THEIRS -> both(deletedHere, deletedThere, rules, EDITED, GONE);
            }
        }
    }

    private static void both(
            Meeting here, Meeting there, Rules rules, Image expectedHere, Image expectedThere) {
        Merged merged = here.merged(rules);
        assertThat(merged.clean()).isTrue();
        assertThat(merged.settled()).hasSize(1);
        assertThat(merged.image()).isEqualTo(expectedHere);
        assertThat(there.merged(rules).image()).isEqualTo(expectedThere);
    }

    @Test
    void whatIsLaterIsForAPersonWhereNobodyKnows() {
        assertThat(Meeting.of(BASE, GONE, EDITED).merged(on(OnDelete.LATEST)).stuck()).isTrue();
        assertThat(Meeting.of(GONE, BASE, EDITED).merged(on(OnInsert.LATEST)).stuck()).isTrue();
    }

    @Test
    void anEditOfAFewFieldsThatSavesARowSavesAllOfIt() {
        Image partly = Image.partial(Meeting.of("city", "Linz"));
        Merged merged = Meeting.of(BASE, GONE, partly).merged(on(OnDelete.UPDATE_WINS));
        assertThat(merged.image()).isEqualTo(EDITED);
    }

    @Test
    void aRowThatWasDeletedAndMadeAgainIsAnEditOfIt() {
        Image again = whole("name", "Bea", "city", "Wien");
        assertThat(Meeting.of(BASE, again, BASE).merged(on(OnDelete.REVIEW)).image())
                .isEqualTo(again);
        assertThat(Meeting.of(BASE, again, GONE).merged(on(OnDelete.REVIEW)).stuck()).isTrue();
    }

    @Test
    void aRowThatIsMadeAgainAfterBothKnowItIsGoneIsNew() {
        Merged merged = Meeting.of(GONE, EDITED, GONE).merged(on(OnDelete.DELETE_WINS));
        assertThat(merged.image()).isEqualTo(EDITED);
    }

    @Test
    void twoNewRowsOfOneKeyAreNeverMixedUnasked() {
        Image bea = whole("name", "Bea", "city", Meeting.of("Wien"));
        Merged merged = Meeting.of(GONE, BASE, bea).merged(on(OnInsert.REVIEW));
        assertThat(merged.stuck()).isTrue();
        assertThat(merged.conflicts().getFirst().kind()).isEqualTo(Conflict.Kind.INSERT_INSERT);
        assertThat(Meeting.of(GONE, BASE, bea).merged(on(OnInsert.OURS)).image()).isEqualTo(BASE);
        assertThat(Meeting.of(GONE, BASE, bea).merged(on(OnInsert.THEIRS)).image()).isEqualTo(bea);
        assertThat(Meeting.of(GONE, BASE, 1, bea, 2).merged(on(OnInsert.LATEST)).image())
                .isEqualTo(bea);
    }

    @Test
    void twoNewRowsThatAreOneThingFillEachOther() {
        Image here = whole("name", "Ann", "city", io.syncline.core.change.Value.nothing(), "n", 2);
        Image there = whole("name", "Anne", "city", "Graz", "n", 3);
        Rules rules =
                on(OnInsert.UNION).with("n", Sum.SUM).with("name", new SideWins(Which.THEIRS));
        assertThat(Meeting.of(GONE, here, there).merged(rules).image())
                .isEqualTo(whole("name", "Anne", "city", "Graz", "n", 5));
    }

    @Test
    void newRowsThatAgreeOnWhatBothHoldAreOne() {
        Image partly = Image.partial(Meeting.of("name", "Ann"));
        Merged merged = Meeting.of(GONE, partly, BASE).merged(on(OnInsert.REVIEW));
        assertThat(merged.clean()).isTrue();
        assertThat(merged.image()).isEqualTo(BASE);
    }

    @Test
    void aWinnerThatDoesNotHoldAFieldDoesNotTakeItAway() {
        Image partly = Image.partial(Meeting.of("name", "Bea"));
        assertThat(Meeting.of(GONE, partly, BASE).merged(on(OnInsert.OURS)).image())
                .isEqualTo(whole("name", "Bea", "city", "Graz"));
    }

    @Test
    void rowsThatNeverChangeAreAddedAndNothingElse() {
        Rules rules = Rules.review().with(RowPolicy.review().ofFixedRows());
        assertThat(Meeting.of(GONE, BASE, GONE).merged(rules).image()).isEqualTo(BASE);
        assertThat(Meeting.of(BASE, EDITED, BASE).merged(rules).stuck()).isTrue();
        assertThat(Meeting.of(BASE, BASE, GONE).merged(rules).stuck()).isTrue();
        assertThat(Meeting.of(BASE, GONE, GONE).merged(rules).image()).isEqualTo(GONE);
        assertThat(Meeting.of(BASE, EDITED, EDITED).merged(rules).image()).isEqualTo(EDITED);
        assertThat(Meeting.unknown(BASE, GONE).merged(rules).image()).isEqualTo(BASE);
        assertThat(Meeting.unknown(BASE, EDITED).merged(rules).stuck()).isTrue();
    }

    @Test
    void aRowThatIsStillToBeDeletedAndIsEditedMeetsTheDelete() {
        Meeting meeting = Owed.of(GONE, EDITED, BASE, Set.of(Merge.ROW), GONE, GONE, Set.of());
        assertThat(meeting.merged(on(OnDelete.REVIEW)).stuck()).isTrue();
        assertThat(meeting.merged(on(OnDelete.UPDATE_WINS)).image()).isEqualTo(EDITED);
        assertThat(meeting.merged(on(OnDelete.DELETE_WINS)).image()).isEqualTo(GONE);
        Meeting untouched = Owed.of(GONE, BASE, BASE, Set.of(Merge.ROW), GONE, GONE, Set.of());
        assertThat(untouched.merged(on(OnDelete.REVIEW)).image()).isEqualTo(GONE);
    }

    @Test
    void aRowMadeWhereOneIsStillToBeWrittenIsASecondNewRow() {
        Meeting meeting = Owed.of(BASE, EDITED, GONE, Set.of(Merge.ROW), BASE, BASE, Set.of());
        assertThat(meeting.merged(on(OnInsert.REVIEW)).stuck()).isTrue();
        assertThat(meeting.merged(on(OnInsert.THEIRS)).image()).isEqualTo(BASE);
        Meeting delivered = Owed.of(BASE, BASE, GONE, Set.of(Merge.ROW), BASE, BASE, Set.of());
        assertThat(delivered.merged(on(OnInsert.REVIEW)).image()).isEqualTo(BASE);
    }

    @Test
    void aDeleteByASideThatIsOwedAnEditMeetsTheEdit() {
        Meeting meeting = Owed.of(EDITED, GONE, BASE, Set.of("city"), EDITED, EDITED, Set.of());
        assertThat(meeting.merged(on(OnDelete.REVIEW)).stuck()).isTrue();
        assertThat(meeting.merged(on(OnDelete.UPDATE_WINS)).image()).isEqualTo(EDITED);
    }
}
