package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.NamedRule;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.sync.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a two-way sync is refused for, in words; and which way each field goes. */
class TwoWayProblemsTest {
    private static final FieldType MONEY = new FieldType.Decimal(10, 2);
    private static final FieldType DOUBLE = new FieldType.Real(64);

    @Test
    void aTableWithoutAKeyIsRefused() {
        Ends ends = Ends.of(field("email", Ends.TEXT));
        ends.key = List.of();
        assertThat(ends.problems())
                .containsExactly(
                        "KEYLESS_RULE  public.users has no key: a two-way sync has to find its"
                                + " rows.");
    }

    @Test
    void rowsThatTheOtherEndTellsApartByAnotherKeyAreRefused() {
        Ends ends =
                Ends.of(field("email", Ends.TEXT))
                        .there(field("email", Ends.TEXT), new Field("nr", Ends.INT, false));
        ends.theirKey = List.of("nr");
        assertThat(ends.problems())
                .containsExactly(
                        "KEY_RULE  Rows of users are told apart by nr, and would come with the key"
                                + " id.");
    }

    @Test
    void aKeyThatMayBeNullIsRefused() {
        Ends ends = Ends.of(field("nr", Ends.INT));
        ends.key = List.of("nr");
        assertThat(ends.problems())
                .containsExactly(
                        "KEY_RULE  nr is of the key of users, so it must not be NULL at either"
                                + " end.");
    }

    @Test
    void aKeyThatOneEndHoldsLessExactlyIsRefusedEvenIfLossIsAllowed() {
        Ends ends = new Ends();
        ends.ours.add(new Field("id", MONEY, false));
        ends.theirs = List.of(new Field("id", DOUBLE, false));
        ends.allow = true;
        assertThat(ends.problems())
                .singleElement()
                .asString()
                .startsWith("PRECISION_LOSS  public.users: id comes as");
    }

    @Test
    void aFieldThatOneEndHoldsLessExactlyIsRefusedUntilItIsAllowed() {
        Ends ends =
                Ends.of(field("total", MONEY), field("rate", new FieldType.Decimal(10, 4)))
                        .rule("total", "sum", null)
                        .there(field("sum", DOUBLE), field("rate", MONEY));
        assertThat(ends.problems())
                .containsExactly(
                        "PRECISION_LOSS /total public.users: sum comes as decimal(10,2), and"
                                + " is real of 64 bits at the other end: one end holds a"
                                + " floating point number and the other an exact one.",
                        "PRECISION_LOSS  public.users: rate comes as decimal(10,4), and"
                                + " is decimal(10,2) at the other end:"
                                + " one end holds 2 digits after the point and the other more.");
        ends.allow = true;
        assertThat(ends.problems()).isEmpty();
    }

    @Test
    void timesThatOneEndHoldsLessFinelyAreRefusedUntilItIsAllowed() {
        Ends ends =
                Ends.of(
                        field("at", new FieldType.Instant()),
                        field("day", new FieldType.Date()),
                        field("total", MONEY));
        ends.theirDigits = 3;
        assertThat(ends.problems())
                .containsExactly(
                        "PRECISION_LOSS  public.users: at comes as instant, and is instant at the"
                                + " other end: one end holds 3 digits of a second and the other"
                                + " 6.");
        ends.allow = true;
        assertThat(ends.problems()).isEmpty();
    }

    @Test
    void typesThatDoNotMeetAreRefused() {
        Ends ends =
                Ends.of(field("born", new FieldType.Date()))
                        .there(field("born", new FieldType.Int(64)));
        assertThat(ends.problems())
                .containsExactly(
                        "LAYOUT_MISMATCH  public.users: born comes as date, and is integer of 64 bits at"
                                + " the other end: give it a function, or change a column's type.");
    }

    @Test
    void aFieldThatTheOtherEndDoesNotHaveIsRefused() {
        Ends ends = Ends.of(field("email", Ends.TEXT)).there();
        assertThat(ends.problems())
                .containsExactly(
                        "LAYOUT_MISMATCH  public.users: The other end has no field email that can"
                                + " be written.");
    }

    @Test
    void whatSaysSomethingElseEachTimeIsRefused() {
        Ends ends = Ends.of().rule(null, "seen_at", "current_timestamp");
        assertThat(ends.problems())
                .containsExactly(
                        "NOT_BOTH_WAYS /null public.users: $current_timestamp says"
                                + " something else each time, so seen_at would never be equal.");
    }

