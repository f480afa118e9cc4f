package io.syncline.testkit.twoway;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Review;
import io.syncline.testkit.Choices;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One row at two ends, which users edit while a process goes on, ends, and another goes on. */
final class SmallWorld {
    private static final int KEY = 1;
    private static final long COUNT = 10;

    private enum Edit {
        TEXT,
        ADD,
        DELETE
    }

    private final Choices any;
    private final TwoWayStage stage;
    private final Set<Object> written = new LinkedHashSet<>();
    private final Set<Object> replaced = new HashSet<>();
    private TwoWayProcess process;
    private long added;
    private int lives;
    private int edits;

    /**
     * @param rules which sum the count up
     */
    SmallWorld(Choices any, Rules rules) {
        this.any = any;
        this.stage = new TwoWayStage(rules);
        this.process = stage.process();
        stage.settle(process);
        if (any.below(2) == 0) {
            make(Which.OURS);
            stage.settle(process);
        }
    }

    /**
     * Plays a schedule and checks what has become of the row.
     *
     * @param steps how many steps the process takes at most before the last edit or its end; the
     *     first edit comes before them
     */
    void play(int steps) {
        edit();
        int second = any.below(steps + 1);
        int end = any.below(steps + 2);
        for (int i = 0; i <= steps && i <= Math.max(second, end); i++) {
            if (i == second) {
                edit();
            }
            if (i == end) {
                process = stage.process();
            }
            stage.steps(process, 1);
        }
        stage.settle(process);
        check();
    }

    private void edit() {
        Which which = any.oneOf(List.of(Which.values()));
        Edit edit = any.oneOf(List.of(Edit.values()));
        boolean there = stage.row(which, KEY) != null;
        if (!there) {
            if (edit != Edit.DELETE) {
                make(which);
            }
            return;
        }
        edits++;
        switch (edit) {
            case TEXT -> {
                replaced.add(text(which));
                stage.user(which).puts(KEY, Map.of("a", text())).commits();
            }
            case ADD -> {
                added++;
                long count = (Long) Objects.requireNonNull(stage.at(which, KEY, "n"));
                stage.user(which).puts(KEY, Map.of("n", count + 1)).commits();
            }
            case DELETE -> {
                lives++;
                replaced.add(text(which));
                stage.user(which).deletes(KEY).commits();
            }
        }
    }

    private void make(Which which) {
        edits++;
        lives++;
        stage.user(which).puts(KEY, Map.of("a", text(), "n", COUNT)).commits();
    }

    private String text() {
        String text = "t" + written.size();
        written.add(text);
        return text;
    }

    private Object text(Which which) {
        return Objects.requireNonNull(stage.at(which, KEY, "a"));
    }

    private void check() {
        Review review = stage.review(KEY);
        Set<String> open = new HashSet<>();
        if (review != null) {
            review.conflicts().stream().map(Conflict::path).forEach(open::add);
        }
        if (!open.contains("")) {
            for (String field : Set.of("id", "a", "n")) {
                if (!open.contains(field)) {
                    assertThat(stage.at(Which.OURS, KEY, field))
                            .as(field)
                            .isEqualTo(stage.at(Which.THEIRS, KEY, field));
                }
            }
        }
        if (review == null && lives == 1) {
            assertThat(stage.at(Which.OURS, KEY, "n")).isEqualTo(COUNT + added);
        }
        written.forEach(this::accounted);
        assertThat(stage.writes(Which.OURS, KEY) + stage.writes(Which.THEIRS, KEY))
                .isLessThanOrEqualTo(edits);
    }

    /** A text is there, or a user who saw it did away with it, or the history says who did. */
    private void accounted(Object text) {
        boolean there =
                replaced.contains(text)
                        || text.equals(stage.at(Which.OURS, KEY, "a"))
                        || text.equals(stage.at(Which.THEIRS, KEY, "a"));
        assertThat(there || stage.history(KEY).stream().anyMatch(each -> lost(each, text)))
                .as(text + " of " + stage.history(KEY))
                .isTrue();
    }

    private static boolean lost(Episode episode, Object text) {
        Value value = new Value.Text(text.toString());
        for (Settled settled : episode.settled()) {
            if (value.equals(settled.ours())
                    || value.equals(settled.theirs())
                    || settled.path().isEmpty()
                            && (holds(episode.ours(), value) || holds(episode.theirs(), value))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Image image, Value text) {
        @Nullable Row row = image.row();
        return row != null && text.equals(row.get("a"));
    }
}
