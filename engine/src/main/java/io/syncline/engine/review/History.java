package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Context;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Settled;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Rows;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a flow's rows came to be as they are, and the way back: a new version with old values. Safe
 * for use by several threads.
 *
 * <p>A row's versions are numbered by the rounds that made them: a later one has a higher number.
 */
public final class History {
    private static final int PAGE = 100;

    /** Whose values come back when an episode is undone. */
    public enum Back {
        /** Those that were agreed before it. */
        BEFORE,
        /** Those that the first end showed. */
        OURS,
        /** Those that the other end showed. */
        THEIRS
    }

    private final String flow;
    private final Pairs pairs;
    private final ReviewPolicy policy;
    private final Loop loop;
    private final Context context;

    /**
     * The history of one flow's rows.
     *
     * @param flow names the pairs in the store
     */
    public History(String flow, Pairs pairs, ReviewPolicy policy, Loop loop, Context context) {
        this.flow = flow;
        this.pairs = pairs;
        this.policy = policy;
        this.loop = loop;
        this.context = context;
    }

    /**
     * A row's episodes, latest first.
     *
     * @param before the version the page before ended with; {@link Long#MAX_VALUE} for the first
     */
    public List<Entry> of(RowId id, long before, int countMax) {
        return pairs.history(flow, id, before, countMax).stream()
                .map(each -> new Telling(each, policy).told())
                .toList();
    }

    /** The episode that gave a field the value that is agreed now; null if none did. */
    public @Nullable Entry blame(RowId id, String field) {
        long before = Long.MAX_VALUE;
        List<Episode> page = pairs.history(flow, id, before, PAGE);
        while (!page.isEmpty()) {
            for (Episode each : page) {
                boolean changed =
                        !Objects.equals(
                                Rows.value(each.before(), field), Rows.value(each.after(), field));
                if (changed) {
                    return new Telling(each, policy).told(Set.of(field));
                }
                before = each.round();
            }
            page = pairs.history(flow, id, before, PAGE);
        }
        return null;
    }

    /**
     * Takes back what an episode decided, or, if it decided nothing between two, what it changed.
     *
     * @param version the episode's
     * @param back whose values come back
     * @param only these of the fields; all if empty
     * @param by who
     * @param reason why; may be empty
     * @param forced whether also if somebody has changed the fields since
     */
    public Answer undo(
            RowId id,
            long version,
            Back back,
            Set<String> only,
            String by,
            String reason,
            boolean forced) {
        Episode episode = episode(id, version);
        if (episode == null) {
            return new Answer.Gone();
        }
        Set<String> fields = decided(episode);
        if (!only.isEmpty() && !fields.contains(Merge.ROW)) {
            fields.retainAll(only);
        }
        if (fields.isEmpty()) {
            return new Answer.Refused("it decided nothing of these fields");
        }
        Image wanted =
                switch (back) {
                    case BEFORE -> episode.before();
                    case OURS -> episode.ours();
                    case THEIRS -> episode.theirs();
                };
        Image expected = forced ? null : episode.after();
        return asked(
                id,
                new Wish.Restore(by, reason, Deed.Kind.UNDONE, version, fields, wanted, expected));
    }

    /**
     * Makes a row again what was agreed at an earlier version.
     *
     * @param version the earlier one
     * @param latest the version that the person was shown as the latest
     * @param forced whether also if there is a later one by now
     */
    public Answer rollback(
            RowId id, long version, long latest, String by, String reason, boolean forced) {
        Episode episode = episode(id, version);
        Episode shown = episode(id, latest);
        if (episode == null || shown == null) {
            return new Answer.Gone();
        }
        return asked(
                id,
                new Wish.Restore(
                        by,
                        reason,
                        Deed.Kind.ROLLED_BACK,
                        version,
                        Set.of(Merge.ROW),
                        episode.after(),
                        forced ? null : shown.after()));
    }

    /** What {@link #rollback} would write at each end; nothing is done. */
    public Answer previewRollback(RowId id, long version) {
        Episode episode = episode(id, version);
        if (episode == null) {
            return new Answer.Gone();
        }
        Wish wish =
                new Wish.Restore(
                        "",
                        "",
                        Deed.Kind.ROLLED_BACK,
                        version,
                        Set.of(Merge.ROW),
                        episode.after(),
                        null);
        return loop.answer(Errand.preview(id, wish), context);
    }

    private Answer asked(RowId id, Wish wish) {
        if (wish.by().isBlank()) {
            throw new IllegalArgumentException("Nobody decides");
        }
        return loop.answer(Errand.of(id, wish), context);
    }

    private @Nullable Episode episode(RowId id, long version) {
        if (version == Long.MAX_VALUE) {
            return null;
        }
        List<Episode> found = pairs.history(flow, id, version + 1, 1);
        return found.isEmpty() || found.getFirst().round() != version ? null : found.getFirst();
    }

    private Set<String> decided(Episode episode) {
        Set<String> fields = new HashSet<>();
        for (Settled each : episode.settled()) {
            fields.addAll(Telling.fieldsOf(policy, episode.id(), each.path()));
        }
        return fields.isEmpty() ? changed(episode) : fields;
    }

    /** The fields whose agreed value an episode changed; the row as such if it came or went. */
    static Set<String> changed(Episode episode) {
        Row before = episode.before().row();
        Row after = episode.after().row();
        if (before == null || after == null) {
            return before == null && after == null
                    ? new HashSet<>()
                    : new HashSet<>(Set.of(Merge.ROW));
        }
        Set<String> names = new LinkedHashSet<>(before.header().names());
        names.addAll(after.header().names());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}
