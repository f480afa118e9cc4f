package io.syncline.testkit.twoway;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
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
import java.util.function.Supplier;
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
        world.reviewers().check();
        for (RowId id : world.users().ids()) {
            world.spokes().forEach(spoke -> equal(spoke, id));
            counted(id);
            for (Spoke spoke : world.spokes()) {
                history(spoke, id).forEach(this::latest);
            }
        }
        for (Map.Entry<Value, RowId> each : world.users().written().entrySet()) {
            accounted(each.getKey(), each.getValue());
        }
        // What a site stores otherwise may be sent to it once more.
        if (!world.habits().shouts()) {
            world.sites().forEach(TwoWayChecks::noEcho);
            bounded();
        }
    }

    private static @Nullable Row row(Site site, RowId id) {
        return site.replica().database().committed(id);
    }

    private List<Episode> history(Spoke spoke, RowId id) {
        return pairs.history(spoke.flow(), id, Integer.MAX_VALUE);
    }

    private @Nullable Review review(Spoke spoke, RowId id) {
        Pair pair = pairs.find(spoke.flow(), List.of(id)).get(id);
        return pair == null ? null : pair.review();
    }

    /** Both ends of a sync show the same, but for what waits for a person. */
    private void equal(Spoke spoke, RowId id) {
        Row ours = row(spoke.site(Which.OURS), id);
        Row theirs = row(spoke.site(Which.THEIRS), id);
        Review review = review(spoke, id);
        if (review != null && review.conflicts().stream().anyMatch(c -> c.path().isEmpty())) {
            return;
        }
        Set<String> open = new HashSet<>();
        if (review != null) {
            review.conflicts().forEach(conflict -> open.add(conflict.path()));
        }
        boolean same = ours == null ? theirs == null : theirs != null && same(ours, theirs, open);
        require(
                same,
                () -> id + " differs: " + ours + " and " + theirs + " with " + review + told(id));
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

    /** Every addition to a count has come everywhere, and none twice. */
    private void counted(RowId id) {
        Long wanted = world.users().counted(id);
        if (wanted == null || world.spokes().stream().anyMatch(each -> review(each, id) != null)) {
            return;
        }
        for (Site site : world.sites()) {
            Row row = row(site, id);
            require(
                    row == null || new Value.Int(wanted).equals(row.get("n")),
                    () -> id + " does not count " + wanted + " at " + site.name() + told(id));
        }
    }

    /** Where the later edit wins, it is the later one, if all logs tell when each was made. */
    private void latest(Episode episode) {
        if (!timesAreTold()) {
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
                        () -> "The earlier edit won: " + settled + told(episode.id()));
            }
        }
    }

    /**
     * Not of rows that come and go: when a field of a row was changed that an end has deleted is
     * known of the row as a whole. Nor where an end changes texts by itself, which nobody tells
     * from an edit; nor where an edit comes by way of another sync, whose write is later than the
     * edit, or in log that was lost; nor of rows from before the sync, nor where a person's word is
     * the latest.
     */
    private boolean timesAreTold() {
        Habits habits = world.habits();
        return !habits.deletes()
                && !habits.shouts()
                && !habits.loses()
                && !habits.decided()
                && habits.filled() == 0
                && habits.sites() == 2;
    }

    private @Nullable Long time(@Nullable Value text) {
        return text == null ? null : world.users().time(text);
    }

    /** A text is there, or somebody replaced it, or the history says what became of it. */
    private void accounted(Value text, RowId id) {
        boolean there =
                world.sites().stream().anyMatch(site -> holds(row(site, id), text))
                        || world.users().replaced(text);
        require(
                there || inHistory(text, id),
                () -> text + " of " + id + " is gone without a trace" + told(id));
    }

    /** What happened to a row, for whoever looks for a fault. */
    String told(RowId id) {
        StringBuilder out = new StringBuilder();
        for (Site site : world.sites()) {
            out.append("\n").append(site.name()).append(" is ").append(row(site, id));
            site.replica()
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
        for (Spoke spoke : world.spokes()) {
            out.append("\n").append(spoke.flow());
            history(spoke, id).reversed().forEach(episode -> out.append("\n  ").append(episode));
            out.append("\n  ").append(pairs.find(spoke.flow(), List.of(id)));
        }
        return out.append("\n").append(world.habits()).toString();
    }

    private boolean inHistory(Value text, RowId id) {
        return world.spokes().stream()
                .flatMap(spoke -> history(spoke, id).stream())
                .anyMatch(episode -> decidedAgainst(episode, text));
    }

    private static boolean decidedAgainst(Episode episode, Value text) {
        Deed deed = episode.deed();
        boolean lost =
                episode.settled().stream()
                        .anyMatch(
                                settled ->
                                        // A person who decides is shown what was agreed, too.
                                        deed != null && is(text, settled.base())
                                                || is(text, settled.ours())
                                                || is(text, settled.theirs())
                                                // Of a row as such, what was agreed is told too.
                                                || settled.path().isEmpty()
                                                        && (holds(episode.before(), text)
                                                                || holds(episode.ours(), text)
                                                                || holds(episode.theirs(), text)));
        boolean undone = deed != null && deed.kind() == Deed.Kind.UNDONE;
        return lost
                || madeAnew(episode) && holds(episode.before(), text)
                || undone
                        && (holds(episode.before(), text)
                                || holds(episode.ours(), text)
                                || holds(episode.theirs(), text));
    }

    /** A row that was deleted and made again is another one; what the first was is told. */
    private static boolean madeAnew(Episode episode) {
        return episode.conflicts().stream()
                        .anyMatch(each -> each.kind() == Conflict.Kind.INSERT_INSERT)
                || episode.settled().stream()
                        .anyMatch(each -> each.kind() == Conflict.Kind.INSERT_INSERT);
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
    private static void noEcho(Site site) {
        for (MemoryReplica.Effect effect : site.replica().effects()) {
            require(
                    !Objects.equals(effect.before(), effect.after()),
                    () -> "A write of " + effect.id() + " changed nothing");
        }
    }

    /** What the syncs write is at most what users wrote, once for each other site. */
    private void bounded() {
        // A decision may be written to both ends, and is an edit to all other syncs.
        int decisions = 2 * world.reviewers().asked();
        int edits = world.users().edits() + decisions;
        int writes = world.sites().stream().mapToInt(each -> each.replica().effects().size()).sum();
        require(
                writes <= edits * (world.sites().size() - 1),
                () ->
                        writes
                                + " writes of "
                                + edits
                                + " edits at "
                                + world.sites().size()
                                + " sites");
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
