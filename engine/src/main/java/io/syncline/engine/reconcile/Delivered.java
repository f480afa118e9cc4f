package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What becomes of rows as the answers to a round's writes come back. Used by the lane only. */
final class Delivered {
    private final Parts parts;
    private final List<Runnable> news = new ArrayList<>();
    private final Map<RowId, Set<RowId>> blocked = new LinkedHashMap<>();
    private final Map<RowId, Pair> decided = new HashMap<>();

    Delivered(Parts parts) {
        this.parts = parts;
    }

    /**
     * The row after an end has taken it.
     *
     * @param stored what it holds now; null if it did not say
     * @param head a place of the end's log that is older than the row, if the write has made it
     */
    Pair given(Which which, Pair now, @Nullable Image stored, @Nullable Position head) {
        parts.meter().wrote();
        Half paid =
                stored == null
                        ? now.half(which).paid(Objects.requireNonNull(now.base().image()))
                        : now.half(which).showing(new Stored(parts, which, now).seen(stored));
        parts.echoes().wrote(which, now.id(), paid.seen());
        return taken(now.with(which, head == null ? paid : paid.from(head)));
    }

    /** What was refused is taken after all: nothing waits, unless the other end refuses it too. */
    private Pair taken(Pair given) {
        Review waited = given.review();
        if (waited == null || !Refusal.is(waited) || given.owes()) {
            return given;
        }
        parts.meter().resolved();
        news.add(() -> parts.listener().resolved(given.id(), waited, Episode.SYSTEM));
        return given.with((Review) null);
    }

    /** The row after an end has refused it. */
    Pair refused(
            Which which,
            Pair now,
            Dirt told,
            Outcome.Refused refused,
            BiFunction<Which, RowId, Looked> looked) {
        for (RowId own : refused.blockedBy()) {
            RowId id = parts.end(which).facing().shared(own);
            if (id != null) {
                blocked.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(now.id());
            }
        }
        Review waits =
                Refusal.of(
                        now,
                        told,
                        parts.end(which),
                        refused,
                        parts.context().wallMillis(),
                        looked.apply(Which.OURS, now.id()).shared(),
                        looked.apply(Which.THEIRS, now.id()).shared());
        if (waits == null) {
            return now;
        }
        if (now.review() == null) {
            parts.meter().detected();
            news.add(() -> parts.listener().detected(now.id(), waits));
        }
        return now.with(waits);
    }

    /** The names of the rows that are owed what this round has decided. */
    List<RowId> owed(long round) {
        return decided.values().stream()
                .filter(pair -> pair.owesOnly(round))
                .map(Pair::id)
                .toList();
    }

    /** These rows are kept so from now on. */
    void decided(List<Decision> decisions) {
        decisions.forEach(each -> decided.put(each.pair().id(), each.pair()));
    }

    /**
     * What is to be noted of a round's rows: of one that both ends have stored just as it was
     * decided only that, and of one that is owed what was decided that it still is.
     *
     * @param round the round's number
     * @param pairs the rows as they stand now
     * @param before the rows as they were kept before the round
     */
    Settlement settlement(
            long round,
            Collection<Pair> pairs,
            Map<RowId, Pair> before,
            List<RowId> clean,
            List<Dirt> dirty,
            Map<Which, Position> places) {
        List<Pair> changed = new ArrayList<>();
        List<Pair> given = new ArrayList<>();
        for (Pair pair : pairs) {
            Pair kept = decided.get(pair.id());
            if (kept == null) {
                if (!pair.equals(before.get(pair.id()))) {
                    changed.add(pair);
                }
                continue;
            }
            boolean paid = kept.owesOnly(round) && pair.equals(kept.paid());
            if (!paid && (pair.owes() || !pair.equals(kept))) {
                (pair.equals(kept.withHalves(pair)) ? given : changed).add(pair);
            }
        }
        return new Settlement(round, changed, given, clean, dirty, places);
    }

    /** Says so, once it is durable; what was refused, by what is in the way of it. */
    Map<RowId, Set<RowId>> tell() {
        news.forEach(Runnable::run);
        return blocked;
    }
}
