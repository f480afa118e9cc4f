package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people want of a round's rows: each is heard before its row is decided, and told what became
 * of it once that is durable.
 */
final class Audience {
    private final Parts parts;
    private final Map<RowId, Errand> errands;
    private final Map<RowId, Answer> answers = new LinkedHashMap<>();

    /**
     * @param errands by row
     */
    Audience(Parts parts, Map<RowId, Errand> errands) {
        this.parts = parts;
        this.errands = Map.copyOf(errands);
    }

    /**
     * Hears what somebody wants of a row, if anybody does; the judge then thinks of it so.
     *
     * @param another makes one more judge of the same row, for what is only tried
     */
    void hear(RowId id, Judge judge, Supplier<Judge> another, long round, long millis) {
        Errand errand = errands.get(id);
        if (errand == null || !errand.take()) {
            return;
        }
        Judge heard = errand.isPreview() ? another.get() : judge;
        Hearing hearing = new Hearing(heard, parts.clock().next(), round, millis);
        Answer answer = hearing.heard(errand.wish());
        boolean would = answer instanceof Answer.Done || answer instanceof Answer.Kept;
        answers.put(
                id, errand.isPreview() && would ? new Answer.Previewed(hearing.preview()) : answer);
    }

    /**
     * All that was decided is durable: whoever asked is told, and whoever listens.
     *
     * @param before the rows as they were
     */
    void tell(List<Decision> decisions, Map<RowId, Pair> before) {
        answers.forEach((id, answer) -> Objects.requireNonNull(errands.get(id)).answer(answer));
        for (Decision each : decisions) {
            Pair was = before.get(each.pair().id());
            tell(each.pair(), was == null ? null : was.review(), each.episode());
        }
    }

    private void tell(Pair pair, @Nullable Review was, @Nullable Episode episode) {
        Review now = pair.review();
        boolean ruled = episode != null && episode.deed() == null && !episode.settled().isEmpty();
        if (was == null && (now != null || ruled)) {
            parts.meter().detected();
        }
        if (now == null && (was != null || ruled)) {
            parts.meter().resolved();
        }
        if (was == null) {
            if (now != null) {
                parts.listener().detected(pair.id(), now);
            }
        } else if (now == null) {
            String by = episode == null ? Episode.SYSTEM : episode.by();
            parts.listener().resolved(pair.id(), was, by);
        } else if (now.care().escalated() && !was.care().escalated()) {
            parts.listener().escalated(pair.id(), now);
        } else if ((episode == null || episode.deed() == null) && !now.about(was)) {
            parts.listener().reopened(pair.id(), now);
        }
    }

    /** Those that were not heard, as their rows could not be looked at yet. */
    List<Errand> left() {
        return errands.values().stream().filter(errand -> !errand.isOver()).toList();
    }
}
