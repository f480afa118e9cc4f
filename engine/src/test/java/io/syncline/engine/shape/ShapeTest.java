package io.syncline.engine.shape;

import static io.syncline.engine.shape.Users.VERSION;
import static io.syncline.engine.shape.Users.field;
import static io.syncline.engine.shape.Users.id;
import static io.syncline.engine.shape.Users.insert;
import static io.syncline.engine.shape.Users.key;
import static io.syncline.engine.shape.Users.named;
import static io.syncline.engine.shape.Users.partial;
import static io.syncline.engine.shape.Users.put;
import static io.syncline.engine.shape.Users.text;
import static io.syncline.engine.shape.Users.update;
import static io.syncline.engine.shape.Users.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Users.Rules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of changes on their way. */
class ShapeTest {
    private final Rules rules = new Rules();

    @Test
    void aRenamedFieldHasItsNewNameAndItsOldBytes() {
        rules.fields.add(field("email", "email_address", null));
        AtomicInteger decoded = new AtomicInteger();
        Row row =
                Row.encoded(
                        Header.of("id", "email", "age", "note"),
                        index -> {
                            decoded.incrementAndGet();
                            return index == 0 ? new Value.Int(7) : text("at " + index);
                        });
        Shape shape = rules.good();
        Row there = put(shape.shape(insert(row))).after().row();
        assertThat(there.header().names()).containsExactly("id", "email_address", "age", "note");
        assertThat(decoded).as("the key alone, for the change").hasValue(1);
        assertThat(((RowView) there.encoded()).columns().place(1)).isEqualTo(1);
        assertThat(there.get("email_address")).isEqualTo(text("at 1"));
        assertThat(shape.layout().key()).containsExactly("id");
        assertThat(shape.layout().indexes()).hasSize(2);
    }

    @Test
    void aTableWithoutRulesCostsNothing() {
        assertThat(rules.good()).isInstanceOf(Renamed.class);
    }

    @Test
    void whatIsTouchedIsReplacedAndTheRestStaysAsItIs() {
        rules.fields.add(field("email", null, "lowercase"));
        rules.masks.add(named("email", "email"));
        Shape shape = rules.good();
        Row there = put(shape.shape(insert(user(1, "Anna@Example.com", 30, "n")))).after().row();
        assertThat(there.get("email")).isEqualTo(text("a***@example.com"));
        assertThat(there.get("note")).isEqualTo(text("n"));
        assertThat(shape.layout().indexes())
                .as("masked values need not be unique")
                .contains(new Layout.Index(List.of("email"), false));
    }

    @Test
    void maskedValuesNeverTravelBesideTheirMask() {
        rules.masks.add(named("note", "redact"));
        rules.checks.add(named("email", "email"));
        Row before = user(1, "a@b.at", 1, "clear one");
        Row after = user(1, "broken", 1, "clear two");
        Shape shape = rules.good();
        Shaped bad = shape.shape(update(before, after));
        assertThat(bad).isInstanceOf(Shaped.Bad.class);
        assertThat(bad.toString()).doesNotContain("clear", "broken@");
        assertThat(((Shaped.Bad) bad).code()).isEqualTo(Code.BAD_FORMAT);
        assertThat(((Shaped.Bad) bad).detail()).contains("email").doesNotContain("broken");
        assertThat(shape.shape(update(before, user(1, "b@b.at", 1, "clear"))).toString())
                .doesNotContain("clear");
    }

    @Test
    void aRowThatLeavesTheFilterGoesAndOneThatNeverBelongedIsLeftOut() {
        rules.filters.add("age >= 18");
        Shape shape = rules.good();
        Row child = user(1, "a@b.at", 17, "n");
        Row grown = user(1, "a@b.at", 18, "n");
        assertThat(shape.shape(insert(child))).isEqualTo(Shaped.Skip.SKIP);
        assertThat(shape.shape(update(grown, child))).isInstanceOf(Shaped.Gone.class);
        assertThat(shape.shape(update(child, grown))).isInstanceOf(Shaped.Put.class);
        assertThat(shape.shape(update(child, child))).isEqualTo(Shaped.Skip.SKIP);
        Change unseen = Change.of(id(1), Image.partial(key(1)), Image.whole(child), VERSION);
        assertThat(shape.shape(unseen)).isInstanceOf(Shaped.Gone.class);
        assertThat(shape.row(child)).isNull();
        assertThat(shape.row(grown)).isEqualTo(grown);
        assertThat(shape.counts()).isEqualTo(new Shape.Counts(2, 2, 0, 0));
        Row nobody = user(1, "a@b.at", -1, "n");
        assertThat(shape.row(nobody.overlaid(Row.of("age", Value.nothing())))).isNull();
    }

