package io.syncline.engine.facing;

import static io.syncline.engine.facing.Ends.field;
import static io.syncline.engine.facing.Ends.num;
import static io.syncline.engine.facing.Ends.partial;
import static io.syncline.engine.facing.Ends.text;
import static io.syncline.engine.facing.Ends.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.Facing;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are marked as deleted, versions of an application, and columns that an end keeps. */
class PracticeTest {
    private static final long NOW = 1_700_000_000_123L;
    private static final Value THEN = new Value.Instant(Instant.ofEpochMilli(NOW));
    private static final FieldType TIME = new FieldType.Instant();

    private static Convention soft(String column) {
        return new Convention.SoftDelete(null, column, null, null, "/soft");
    }

    private static Convention flag(String column, Value deleted, @Nullable Value live) {
        return new Convention.SoftDelete("users", column, deleted, live, "/soft");
    }

    private static Convention version(String column) {
        return new Convention.VersionColumn(null, column, "/version");
    }

    private static Convention owned(String column) {
        return new Convention.SideOwned(null, column, "/owned");
    }

    /** Ours deletes softly by a time; theirs by a truth, and counts its writes. */
    private static Ends both() {
        Ends ends =
                Ends.of(field("name", Ends.TEXT), field("deleted_at", TIME))
                        .there(
                                field("name", Ends.TEXT),
                                new Field("gone", new FieldType.Bool(), false),
                                new Field("lock_version", new FieldType.Int(32), false));
        ends.conventions = new Conventions(List.of(soft("deleted_at")));
        ends.theirConventions =
                new Conventions(
                        List.of(flag("gone", new Value.Int(1), null), version("lock_version")));
        return ends;
    }

    private static RowId id(String collection) {
        return RowId.of(collection, num(1));
    }

    private static Image ours(Value deletedAt) {
        return whole("id", num(1), "name", text("a"), "deleted_at", deletedAt);
    }

    private static Image theirs(boolean gone, long version) {
        return whole(
                "id", num(1),
                "name", text("a"),
                "gone", new Value.Bool(gone),
                "lock_version", num(version));
    }

    @Test
    void aRowThatIsMarkedIsAbsentAndAllOthersAreWhatTheyWere() {
        Facings facings = both().facings();
        assertThat(facings.problems()).isEmpty();
        Image shared = whole("id", num(1), "name", text("a"));
        RowId id = id(Ends.THEIRS);
        assertThat(facings.of(Which.OURS).shared(id, ours(THEN))).isEqualTo(Image.absent());
        assertThat(facings.of(Which.THEIRS).shared(id, theirs(true, 5))).isEqualTo(Image.absent());
        assertThat(facings.of(Which.OURS).shared(id, ours(Value.nothing()))).isEqualTo(shared);
        assertThat(facings.of(Which.THEIRS).shared(id, theirs(false, 5))).isEqualTo(shared);
        assertThat(facings.member(id, ours(THEN), Which.OURS)).isEqualTo(Membership.ABSENT);
        // What does not know the column is not taken for deleted.
        assertThat(facings.of(Which.OURS).shared(id, partial("name", text("b"))))
                .isEqualTo(partial("name", text("b")));
    }

