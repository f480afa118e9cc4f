package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static io.syncline.engine.facing.Ends.num;
import static io.syncline.engine.facing.Ends.partial;
import static io.syncline.engine.facing.Ends.text;
import static io.syncline.engine.facing.Ends.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Which;
import org.junit.jupiter.api.Test;

/** Which rows belong to a sync, asked at either end. */
class MembershipTest {
    private static final RowId ID = RowId.of("users", num(1));

    /** Only active users of more than one visit; the other end calls it otherwise. */
    private static Facings facings() {
        Ends ends =
                Ends.of(
                                field("active", new FieldType.Bool()),
                                field("visits", Ends.INT),
                                field("note", Ends.TEXT))
                        .rule("active", "state", "to_integer")
                        .rule("visits", "seen", "to_text");
        ends.filters.add("active = true AND visits > 1");
        Facings facings = ends.facings();
        assertThat(facings.problems()).isEmpty();
        return facings;
    }

    private static Image ours(boolean active, long visits) {
        return whole("id", num(1), "active", new Value.Bool(active), "visits", num(visits));
    }

    private static Image theirs(long state, String seen) {
        return whole("id", num(1), "state", num(state), "seen", text(seen));
    }

    @Test
    void eitherEndAndTheSyncItselfSayTheSame() {
        Facings facings = facings();
        for (boolean active : new boolean[] {true, false}) {
            for (long visits = 0; visits < 4; visits++) {
                boolean in = active && visits > 1;
                Membership expected = in ? Membership.IN : Membership.OUT;
                Image ours = ours(active, visits);
                Image theirs = theirs(active ? 1 : 0, "" + visits);
                Image shared = facings.of(Which.OURS).shared(ID, ours);
                assertThat(facings.member(ID, ours, Which.OURS)).isEqualTo(expected);
                assertThat(facings.member(ID, theirs, Which.THEIRS)).isEqualTo(expected);
                assertThat(facings.member(ID, shared)).isEqualTo(expected);
            }
        }
    }

    @Test
    void whatIsNotThereOrNotKnownIsNeitherInNorOut() {
        Facings facings = facings();
        for (Which which : Which.values()) {
            assertThat(facings.member(ID, Image.absent(), which)).isEqualTo(Membership.ABSENT);
            assertThat(facings.member(ID, partial("note", text("x")), which))
                    .isEqualTo(Membership.UNKNOWN);
        }
        // What ours could not hold is not known.
        assertThat(facings.member(ID, theirs(1, "many"), Which.THEIRS))
                .isEqualTo(Membership.UNKNOWN);
        // One field is enough to be out.
        assertThat(facings.member(ID, theirs(0, "many"), Which.THEIRS)).isEqualTo(Membership.OUT);
    }

    @Test
    void aRowLeavesOnlyIfItBelongedAndStaysApartIfItNeverDid() {
        Facings facings = facings();
        Image in = theirs(1, "5");
        Image out = theirs(0, "5");
        assertThat(facings.passage(ID, in, out)).isEqualTo(Passage.LEAVES);
        assertThat(facings.passage(ID, Image.absent(), out)).isEqualTo(Passage.APART);
        assertThat(facings.passage(ID, in, in)).isEqualTo(Passage.STAYS);
        assertThat(facings.passage(ID, Image.absent(), in)).isEqualTo(Passage.STAYS);
        assertThat(facings.passage(ID, in, Image.absent())).isEqualTo(Passage.STAYS);
    }

    @Test
    void withoutFiltersEveryRowBelongs() {
        Facings facings = Ends.of(field("note", Ends.TEXT)).facings();
        assertThat(facings.filtered("users")).isFalse();
        assertThat(facings.keepsLeaving("users")).isFalse();
        assertThat(facings.member(ID, partial("note", text("x")), Which.THEIRS))
                .isEqualTo(Membership.IN);
    }
}
