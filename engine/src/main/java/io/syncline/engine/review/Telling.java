package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Settled;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of an episode what a person is told. For one episode. */
final class Telling {
    private final Episode episode;
    private final ReviewPolicy policy;
    private final Map<String, Settled> settled = new LinkedHashMap<>();

    Telling(Episode episode, ReviewPolicy policy) {
        this.episode = episode;
        this.policy = policy;
        episode.settled()
                .forEach(
                        each ->
                                fieldsOf(policy, episode.id(), each.path())
                                        .forEach(name -> settled.put(name, each)));
    }

    /** The fields that a path of a conflict stands for; the row as such by an empty name. */
    static List<String> fieldsOf(ReviewPolicy policy, RowId id, String path) {
        return path.isEmpty()
                ? List.of(Merge.ROW)
                : policy.rules().apply(id.collection()).fieldsOf(path);
    }

    /** All that was changed or decided. */
    Entry told() {
        Set<String> fields = new LinkedHashSet<>(History.changed(episode));
        fields.addAll(settled.keySet());
        if (fields.remove(Merge.ROW)) {
            for (Image image : List.of(episode.before(), episode.after())) {
                Row row = image.row();
                if (row != null) {
                    fields.addAll(row.header().names());
                }
            }
        }
        return told(fields);
    }

    /** What became of some fields. */
    Entry told(Set<String> fields) {
        List<Entry.Step> steps = new ArrayList<>();
        fields.forEach(name -> steps.add(step(name)));
        List<String> open =
                episode.conflicts().stream()
                        .flatMap(each -> fieldsOf(policy, episode.id(), each.path()).stream())
                        .toList();
        return new Entry(
                episode.round(),
                episode.millis(),
                episode.by(),
                episode.deed(),
                !episode.before().isAbsent(),
                !episode.after().isAbsent(),
                episode.makers(),
                steps,
                open);
    }

    private Entry.Step step(String name) {
        boolean masked = policy.masked().test(episode.id().collection(), name);
        Settled why = settled.getOrDefault(name, settled.get(Merge.ROW));
        Origin origin = episode.origins().getOrDefault(name, episode.origins().get(Merge.ROW));
        return new Entry.Step(
                name,
                masked,
                value(masked, episode.before(), name),
                value(masked, episode.ours(), name),
                value(masked, episode.theirs(), name),
                value(masked, episode.after(), name),
                origin,
                why == null ? null : why.rule(),
                masked || why == null ? null : why.because());
    }

    private static @Nullable Value value(boolean masked, Image image, String name) {
        return masked ? null : Rows.value(image, name);
    }
}
