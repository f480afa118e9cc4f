package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.ForeignKey;
import io.syncline.core.merge.Which;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps rows from being linked, and what is turned of those that are. */
class LinkedProblemsTest {
    /** The other end's number is a thousand more. */
    private static final KeyLinks THOUSAND =
            new KeyLinks() {
                @Override
                public Value across(String collection, Which from, Value key) {
                    long number = ((Value.Int) key).value();
                    return new Value.Int(from == Which.OURS ? number + 1000 : number - 1000);
                }

                @Override
                public void expect(String collection, Which from, Collection<Value> keys) {}
            };

    private static Ends ends(LinkTerms.Table table, LinkTerms.Reference... references) {
        Ends ends =
                Ends.of(field("boss", Ends.INT), field("name", Ends.TEXT))
                        .there(field("boss", Ends.INT), field("name", Ends.TEXT));
        ends.links = new LinkTerms(List.of(table), List.of(references));
        ends.linkage = new Linkage(List.of(), List.of(), THOUSAND);
        return ends;
    }

    private static LinkTerms.Table table(String name, String... match) {
        return new LinkTerms.Table(name, List.of(match), "/t");
    }

    private static Value number(long number) {
        return new Value.Int(number);
    }

    private static void assertBossIsTurned(Ends ends) {
        assertThat(ends.problems()).isEmpty();
        Facing ours = Facing.of(ends);
        assertThat(ours.shared(1, 2)).isEqualTo("1001 of 1002");
    }

    /** The first end's rows in the sync's form. */
    private record Facing(Facings facings) {
        static Facing of(Ends ends) {
            return new Facing(ends.facings());
        }

        String shared(long id, long boss) {
            var own = facings.of(Which.OURS);
            RowId shared = own.shared(RowId.of(Ends.OURS, number(id)));
            Image row =
                    own.shared(
                            shared,
                            Ends.whole(
                                    "id",
                                    number(id),
                                    "boss",
                                    number(boss),
                                    "name",
                                    Ends.text("x")));
            assertThat(own.own(shared)).isEqualTo(RowId.of(Ends.OURS, number(id)));
            assertThat(own.own(shared, row).row().get("boss")).isEqualTo(number(boss));
            assertThat(facings.of(Which.THEIRS).own(shared))
                    .isEqualTo(RowId.of("users", shared.key().getFirst()));
            return ((Value.Int) shared.key().getFirst()).value()
                    + " of "
                    + ((Value.Int) row.row().get("boss")).value();
        }
    }

    @Test
    void aFieldThatIsNamedIsTurned() {
        assertBossIsTurned(
                ends(
                        table("users"),
                        new LinkTerms.Reference("users", "boss", "public.users", "/r")));
    }

    @Test
    void soIsAForeignKeyOfEitherEnd() {
        Ends here = ends(table("users"));
        here.linkage =
                new Linkage(
                        List.of(
                                new ForeignKey(
                                        Ends.OURS, List.of("boss"), Ends.OURS, List.of("id"))),
                        List.of(),
                        THOUSAND);
        assertBossIsTurned(here);
        Ends there = ends(table("users"));
        there.linkage =
                new Linkage(
                        List.of(),
                        List.of(
                                new ForeignKey(
                                        Ends.THEIRS, List.of("boss"), Ends.THEIRS, List.of("id"))),
                        THOUSAND);
        assertBossIsTurned(there);
    }

    /** A foreign key to another field than the key tells the same value at both ends. */
    @Test
    void aReferenceToAnotherFieldIsLeftAlone() {
        Ends ends = ends(table("users"));
        ends.linkage =
                new Linkage(
                        List.of(
                                new ForeignKey(
                                        Ends.OURS, List.of("boss"), Ends.OURS, List.of("name"))),
                        List.of(),
                        THOUSAND);
        assertThat(Facing.of(ends).shared(1, 2)).isEqualTo("1001 of 2");
    }

    @Test
    void whatIsNamedAndIsNotThereIsSaid() {
        assertThat(ends(table("nobody")).problems())
                .containsExactly(
                        "UNKNOWN_COLLECTION /t nobody is no table that the sync keeps equal.");
        assertThat(ends(table("users", "nick")).problems())
                .containsExactly(
                        "UNKNOWN_FIELD /t public.users has no field nick; it has id, boss, name.");
        assertThat(ends(table("users", "id")).problems())
                .singleElement()
                .asString()
                .startsWith("KEY_RULE /t id is the key that public.users gives out");
        assertThat(
                        ends(
                                        table("users"),
                                        new LinkTerms.Reference("users", "chief", "users", "/r"),
                                        new LinkTerms.Reference("users", "boss", "none", "/s"))
                                .problems())
                .containsExactly(
                        "UNKNOWN_FIELD /r public.users has no field chief; it has id, boss, name.",
                        "UNKNOWN_COLLECTION /s none is no table that the sync keeps equal.");
    }

    @Test
    void aKeyOfTwoFieldsIsNotLinked() {
        Ends ends = ends(table("users"));
        ends.ours.set(1, new Field("boss", Ends.INT, false));
        ends.theirs.set(1, new Field("boss", Ends.INT, false));
        ends.key = List.of("id", "boss");
        ends.theirKey = List.of("id", "boss");
        assertThat(ends.problems())
                .singleElement()
                .asString()
                .startsWith("KEY_RULE /t Rows of public.users are told apart by more than one");
    }

    @Test
    void aTableThatIsNotThereYetNumbersNothing() {
        Ends ends = ends(table("users"));
        ends.theirs = null;
        assertThat(ends.problems())
                .singleElement()
                .asString()
                .startsWith("KEY_RULE  public.users: id holds keys of users, as the other end");
    }

    @Test
    void aMappingMakesNothingElseOfALinkedKey() {
        Ends ends =
                ends(table("users"), new LinkTerms.Reference("users", "boss", "users", "/r"))
                        .rule("boss", "boss", "to_text");
        assertThat(ends.problems())
                .anyMatch(each -> each.startsWith("NOT_BOTH_WAYS /boss public.users: boss holds"));
    }

    /** Numbers here, texts there: what the keys are is each end's own affair. */
    @Test
    void theEndsKeysMayBeOfDifferentKinds() {
        Ends ends = ends(table("users"));
        ends.theirs.set(0, new Field("id", new FieldType.Other("objectId"), false));
        assertThat(ends.problems()).isEmpty();
    }
}