    @Test
    void theColumnsAreReadAndNeitherComparedNorCarried() {
        Facings facings = both().facings();
        assertThat(names(facings.layouts().getFirst().fields())).containsExactly("id", "name");
        assertThat(names(facings.read(Which.OURS).getFirst().fields()))
                .containsExactly("id", "name", "deleted_at");
        assertThat(names(facings.read(Which.THEIRS).getFirst().fields()))
                .containsExactly("id", "name", "gone", "lock_version");
        assertThat(facings.practices(Which.THEIRS))
                .containsEntry(
                        Ends.THEIRS,
                        List.of(
                                "deletes by setting gone",
                                "adds 1 to lock_version with each write"));
        assertThat(facings.practices(Which.OURS))
                .containsEntry(Ends.OURS, List.of("deletes by setting deleted_at to the time"));
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).toList();
    }

    @Test
    void aDeleteMarksTheRowAndCountsAsAWrite() {
        Facings facings = both().facings();
        RowId id = id(Ends.THEIRS);
        assertThat(written(facings, Which.OURS, ours(Value.nothing()), Image.absent()))
                .isEqualTo(partial("deleted_at", THEN));
        assertThat(written(facings, Which.THEIRS, theirs(false, 5), Image.absent()))
                .isEqualTo(partial("gone", new Value.Bool(true), "lock_version", num(6)));
        // Nothing is made of a row that is not there.
        assertThat(written(facings, Which.OURS, Image.absent(), Image.absent()))
                .isEqualTo(Image.absent());
        assertThat(facings.of(Which.OURS).shared(id, overlaid(ours(Value.nothing()), "deleted_at")))
                .isEqualTo(Image.absent());
    }

    private static Image overlaid(Image row, String column) {
        return Image.whole(
                Objects.requireNonNull(row.row())
                        .overlaid(Objects.requireNonNull(partial(column, THEN).row())));
    }

    private static Image written(Facings facings, Which which, Image own, Image after) {
        return facings.of(which).written(id(Ends.THEIRS), own, after, NOW);
    }

    @Test
    void aRowThatComesBackIsNoLongerMarkedAndKeepsTheRest() {
        Facings facings = both().facings();
        Image again = whole("id", num(1), "name", text("back"));
        assertThat(written(facings, Which.OURS, ours(THEN), again))
                .isEqualTo(
                        partial("id", num(1), "name", text("back"), "deleted_at", Value.nothing()));
        assertThat(written(facings, Which.THEIRS, theirs(true, 5), again))
                .isEqualTo(
                        partial(
                                "id",
                                num(1),
                                "name",
                                text("back"),
                                "gone",
                                new Value.Bool(false),
                                "lock_version",
                                num(6)));
    }

    @Test
    void aNewRowIsNotMarkedAndOfTheFirstVersion() {
        Facings facings = both().facings();
        Image fresh = whole("id", num(1), "name", text("new"));
        assertThat(written(facings, Which.THEIRS, Image.absent(), fresh))
                .isEqualTo(
                        whole(
                                "id",
                                num(1),
                                "name",
                                text("new"),
                                "gone",
                                new Value.Bool(false),
                                "lock_version",
                                num(0)));
    }

    @Test
    void anEditCountsAsAWriteAndLeavesTheMarkAlone() {
        Facings facings = both().facings();
        assertThat(written(facings, Which.OURS, ours(Value.nothing()), partial("name", text("b"))))
                .isEqualTo(partial("name", text("b")));
        assertThat(written(facings, Which.THEIRS, theirs(false, 41), partial("name", text("b"))))
                .isEqualTo(partial("name", text("b"), "lock_version", num(42)));
        // What changes nothing is no write.
        assertThat(written(facings, Which.THEIRS, theirs(false, 41), partial()))
                .isEqualTo(partial());
    }

    @Test
    void aChangeIsWhatTheApplicationMeansByIt() {
        Facing ours = both().facings().of(Which.OURS);
        Version at = new Version(1, 0, new ReplicaId("user"));
        RowId id = id(Ends.OURS);
        Image live = ours(Value.nothing());
        Image gone = ours(THEN);
        Change marks = Objects.requireNonNull(ours.meant(Change.of(id, live, gone, at)));
        assertThat(marks.after().isAbsent()).isTrue();
        assertThat(marks.before()).isEqualTo(live);
        Change back = Objects.requireNonNull(ours.meant(Change.of(id, gone, live, at)));
        assertThat(back.before().isAbsent()).isTrue();
        assertThat(ours.meant(Change.of(id, gone, gone, at))).isNull();
        assertThat(ours.meant(Change.of(id, gone, Image.absent(), at))).isNull();
        Change real = Change.of(id, live, Image.absent(), at);
        assertThat(ours.meant(real)).isEqualTo(real);
    }

    @Test
    void timesAreAsFineAsTheColumnAndFlagsOfItsType() {
        Field day = new Field("day", new FieldType.Date(), true);
        Mark date = Objects.requireNonNull(Mark.of(timed(), day, 6));
        assertThat(date.at(NOW).toString()).contains("2023-11-14");
        Field local = new Field("at", new FieldType.Timestamp(), true);
        Mark seconds = Objects.requireNonNull(Mark.of(timed(), local, 0));
        assertThat(seconds.at(NOW).toString())
                .contains("2023-11-14T22:13:20")
                .doesNotContain("123");
        Field state = new Field("state", Ends.TEXT, false);
        Value dead = text("dead");
        assertThat(Mark.of(valued(dead, null), state, 6)).isNull();
        Mark words = Objects.requireNonNull(Mark.of(valued(dead, text("alive")), state, 6));
        assertThat(words.live()).isEqualTo(text("alive"));
        Field small = new Field("gone", new FieldType.Int(8), false);
        Mark number = Objects.requireNonNull(Mark.of(valued(new Value.Bool(true), null), small, 6));
        assertThat(number.at(NOW)).isEqualTo(num(1));
        assertThat(number.live()).isEqualTo(num(0));
    }

    private static Convention.SoftDelete timed() {
        return new Convention.SoftDelete(null, "x", null, null, "");
    }

    private static Convention.SoftDelete valued(Value deleted, @Nullable Value live) {
        return new Convention.SoftDelete(null, "x", deleted, live, "");
    }

    @Test
    void whatAnEndKeepsIsNobodysWhateverTheMappingSays() {
        Ends ends =
                Ends.of(
                                field("name", Ends.TEXT),
                                field("rank", Ends.INT),
                                field("hits", Ends.INT),
                                field("notes", Ends.TEXT))
                        .rule("rank", "place", null)
                        .there(
                                field("name", Ends.TEXT),
                                field("place", Ends.INT),
                                field("hits", new FieldType.Date()),
                                field("notes", Ends.TEXT));
        ends.conventions = new Conventions(List.of(owned("rank")));
        ends.theirConventions = new Conventions(List.of(owned("hits")));
        Facings facings = ends.facings();
        assertThat(facings.problems()).isEmpty();
        assertThat(names(facings.layouts().getFirst().fields()))
                .containsExactly("id", "name", "notes");
        assertThat(facings.ways().getFirst().fields())
                .filteredOn(way -> way.way() == Way.UNTOUCHED)
                .extracting(FieldWay::ours, FieldWay::theirs, FieldWay::why)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("rank", null, "it is the end's own"),
                        org.assertj.core.groups.Tuple.tuple(null, "hits", "it is the end's own"));
    }

    @Test
    void whatCannotBeIsToldAllAtOnce() {
        Ends ends = both();
        ends.ours.add(field("level", Ends.TEXT));
        ends.filters.add("level = 'a'");
        ends.rule("deleted_at", "removed_at", null);
        ends.conventions =
                new Conventions(
                        List.of(
                                soft("deleted_at"),
                                version("level"),
                                owned("nothing"),
                                new Convention.SideOwned("orders", "x", "/owned/1"),
                                owned("id")));
        ends.theirConventions =
                new Conventions(List.of(flag("name", new Value.Bool(true), null), version("gone")));
        assertThat(ends.problems())
                .containsExactlyInAnyOrder(
                        "UNKNOWN_FIELD /owned No table here has a column nothing.",
                        "UNKNOWN_COLLECTION /owned/1 There is no table orders here that the sync"
                                + " keeps equal.",
                        "CONVENTION /soft The mapping carries deleted_at of public.users, which"
                                + " only its own application can use.",
                        "CONVENTION /version level of public.users is text: a version is a whole"
                                + " number.",
                        "KEY_RULE /owned id is of the key of public.users, by which both ends tell"
                                + " rows apart.",
                        "CONVENTION /soft name of users is text, which cannot hold both what"
                                + " deleted and what live says.",
                        "CONVENTION /version gone of users is boolean: a version is a whole number.",
                        "NOT_BOTH_WAYS /filter the filter looks at level of public.users, which a"
                                + " row of the other end does not tell.");
    }
}
