package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static io.syncline.engine.facing.Ends.num;
import static io.syncline.engine.facing.Ends.partial;
import static io.syncline.engine.facing.Ends.text;
import static io.syncline.engine.facing.Ends.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.Facing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How rows of both ends look in the sync's form, and what goes back. */
class FacingTest {
    private static final RowId SHARED = RowId.of("users", num(7));

    private static Image shared(Facings facings, Which which, Image own) {
        return facings.of(which).shared(SHARED, own);
    }

    private static Image own(Facings facings, Which which, Image shared) {
        return facings.of(which).own(SHARED, shared);
    }

    private static Facings mapped() {
        return Ends.of(
                        field("email", Ends.TEXT),
                        field("born", new FieldType.Date()),
                        field("note", Ends.TEXT))
                .rule("id", "user_id", null)
                .rule("email", "address", null)
                .rule("born", "day", "format_date")
                .rule("note", null, "drop")
                .facings();
    }

    @Test
    void renamesAndFunctionsThatLeadBackGoBothWays() {
        Facings facings = mapped();
        Value day = new Value.Date(java.time.LocalDate.of(2026, 2, 28));
        Image ours = whole("id", num(7), "email", text("a@b"), "born", day, "note", text("own"));
        Image theirs = whole("user_id", num(7), "address", text("a@b"), "day", text("2026-02-28"));
        assertThat(facings.problems()).isEmpty();
        assertThat(shared(facings, Which.OURS, ours)).isEqualTo(theirs);
        assertThat(shared(facings, Which.THEIRS, theirs)).isEqualTo(theirs);
        assertThat(own(facings, Which.THEIRS, theirs)).isEqualTo(theirs);
        assertThat(own(facings, Which.OURS, theirs))
                .isEqualTo(whole("id", num(7), "email", text("a@b"), "born", day));
        assertThat(own(facings, Which.OURS, partial("address", text("c@d"))))
                .isEqualTo(partial("email", text("c@d")));
        assertThat(own(facings, Which.OURS, Image.absent())).isEqualTo(Image.absent());
    }

    @Test
    void whatIsLeftOutOfTheMappingIsNeverTouched() {
        Facings facings = mapped();
        assertThat(shared(facings, Which.OURS, partial("note", text("x")))).isEqualTo(partial());
        assertThat(shared(facings, Which.THEIRS, partial("extra", text("x"), "address", text("y"))))
                .isEqualTo(partial("address", text("y")));
        assertThat(facings.ways().getFirst().fields())
                .contains(new FieldWay("note", null, Way.UNTOUCHED, "the mapping leaves it out"));
    }

    @Test
    void rowsAreNamedBackAndForth() {
        Facings facings = mapped();
        Facing ours = facings.of(Which.OURS);
        assertThat(ours.shared(RowId.of("public.users", num(7)))).isEqualTo(SHARED);
        assertThat(ours.own(SHARED)).isEqualTo(RowId.of("public.users", num(7)));
        assertThat(ours.shared(RowId.of("public.other", num(7)))).isNull();
        assertThat(facings.of(Which.THEIRS).shared(SHARED)).isEqualTo(SHARED);
    }

    @Test
    void theKeyStandsInTheOtherEndsOrder() {
        Ends ends = new Ends();
        ends.ours.add(new Field("a", Ends.INT, false));
        ends.ours.add(new Field("b", Ends.TEXT, false));
        ends.key = List.of("a", "b");
        ends.theirs = List.of(ends.ours.get(0), ends.ours.get(1));
        ends.theirKey = List.of("b", "a");
        Facing ours = ends.facings().of(Which.OURS);
        RowId own = RowId.of("public.users", num(1), text("x"));
        assertThat(ours.shared(own)).isEqualTo(RowId.of("users", text("x"), num(1)));
        assertThat(ours.own(RowId.of("users", text("x"), num(1)))).isEqualTo(own);
    }

    @Test
    void aForwardOnlyFieldIsComputedFromOursAndLeftOutOnTheWayBack() {
        Facings facings =
                Ends.of(field("email", Ends.TEXT))
                        .rule("email", "email", "lowercase")
                        .rule(null, "kind", "constant", "value", "user")
                        .facings();
        assertThat(facings.forwardOnly("users")).isEqualTo(Set.of("email", "kind"));
        assertThat(shared(facings, Which.OURS, whole("id", num(7), "email", text("A@B"))))
                .isEqualTo(whole("id", num(7), "email", text("a@b"), "kind", text("user")));
        Image theirs = whole("id", num(7), "email", text("X"), "kind", text("y"));
        assertThat(shared(facings, Which.THEIRS, theirs)).isEqualTo(theirs);
        assertThat(own(facings, Which.OURS, theirs)).isEqualTo(whole("id", num(7)));
        assertThat(own(facings, Which.THEIRS, theirs)).isEqualTo(theirs);
    }

    @Test
    void aValueThatTheOtherEndCouldNotHoldIsLeftOutAndTold() {
        Facings facings =
                Ends.of(field("age", Ends.INT), field("note", Ends.TEXT))
                        .rule("age", "age", "to_text")
                        .facings();
        Image theirs = whole("id", num(7), "age", text("old"), "note", text("x"));
        assertThat(shared(facings, Which.THEIRS, theirs))
                .isEqualTo(partial("id", num(7), "note", text("x")));
        assertThat(facings.unturned(SHARED, theirs, Which.THEIRS)).containsExactly("age");
        Image spelled = whole("id", num(7), "age", text("+041"), "note", text("x"));
        assertThat(shared(facings, Which.THEIRS, spelled))
                .isEqualTo(whole("id", num(7), "age", text("41"), "note", text("x")));
        assertThat(facings.unturned(SHARED, spelled, Which.THEIRS)).isEmpty();
    }

