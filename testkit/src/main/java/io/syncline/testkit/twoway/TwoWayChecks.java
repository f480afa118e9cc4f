package io.syncline.testkit.twoway;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import io.syncline.testkit.memory.Commit;
import io.syncline.testkit.memory.MemoryReplica;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to hold of a two-way world, once all is quiet. */
final class TwoWayChecks {
    private final TwoWayWorld world;
    private final Pairs pairs;

    TwoWayChecks(TwoWayWorld world) {
        this.world = world;
        this.pairs = world.store().pairs();
    }

    void atQuiet() {
        for (RowId id : world.users().ids()) {
            equal(id);
            counted(id);
            pairs.history(TwoWayWorld.FLOW, id, Integer.MAX_VALUE).forEach(this::latest);
        }
        for (Map.Entry<Value, RowId> each : world.users().written().entrySet()) {
            accounted(each.getKey(), each.getValue());
        }
        for (Which which : Which.values()) {
            // What an end stores otherwise may be sent to it once more.
            if (!world.habits().shouts()) {
                noEcho(world.replica(which));
            }
        }
    }

    private @Nullable Row row(Which which, RowId id) {
        return world.replica(which).database().committed(id);
    }

    private @Nullable Review review(RowId id) {
        Pair pair = pairs.find(TwoWayWorld.FLOW, List.of(id)).get(id);
        return pair == null ? null : pair.review();
    }

    /** Both show the same, but for what waits for a person. */
    private void equal(RowId id) {
        Row ours = row(Which.OURS, id);
        Row theirs = row(Which.THEIRS, id);
        Review review = review(id);
        if (review != null && review.conflicts().stream().anyMatch(c -> c.path().isEmpty())) {
            return;
        }
        Set<String> open = new HashSet<>();
        if (review != null) {
            review.conflicts().forEach(conflict -> open.add(conflict.path()));
        }
        boolean same = ours == null ? theirs == null : theirs != null && same(ours, theirs, open);
        require(same, id + " differs: " + ours + " and " + theirs + " with " + review + told(id));
    }

    private static boolean same(Row ours, Row theirs, Set<String> open) {
        return ours.header().names().stream()
                .allMatch(
                        name ->
                                open.contains(name)
                                        || plain(ours, name).equals(plain(theirs, name)));
    }

    private static Value plain(Row row, String name) {
        return Users.plain(Objects.requireNonNull(row.get(name)));
    }

    /** Every addition to a count has come, and none twice. */
    private void counted(RowId id) {
        Long wanted = world.users().counted(id);
        Row row = row(Which.OURS, id);
        if (wanted != null && row != null && review(id) == null) {
            require(
                    new Value.Int(wanted).equals(row.get("n")),
                    id + " counts " + row.get("n") + " where " + wanted + " were added" + told(id));
        }
    }

    /**
     * Where the later edit wins, it is the later one. Not of rows that come and go: when a field of
     * a row was changed that an end has deleted is known of the row as a whole. Nor where an end
     * changes texts by itself, which nobody tells from an edit.
     */
    private void latest(Episode episode) {
        if (world.habits().deletes() || world.habits().shouts()) {
            return;
        }
        for (Settled settled : episode.settled()) {
            if (settled.rule().equals("last_write_wins")) {
                Long ours = time(settled.ours());
                Long theirs = time(settled.theirs());
                Long result = time(settled.result());
                require(
                        ours == null
                                || theirs == null
                                || result != null && result == Math.max(ours, theirs),
                        "The earlier edit won: " + settled + told(episode.id()));
            }
        }
    }

    private @Nullable Long time(@Nullable Value text) {
        return text == null ? null : world.users().time(text);
    }

    /** A text is there, or somebody replaced it, or the history says what became of it. */
    private void accounted(Value text, RowId id) {
        boolean there =
                holds(row(Which.OURS, id), text)
                        || holds(row(Which.THEIRS, id), text)
                        || world.users().replaced(text);
        require(
                there || inHistory(text, id),
                text + " of " + id + " is gone without a trace" + told(id));
    }

    /** What happened to a row, for whoever looks for a fault. */
    String told(RowId id) {
        StringBuilder out = new StringBuilder();
        for (Which which : Which.values()) {
            out.append("\n").append(which).append(" is ").append(row(which, id));
            world.replica(which)
                    .database()
                    .log()
                    .forEach(
                            commit ->
                                    commit.steps().stream()
                                            .filter(Commit.Step.Row.class::isInstance)
                                            .map(step -> ((Commit.Step.Row) step).full())
                                            .filter(change -> change.id().equals(id))
                                            .forEach(
                                                    change ->
                                                            out.append("\n  ")
                                                                    .append(commit.number())
                                                                    .append(' ')
                                                                    .append(change.version())
                                                                    .append(' ')
                                                                    .append(change.after())));
        }
        pairs.history(TwoWayWorld.FLOW, id, Integer.MAX_VALUE)
                .reversed()
                .forEach(episode -> out.append("\n  ").append(episode));
        return out.append("\n")
                .append(world.habits())
                .append(pairs.find(TwoWayWorld.FLOW, List.of(id)))
                .toString();
    }

    private boolean inHistory(Value text, RowId id) {
        return pairs.history(TwoWayWorld.FLOW, id, Integer.MAX_VALUE).stream()
                .anyMatch(episode -> decidedAgainst(episode, text));
    }

    private static boolean decidedAgainst(Episode episode, Value text) {
        boolean lost =
                episode.settled().stream()
                        .anyMatch(
                                settled ->
                                        is(text, settled.ours())
                                                || is(text, settled.theirs())
                                                || settled.path().isEmpty()
                                                        && (holds(episode.ours(), text)
                                                                || holds(episode.theirs(), text)));
        return lost;
    }

    private static boolean is(Value text, @Nullable Value value) {
        return value != null && text.equals(Users.plain(value));
    }

    private static boolean holds(Image image, Value text) {
        return holds(image.row(), text);
    }

    private static boolean holds(@Nullable Row row, Value text) {
        return row != null && Users.TEXTS.stream().anyMatch(name -> is(text, row.get(name)));
    }

    /** No write changed nothing. */
    private static void noEcho(MemoryReplica replica) {
        for (MemoryReplica.Effect effect : replica.effects()) {
            require(
                    !Objects.equals(effect.before(), effect.after()),
                    "A write of " + effect.id() + " changed nothing");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