    @Test
    void aRowThatLeavesMayBeKept() {
        rules.filters.add("age >= 18");
        rules.keep = true;
        assertThat(rules.good().shape(update(user(1, "a@b", 18, "n"), user(1, "a@b", 1, "n"))))
                .isEqualTo(Shaped.Skip.SKIP);
        assertThat(rules.good().keeps()).isTrue();
    }

    @Test
    void aRowThatGotAnotherKeyAndLeavesGoesFromItsOldOne() {
        rules.filters.add("age >= 18");
        Change moved =
                new Change(
                        id(2),
                        id(1),
                        Image.partial(key(1)),
                        Image.whole(user(2, "a@b", 1, "n")),
                        VERSION);
        assertThat(rules.good().shape(moved))
                .isInstanceOfSatisfying(
                        Shaped.Gone.class,
                        gone -> {
                            assertThat(gone.change().id())
                                    .isEqualTo(RowId.of("there", new Value.Int(1)));
                            assertThat(gone.change().after().isAbsent()).isTrue();
                        });
    }

    @Test
    void whatAChangeDoesNotKnowIsAskedForAndNeverGuessed() {
        rules.filters.add("age >= 18");
        rules.checks.add(named("note", "required"));
        Shape shape = rules.good();
        Row withoutAge = Row.of(Map.of("id", new Value.Int(1), "note", text("n")));
        assertThat(shape.shape(partial(withoutAge))).isEqualTo(Shaped.Unknown.UNKNOWN);
        Row withoutNote = Row.of(Map.of("id", new Value.Int(1), "age", new Value.Int(20)));
        assertThat(shape.shape(partial(withoutNote))).isEqualTo(Shaped.Unknown.UNKNOWN);
        Row both = withoutAge.overlaid(withoutNote);
        Change put = put(shape.shape(partial(both)));
        assertThat(put.after()).isInstanceOf(Image.Partial.class);
        assertThat(put.after().row().get("email")).isNull();
    }

    @Test
    void aPartialRowIsWholeWhereWhatItLacksDoesNotGo() {
        rules.fields.add(field("note", null, FieldRule.DROP));
        Row known = user(1, "a@b", 3, "n");
        Row partial = Row.of(Map.of("id", known.at(0), "email", known.at(1), "age", known.at(2)));
        assertThat(put(rules.good().shape(partial(partial))).after())
                .isEqualTo(Image.whole(partial));
    }

    @Test
    void aKeyMayBeTurnedByWhatLeadsBack() {
        rules.fields.add(field("id", "_id", "to_text"));
        Shape shape = rules.good();
        RowId there = shape.there(id(42));
        assertThat(there).isEqualTo(RowId.of("there", text("42")));
        assertThat(shape.here(there)).isEqualTo(id(42));
        assertThat(shape.layout().key()).containsExactly("_id");
        Change gone = Change.of(id(42), Image.partial(key(42)), Image.absent(), VERSION);
        assertThat(put(shape.shape(gone)).id()).isEqualTo(there);
        assertThat(put(shape.shape(gone)).before().row().header().names()).isEmpty();
    }

    @Test
    void aRowThatNoFunctionTakesIsParkedWithoutWhatCouldNotBeMade() {
        rules.fields.add(field("note", null, "to_integer"));
        Shape shape = rules.good();
        Shaped shaped = shape.shape(insert(user(1, "a@b", 3, "twelve")));
        assertThat(shaped)
                .isInstanceOfSatisfying(
                        Shaped.Bad.class,
                        bad -> {
                            assertThat(bad.code()).isEqualTo(Code.UNSHAPEABLE);
                            assertThat(bad.detail()).contains("note").doesNotContain("twelve");
                            assertThat(bad.change().after().row().get("note")).isNull();
                            assertThat(bad.change().after().row().get("age"))
                                    .isEqualTo(new Value.Int(3));
                        });
        assertThat(shape.row(user(1, "a@b", 3, "twelve"))).isNull();
        assertThat(shape.row(user(1, "a@b", 3, "12")).get("note")).isEqualTo(new Value.Int(12));
    }