    @Test
    void aFilterHasToBeAnsweredOfARowOfEitherEnd() {
        Ends ends =
                Ends.of(field("status", Ends.TEXT), field("plan", Ends.TEXT))
                        .rule("status", null, "drop")
                        .rule("plan", "plan", "lowercase");
        ends.filters.add("status = 'active' AND plan = 'pro' AND id > 5");
        assertThat(ends.problems())
                .containsExactly(
                        "NOT_BOTH_WAYS /filter the filter looks at plan of public.users, which a"
                                + " row of the other end does not tell.",
                        "NOT_BOTH_WAYS /filter the filter looks at status of public.users, which a"
                                + " row of the other end does not tell.");
    }

    @Test
    void rowsAreNotValidatedOnOneWayAlone() {
        Ends ends = Ends.of(field("age", Ends.INT));
        ends.business.add(new RowRule("grown up", "age > 17", false, "/business"));
        assertThat(ends.problems())
                .containsExactly(
                        "NOT_BOTH_WAYS  the business rule grown up of public.users would hold on"
                                + " one way alone: a two-way sync cannot validate rows.");
    }

    @Test
    void twoTablesThatBecomeOneAreRefused() {
        Field id = new Field("id", Ends.INT, false);
        Layout one = new Layout("a.users", List.of(id), List.of("id"), List.of(), -1);
        Layout other = one.named("b.users");
        Plan plan =
                new Plan(
                        List.of(new Route("a.users", "users"), new Route("b.users", "users")),
                        Map.of("a.users", one, "b.users", other));
        Facings facings = Facings.of(plan, ShapeRules.none(), new Catalog(List.of()), false);
        assertThat(facings.problems().stream().map(ShapeProblem::message))
                .containsExactly(
                        "a.users and b.users both come to users, so a row that is made there is of"
                                + " neither.");
    }

    @Test
    void aCollectionWithAProblemIsUnknown() {
        Ends ends = Ends.of(field("email", Ends.TEXT)).there();
        Facings facings = ends.facings();
        assertThat(facings.layouts()).isEmpty();
        assertThat(facings.ways()).hasSize(1);
    }

    @Test
    void theReportSaysWhichWayEachFieldGoesAndWhy() {
        Ends ends =
                Ends.of(
                                field("email", Ends.TEXT),
                                field("phone", Ends.TEXT),
                                field("name", Ends.TEXT),
                                field("note", Ends.TEXT))
                        .rule("email", "email", "lowercase")
                        .rule("name", "name", null)
                        .rule("name", "title", "uppercase")
                        .rule("id", "id", null)
                        .rule("id", "number", null)
                        .rule("note", null, "drop")
                        .rule(null, "kind", "constant", "value", "user")
                        .there(
                                field("email", Ends.TEXT),
                                field("phone", Ends.TEXT),
                                field("name", Ends.TEXT),
                                field("title", Ends.TEXT),
                                field("number", Ends.INT),
                                field("kind", Ends.TEXT),
                                field("score", Ends.INT));
        ends.masks.add(new NamedRule("phone", "phone", Args.none(), false, "/mask"));
        assertThat(ends.facings().ways())
                .containsExactly(
                        new CollectionWay(
                                "public.users",
                                "users",
                                List.of(
                                        new FieldWay("id", "id", Way.BOTH_WAYS, ""),
                                        new FieldWay(
                                                "id",
                                                "number",
                                                Way.FORWARD_ONLY,
                                                "id is carried back by id"),
                                        new FieldWay(
                                                "email",
                                                "email",
                                                Way.FORWARD_ONLY,
                                                "its function does not lead back: $lowercase"),
                                        new FieldWay(
                                                "phone", "phone", Way.FORWARD_ONLY, "it is masked"),
                                        new FieldWay("name", "name", Way.BOTH_WAYS, ""),
                                        new FieldWay(
                                                "name",
                                                "title",
                                                Way.FORWARD_ONLY,
                                                "its function does not lead back: $uppercase"),
                                        new FieldWay(
                                                null,
                                                "kind",
                                                Way.FORWARD_ONLY,
                                                "it is made of no field of ours, by $constant"),
                                        new FieldWay(
                                                "note",
                                                null,
                                                Way.UNTOUCHED,
                                                "the mapping leaves it out"),
                                        new FieldWay(
                                                null,
                                                "score",
                                                Way.UNTOUCHED,
                                                "nothing of ours comes to it"))));
    }
}