    @Test
    void whatAMergeMadeThatAnEndCannotHoldIsRefusedByIt() {
        Facings facings = Ends.of(field("age", Ends.INT)).rule("age", "age", "to_text").facings();
        assertThat(own(facings, Which.OURS, partial("age", text("4 or 5"))))
                .isEqualTo(partial("age", Crossing.NOT_HELD));
    }

    @Test
    void aKeyThatTheOtherEndWouldSpellOtherwiseIsPassedOverAndCounted() {
        Ends ends = new Ends();
        ends.ours.add(new Field("id", new FieldType.Uuid(), false));
        ends.theirs = List.of(new Field("id", new FieldType.Text(36), false));
        Facings facings = ends.facings();
        Facing theirs = facings.of(Which.THEIRS);
        String uuid = "9b2c1d80-0000-4000-8000-00000000abcd";
        RowId shared = RowId.of("users", new Value.Uuid(java.util.UUID.fromString(uuid)));
        assertThat(theirs.shared(RowId.of("users", text(uuid)))).isEqualTo(shared);
        assertThat(theirs.own(shared)).isEqualTo(RowId.of("users", text(uuid)));
        assertThat(theirs.shared(RowId.of("users", text(uuid.toUpperCase(Locale.ROOT))))).isNull();
        assertThat(theirs.shared(RowId.of("users", text("nobody")))).isNull();
        assertThat(facings.unnamed()).isEqualTo(2);
    }

    @Test
    void aKeyBeyondTheOtherEndsNumbersIsPassedOver() {
        Ends ends = new Ends();
        ends.ours.add(new Field("id", new FieldType.Int(32), false));
        ends.theirs = List.of(new Field("id", Ends.INT, false));
        Facing theirs = ends.facings().of(Which.THEIRS);
        assertThat(theirs.shared(RowId.of("users", num(1L << 31)))).isNull();
        assertThat(theirs.shared(RowId.of("users", num((1L << 31) - 1)))).isNotNull();
    }

    @Test
    void anAllowedLossIsRoundedToWhatThePoorerEndHolds() {
        Ends ends =
                Ends.of(field("total", new FieldType.Decimal(10, 2)))
                        .there(field("total", new FieldType.Real(64)));
        ends.allow = true;
        Facings facings = ends.facings();
        Image exact = whole("total", new Value.Decimal(new BigDecimal("0.30")));
        Image near = whole("total", new Value.Real(0.1 + 0.2));
        Image agreed = whole("total", new Value.Real(0.3));
        assertThat(known(shared(facings, Which.OURS, exact))).isEqualTo(agreed);
        assertThat(known(shared(facings, Which.THEIRS, near))).isEqualTo(agreed);
        assertThat(own(facings, Which.OURS, agreed)).isEqualTo(exact);
        Image half = whole("total", new Value.Real(1.005));
        assertThat(own(facings, Which.OURS, shared(facings, Which.THEIRS, half)).row())
                .isEqualTo(Ends.row("total", new Value.Decimal(BigDecimal.ONE)));
    }

    @Test
    void timesAreCutToWhatThePoorerEndHolds() {
        Ends ends =
                Ends.of(field("at", new FieldType.Instant()))
                        .there(field("at", new FieldType.Timestamp()));
        ends.allow = true;
        ends.theirDigits = 3;
        Facings facings = ends.facings();
        Instant fine = Instant.parse("1969-12-31T23:59:59.123999Z");
        Value millis = new Value.Timestamp(LocalDateTime.parse("1969-12-31T23:59:59.123"));
        Image shared = shared(facings, Which.OURS, whole("at", new Value.Instant(fine)));
        assertThat(known(shared)).isEqualTo(whole("at", millis));
        assertThat(own(facings, Which.THEIRS, shared)).isEqualTo(shared);
        assertThat(own(facings, Which.OURS, shared).row())
                .isEqualTo(Ends.row("at", new Value.Instant(fine.minusNanos(999_000))));
        assertThat(shared(facings, Which.OURS, own(facings, Which.OURS, shared))).isEqualTo(shared);
    }

    private static Image known(Image image) {
        return Image.whole(image.row());
    }

    @Test
    void theOtherEndsSpellingOfANameHolds() {
        Facings facings =
                Ends.of(field("Email", Ends.TEXT)).there(field("email", Ends.TEXT)).facings();
        assertThat(shared(facings, Which.OURS, partial("Email", text("x"))))
                .isEqualTo(partial("email", text("x")));
    }

    @Test
    void eachEndIsReadAndWrittenInItsOwnNamesAndTypes() {
        Facings facings =
                Ends.of(
                                field("active", new FieldType.Bool()),
                                field("email", Ends.TEXT),
                                field("note", Ends.TEXT))
                        .rule("active", "state", "to_integer")
                        .rule("email", "email", "lowercase")
                        .rule("note", null, "drop")
                        .there(
                                field("state", new FieldType.Int(64)),
                                field("email", Ends.TEXT),
                                field("score", Ends.INT))
                        .facings();
        assertThat(names(facings.read(Which.OURS))).containsExactly("id", "active", "email");
        assertThat(names(facings.written(Which.OURS))).containsExactly("id", "active");
        assertThat(names(facings.read(Which.THEIRS))).containsExactly("id", "state", "email");
        assertThat(facings.written(Which.THEIRS)).isEqualTo(facings.read(Which.THEIRS));
        assertThat(facings.layout("users").field("state").type()).isEqualTo(new FieldType.Int(64));
    }

    private static List<String> names(List<Layout> layouts) {
        return layouts.getFirst().fields().stream().map(Field::name).toList();
    }
}
