package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A folded change does what its changes do one after the other, whatever the target had before. */
class FoldTest {
    private static final RowId ID = RowId.of("t", new Value.Int(1));
    private static final int LENGTH_MAX = 4;

    /** All rows of two fields with two values each; fields are never equal by chance. */
    private static final List<Row> ROWS = List.of(row(1, 3), row(1, 4), row(2, 3), row(2, 4));

    private static final List<Row> PARTS =
            List.of(
                    Row.of("a", new Value.Int(1)),
                    Row.of("a", new Value.Int(2)),
                    Row.of("b", new Value.Int(3)),
                    Row.of("b", new Value.Int(4)),
                    row(2, 3));

    private static Row row(long a, long b) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("a", new Value.Int(a));
        fields.put("b", new Value.Int(b));
        return Row.of(fields);
    }

    /** What a log can tell next of a row that is or is not there. */
    private static List<Image> next(boolean there) {
        List<Image> images = new ArrayList<>();
        images.add(Image.absent());
        ROWS.forEach(row -> images.add(Image.whole(row)));
        if (there) {
            PARTS.forEach(part -> images.add(Image.partial(part)));
        }
        return images;
    }

    private static Image applied(Image to, Image after) {
        return switch (after) {
            case Image.Absent _, Image.Whole _ -> after;
            case Image.Partial(Row known) ->
                    switch (to) {
                        case Image.Whole(Row there) -> Image.whole(there.overlaid(known));
                        case Image.Absent _ -> Image.absent();
                        case Image.Partial _ -> throw new IllegalStateException("A whole target");
                    };
        };
    }

    private record Played(Image start, List<Change> changes, Image end) {}

    /** Every sequence that a log can tell from every state of the target. */
    private static List<Played> everySequence() {
        List<Played> all = new ArrayList<>();
        for (Image start : next(false)) {
            grow(new Played(start, List.of(), start), all);
        }
        return all;
    }

    private static void grow(Played so, List<Played> all) {
        if (!so.changes().isEmpty()) {
            all.add(so);
        }
        if (so.changes().size() == LENGTH_MAX) {
            return;
        }
        for (Image after : next(!so.end().isAbsent())) {
            List<Change> changes = new ArrayList<>(so.changes());
            Version version = new Version(changes.size() + 1, 0, new ReplicaId("source"));
            changes.add(Change.of(ID, so.end(), after, version));
            grow(new Played(so.start(), changes, applied(so.end(), after)), all);
        }
    }

    private static Change folded(List<Change> changes) {
        return changes.stream().reduce(Fold::of).orElseThrow();
    }

    @Test
    void aFoldedChangeDoesWhatItsChangesDo() {
        List<Played> all = everySequence();
        assertThat(all).hasSizeGreaterThan(10_000);
        for (Played played : all) {
            Change net = folded(played.changes());
            assertThat(applied(played.start(), net.after())).isEqualTo(played.end());
            assertThat(net.before()).isEqualTo(played.changes().getFirst().before());
            assertThat(net.version()).isEqualTo(played.changes().getLast().version());
        }
    }

    /** So a batch may be cut anywhere, and a parked change be folded with a folded one. */
    @Test
    void foldingIsAssociative() {
        for (Played played : everySequence()) {
            List<Change> changes = played.changes();
            for (int cut = 1; cut < changes.size(); cut++) {
                Change first = folded(changes.subList(0, cut));
                Change second = folded(changes.subList(cut, changes.size()));
                assertThat(Fold.of(first, second)).isEqualTo(folded(changes));
            }
        }
    }

    /** After a crash the target may have any of the states on the way; the net change mends it. */
    @Test
    void aFoldedChangeMayBeRepeated() {
        for (Played played : everySequence()) {
            Change net = folded(played.changes());
            Image once = applied(played.start(), net.after());
            assertThat(applied(once, net.after())).isEqualTo(once);
        }
    }

    @Test
    void anInsertAndADeleteFoldToADelete() {
        Version version = new Version(1, 0, new ReplicaId("source"));
        Change insert = Change.of(ID, Image.absent(), Image.whole(row(1, 3)), version);
        Change delete = Change.of(ID, Image.whole(row(1, 3)), Image.absent(), version);

        assertThat(Fold.of(insert, delete).after()).isEqualTo(Image.absent());
    }

    /** What stands at the target is the row of before, and must lend it nothing. */
    @Test
    void aFewFieldsOfARowThatWasDeletedAMomentBeforeRestOnNothing() {
        Version version = new Version(1, 0, new ReplicaId("source"));
        Image few = Image.partial(Row.of("a", new Value.Int(2)));
        Change delete = Change.of(ID, Image.whole(row(1, 3)), Image.absent(), version);
        Change again = Change.of(ID, few, few, version);

        Change net = Fold.of(delete, again);
        assertThat(Fold.halfMade(net)).isTrue();
        assertThat(Fold.halfMade(Fold.of(net, again))).isTrue();
        assertThat(Fold.halfMade(Fold.of(delete, Fold.of(again, again)))).isTrue();
        assertThat(Fold.halfMade(again)).isFalse();
        Change whole = Change.of(ID, few, Image.whole(row(5, 6)), version);
        assertThat(Fold.of(net, whole).after()).isEqualTo(Image.whole(row(5, 6)));
    }

    @Test
    void aKnownNullIsNotAnUnknownField() {
        Version version = new Version(1, 0, new ReplicaId("source"));
        Image nothing = Image.partial(Row.of("b", Value.nothing()));
        Image unknown = Image.partial(Row.of("a", new Value.Int(2)));
        Change insert = Change.of(ID, Image.absent(), Image.whole(row(1, 3)), version);

        assertThat(Fold.of(insert, Change.of(ID, nothing, nothing, version)).after().row().get("b"))
                .isEqualTo(Value.nothing());
        assertThat(Fold.of(insert, Change.of(ID, unknown, unknown, version)).after().row().get("b"))
                .isEqualTo(new Value.Int(3));
    }
}