    @Test
    void anInvalidRowIsParkedWrittenOrLeftOut() {
        rules.checks.add(named("email", "email"));
        Row wrong = user(1, "nobody", 3, "n");
        assertThat(rules.good().shape(insert(wrong))).isInstanceOf(Shaped.Bad.class);
        assertThat(rules.good().row(wrong)).isNull();
        rules.mode = TableRules.Validation.Mode.LENIENT;
        Shape lenient = rules.good();
        assertThat(lenient.shape(insert(wrong))).isInstanceOf(Shaped.Put.class);
        assertThat(lenient.row(wrong)).isEqualTo(wrong);
        assertThat(lenient.counts().lenient()).isEqualTo(1);
        rules.mode = TableRules.Validation.Mode.SKIP;
        Shape skipping = rules.good();
        assertThat(skipping.shape(insert(wrong))).isEqualTo(Shaped.Skip.SKIP);
        assertThat(skipping.shape(update(user(1, "a@b.at", 3, "n"), wrong)))
                .as("an earlier state must not stay as if it were the row's")
                .isInstanceOf(Shaped.Gone.class);
        assertThat(skipping.counts().skipped()).isEqualTo(2);
    }

    @Test
    void anAppendOnlyTableTakesNewRowsAndTheSameAgain() {
        rules.appendOnly = true;
        Shape shape = rules.good();
        Row row = user(1, "a@b", 3, "n");
        assertThat(shape.shape(insert(row))).isInstanceOf(Shaped.Put.class);
        assertThat(shape.shape(update(row, row))).isEqualTo(Shaped.Skip.SKIP);
        for (Change change :
                List.of(
                        update(row, user(1, "a@b", 4, "n")),
                        Change.of(id(1), Image.partial(key(1)), Image.whole(row), VERSION),
                        Change.of(id(1), Image.whole(row), Image.absent(), VERSION))) {
            assertThat(shape.shape(change))
                    .isInstanceOfSatisfying(
                            Shaped.Bad.class,
                            bad -> assertThat(bad.code()).isEqualTo(Code.APPEND_ONLY));
        }
        assertThat(shape.appendOnly()).isTrue();
    }

    @Test
    void whatIsBoundedToKnownFieldsSaysTheSameOfItself() {
        rules.appendOnly = true;
        rules.masks.add(named("email", "email"));
        rules.filters.add("age >= 18");
        Shape inner = rules.good();
        Shape bounded = new Kept(inner, java.util.Set.of("id", "email", "age", "note"));
        bounded.shape(insert(user(1, "a@b", 3, "n")));
        assertThat(bounded.appendOnly()).isTrue();
        assertThat(bounded.told()).isNotEmpty().isEqualTo(inner.told());
        assertThat(bounded.counts()).isEqualTo(new Shape.Counts(1, 0, 0, 0));
    }

    @Test
    void whenARowPassedIsNotCompared() {
        rules.fields.add(new FieldRule(null, "seen", "current_timestamp", Args.none(), false, ""));
        Shape shape = rules.good();
        assertThat(shape.compared()).containsExactly("id", "email", "age", "note");
        assertThat(shape.row(user(1, "a", 1, "n")).get("seen"))
                .isEqualTo(new Value.Instant(java.time.Instant.ofEpochMilli(1234)));
    }

    @Test
    void businessRulesAndAgreementsLookAtTheWholeRow() {
        rules.business.add("age IS NULL OR age < 150");
        Shape shape = rules.good();
        assertThat(shape.shape(insert(user(1, "a", 150, "n"))))
                .isInstanceOfSatisfying(
                        Shaped.Bad.class,
                        bad -> assertThat(bad.code()).isEqualTo(Code.BUSINESS_RULE));
        assertThat(shape.shape(insert(user(1, "a", 149, "n")))).isInstanceOf(Shaped.Put.class);
    }
}
