package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.RowView;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of changes on their way. */
class ShapeTest {
    private static final FieldType TEXT = new FieldType.Text(null);
    private static final Layout USERS =
            new Layout(
                    "public.users",
                    List.of(
                            new Field("id", new FieldType.Int(64), false),
                            new Field("email", TEXT, false),
                            new Field("age", new FieldType.Int(32), true),
                            new Field("note", TEXT, true)),
                    List.of("id"),
                    List.of(
                            new Layout.Index(List.of("email"), true),
                            new Layout.Index(List.of("note"), false)),
                    -1);
    private static final Version VERSION = new Version(1, 0, new ReplicaId("a"));

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

    @Test
    void everythingWrongIsToldAtOnceWithItsPlace() {
        rules.fields.add(field("emial", "x", null));
        rules.fields.add(field("age", "note", null));
        rules.fields.add(field("note", null, "shout"));
        rules.fields.add(new FieldRule("id", null, "format_date", Args.none(), false, "/id"));
        rules.masks.add(named("id", "null"));
        rules.masks.add(named("email", "blur"));
        rules.checks.add(named("age", "email"));
        rules.checks.add(named("email", "looks_good"));
        rules.filters.add("birthday > '2000-01-01'");
        rules.transforms.add(
                new NamedRule("email", "truncate", Args.of("length", "0"), false, "/t"));
        assertThat(rules.resolve().problems())
                .extracting(problem -> problem.code() + " " + problem.pointer())
                .contains(
                        "UNKNOWN_FIELD /emial",
                        "FIELD_TWICE /note",
                        "UNKNOWN_FUNCTION /note",
                        "WRONG_FIELD_TYPE /id",
                        "KEY_RULE /id",
                        "UNKNOWN_MASK /email",
                        "WRONG_FIELD_TYPE /age",
                        "UNKNOWN_VALIDATOR /email",
                        "BAD_CONDITION /filter",
                        "BAD_ARGUMENT /t");
    }

    @Test
    void aKeyCannotBeLeftOutMaskedOrTurnedForGood() {
        for (FieldRule rule :
                List.of(
                        field("id", null, FieldRule.DROP),
                        new FieldRule(
                                "id", null, "constant", Args.of("value", "1"), false, "/id"))) {
            rules.fields.clear();
            rules.fields.add(rule);
            assertThat(rules.resolve().problems())
                    .extracting(ShapeProblem::code)
                    .contains(Code.KEY_RULE);
        }
        rules.fields.clear();
        rules.drop = true;
        rules.fields.add(field("email", "mail", null));
        assertThat(rules.resolve().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.KEY_RULE));
    }

    @Test
    void whatIsSaidOfAllTablesNeedsOnlyOneThatHasTheField() {
        rules.fields.add(new FieldRule("email", "mail", null, Args.none(), true, "/e"));
        rules.fields.add(new FieldRule("ghost", "x", null, Args.none(), true, "/g"));
        Layout other =
                new Layout(
                        "public.items",
                        List.of(new Field("id", new FieldType.Int(64), false)),
                        List.of("id"),
                        List.of(),
                        -1);
        Map<Layout, String> sources = new LinkedHashMap<>();
        sources.put(other, "items");
        sources.put(USERS, "users");
        assertThat(rules.resolve(sources).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/g"));
    }

    @Test
    void aTableWithoutAKeyCanOnlyBeRenamed() {
        Layout keyless = new Layout("public.log", USERS.fields(), List.of(), List.of(), -1);
        rules.fields.add(field("email", "mail", null));
        Shapes.Resolved resolved = rules.resolve(Map.of(keyless, "log"));
        assertThat(resolved.problems()).isEmpty();
        Row row = user(1, "a", 1, "n");
        Change change = Change.of(id(1), Image.whole(row), Image.whole(row), VERSION);
        assertThat(put(resolved.shapes().get("public.log").shape(change)).before())
                .isInstanceOf(Image.Whole.class);
        rules.masks.add(named("email", "redact"));
        assertThat(rules.resolve(Map.of(keyless, "log")).problems())
                .extracting(ShapeProblem::code)
                .containsExactly(Code.KEYLESS_RULE);
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Row user(long id, String email, long age, String note) {
        return Row.of(
                Header.of("id", "email", "age", "note"),
                List.of(new Value.Int(id), text(email), new Value.Int(age), text(note)));
    }

    private static Row key(long id) {
        return Row.of("id", new Value.Int(id));
    }

    private static RowId id(long id) {
        return RowId.of("public.users", new Value.Int(id));
    }

    private static Change insert(Row row) {
        return Change.of(
                new RowId("public.users", List.of(row.at(0))),
                Image.absent(),
                Image.whole(row),
                VERSION);
    }

    private static Change update(Row before, Row after) {
        return Change.of(
                new RowId("public.users", List.of(after.at(0))),
                Image.whole(before),
                Image.whole(after),
                VERSION);
    }

    private static Change partial(Row known) {
        return Change.of(id(1), Image.partial(key(1)), Image.partial(known), VERSION);
    }

    private static Change put(Shaped shaped) {
        assertThat(shaped).isInstanceOf(Shaped.Put.class);
        return ((Shaped.Put) shaped).change();
    }

    private static FieldRule field(String from, String to, String function) {
        return new FieldRule(from, to, function, Args.none(), false, "/" + from);
    }

    private static NamedRule named(String field, String name) {
        return new NamedRule(field, name, Args.none(), false, "/" + field);
    }

    /** Rules in the making. */
    private static final class Rules {
        final List<FieldRule> fields = new ArrayList<>();
        final List<NamedRule> transforms = new ArrayList<>();
        final List<NamedRule> masks = new ArrayList<>();
        final List<NamedRule> checks = new ArrayList<>();
        final List<String> filters = new ArrayList<>();
        final List<String> business = new ArrayList<>();
        boolean drop;
        boolean keep;
        boolean appendOnly;
        TableRules.Validation.Mode mode = TableRules.Validation.Mode.STRICT;

        Shape good() {
            Shapes.Resolved resolved = resolve();
            assertThat(resolved.problems()).isEmpty();
            return resolved.shapes().get("public.users");
        }

        Shapes.Resolved resolve() {
            return resolve(Map.of(USERS, "there"));
        }

        Shapes.Resolved resolve(Map<Layout, String> sources) {
            TableRules table =
                    new TableRules(
                            fields,
                            drop,
                            transforms,
                            Map.of(),
                            masks,
                            conditions(filters, "/filter"),
                            keep,
                            new TableRules.Validation(
                                    checks,
                                    conditions(business, "/business"),
                                    false,
                                    false,
                                    false,
                                    false,
                                    mode),
                            appendOnly);
            ShapeRules all =
                    new ShapeRules(
                            List.of(new ShapeRules.Side(table, Map.of(), List.of())),
                            Secret.of("s"));
            return Shapes.resolve(all, 0, sources, ShapeTools.plain(() -> 1234));
        }

        private static List<RowRule> conditions(List<String> texts, String pointer) {
            return texts.stream().map(text -> new RowRule("it", text, false, pointer)).toList();
        }
    }
}
