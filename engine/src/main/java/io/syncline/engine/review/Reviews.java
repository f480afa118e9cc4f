package io.syncline.engine.review;

import io.syncline.core.endpoint.Context;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a flow's rows waits for people, and what they do about it. Whatever changes something is
 * done by the flow's loop and durable before the answer. Safe for use by several threads.
 *
 * <p>Methods that ask the loop throw an {@link io.syncline.core.endpoint.EndpointException} of code
 * WRONG_STATE if the flow does not run.
 */
public final class Reviews {
    private static final int ALIKE_MAX = 200;

    private final String flow;
    private final Pairs pairs;
    private final ReviewPolicy policy;
    private final Loop loop;
    private final Context context;

    /**
     * The conflicts of one flow.
     *
     * @param flow names the pairs in the store
     */
    public Reviews(String flow, Pairs pairs, ReviewPolicy policy, Loop loop, Context context) {
        this.flow = flow;
        this.pairs = pairs;
        this.policy = policy;
        this.loop = loop;
        this.context = context;
    }

    /** How many rows wait. */
    public long count(Sought sought) {
        return pairs.waitingCount(flow, sought);
    }

    /**
     * Rows that wait, longest first.
     *
     * @param after where the page before ended; null for the first
     */
    public List<Shown> list(Sought sought, @Nullable ReviewId after, int countMax) {
        return pairs.waiting(flow, sought, after, countMax).stream()
                .map(pair -> shown(pair, false))
                .toList();
    }

    /**
     * A row that waits; null if none of this name does.
     *
     * @param revealed whether what is masked is shown all the same: whoever asks for it has to be
     *     allowed to, and is to be noted
     */
    public @Nullable Shown show(ReviewId id, boolean revealed) {
        Pair pair = pairs.waiting(flow, id);
        return pair == null ? null : shown(pair, revealed);
    }

    private Shown shown(Pair pair, boolean revealed) {
        return new Showing(pair, policy, revealed).shown(context.wallMillis());
    }

    /**
     * Decides what waits, or proposes it where two people have to agree.
     *
     * @param tag what the person was shown
     * @param by who
     * @param reason why; may be empty
     */
    public Answer resolve(ReviewId id, String tag, String by, String reason, Ruling ruling) {
        return asked(id, by, pair -> resolution(pair, id, tag, by, reason, ruling));
    }

    private Wish.Resolve resolution(
            Pair pair, ReviewId id, String tag, String by, String reason, Ruling ruling) {
        Rules rules = policy.rules().apply(pair.id().collection());
        boolean two = policy.terms().fourEyes().needed(pair, ruling, rules);
        return new Wish.Resolve(by, reason, id, tag, ruling, two);
    }

    /** Notes that somebody has looked at it and leaves it open. */
    public Answer skip(ReviewId id, String tag, String by, String reason) {
        return asked(id, by, _ -> new Wish.Skip(by, reason, id, tag));
    }

    /**
     * Says who is to decide.
     *
     * @param to null for nobody by name
     * @param dueMillis from when on it has waited too long, UTC; null for never
     */
    public Answer assign(
            ReviewId id, String by, String reason, @Nullable String to, @Nullable Long dueMillis) {
        return asked(id, by, _ -> new Wish.Assign(by, reason, id, to, dueMillis));
    }

    /** What a decision would write at each end; nothing is done. */
    public Answer preview(ReviewId id, String tag, Ruling ruling) {
        Pair pair = pairs.waiting(flow, id);
        Wish wish = new Wish.Resolve("", "", id, tag, ruling, false);
        return pair == null
                ? new Answer.Gone()
                : loop.answer(Errand.preview(pair.id(), wish), context);
    }

    private Answer asked(ReviewId id, String by, Function<Pair, Wish> wish) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("Nobody decides");
        }
        Pair pair = pairs.waiting(flow, id);
        return pair == null
                ? new Answer.Gone()
                : loop.answer(Errand.of(pair.id(), wish.apply(pair)), context);
    }

    /** How many rows {@link #resolveAlike} would decide. */
    public long countAlike(ReviewId id, @Nullable Condition where) {
        List<Pair> found = new ArrayList<>();
        alike(
                id,
                where,
                (page, _) -> {
                    found.addAll(page);
                    return Tally.NONE;
                });
        return found.size();
    }

    /**
     * Decides like rows alike: those of the same collection of which conflicts of the same kinds
     * wait about the same fields, as long as they are as they are now.
     *
     * @param id one of them, which the person was shown
     * @param tag what was shown of it
     * @param where which of them; null for all
     * @return what became of them; nothing was done if the one that was shown is not so any more
     */
    public Tally resolveAlike(
            ReviewId id,
            String tag,
            String by,
            String reason,
            Ruling ruling,
            @Nullable Condition where) {
        Pair shown = pairs.waiting(flow, id);
        if (shown == null || !review(shown).tag().equals(tag)) {
            return Tally.NONE.and(new Answer.Gone());
        }
        return alike(
                id,
                where,
                (page, tally) -> {
                    List<Errand> errands =
                            page.stream()
                                    .map(
                                            pair ->
                                                    Errand.of(
                                                            pair.id(),
                                                            resolution(
                                                                    pair,
                                                                    review(pair).id(),
                                                                    review(pair).tag(),
                                                                    by,
                                                                    reason,
                                                                    ruling)))
                                    .toList();
                    Tally sum = tally;
                    for (Answer answer : loop.answers(errands, context)) {
                        sum = sum.and(answer);
                    }
                    return sum;
                });
    }

    /** Goes through like rows by the page. */
    private Tally alike(
            ReviewId id, @Nullable Condition where, BiFunction<List<Pair>, Tally, Tally> each) {
        Pair one = pairs.waiting(flow, id);
        if (one == null) {
            return Tally.NONE;
        }
        Set<String> wanted = questions(one);
        Sought sought = Sought.in(one.id().collection());
        Tally tally = Tally.NONE;
        List<Pair> page = pairs.waiting(flow, sought, null, ALIKE_MAX);
        while (!page.isEmpty()) {
            List<Pair> those =
                    page.stream()
                            .filter(pair -> questions(pair).equals(wanted))
                            .filter(pair -> where == null || where.holds(review(pair)))
                            .toList();
            tally = those.isEmpty() ? tally : each.apply(those, tally);
            page = pairs.waiting(flow, sought, review(page.getLast()).id(), ALIKE_MAX);
        }
        return tally;
    }

    private static Review review(Pair pair) {
        return Objects.requireNonNull(pair.review());
    }

    private static Set<String> questions(Pair pair) {
        return review(pair).conflicts().stream()
                .map((Conflict each) -> each.kind() + " " + each.path())
                .collect(Collectors.toSet());
    }
}
