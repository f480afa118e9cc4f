package io.syncline.engine.review;

import io.syncline.core.endpoint.Context;
import io.syncline.core.merge.RuleSpec;
import io.syncline.core.merge.Ruling;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Does what a configuration says of conflicts that wait too long: a strategy settles them, or it is
 * told and noted, once, that they do. What that strategy cannot say either is told, too. For one
 * thread; asks the loop, and hears of its answers when it looks again.
 */
public final class ReviewTimer {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int AT_ONCE_MAX = 200;

    private record Asked(Pair pair, Errand errand) {}

    private final String flow;
    private final Pairs pairs;
    private final ReviewTerms terms;
    private final Predicate<Errand> loop;
    private final Context context;
    private final List<Asked> asked = new ArrayList<>();
    private long lookedAt;

    /**
     * The timer of one flow.
     *
     * @param flow names the pairs in the store
     * @param loop takes an errand; false if there is no loop just now
     */
    public ReviewTimer(
            String flow, Pairs pairs, ReviewTerms terms, Predicate<Errand> loop, Context context) {
        this.flow = flow;
        this.pairs = pairs;
        this.terms = terms;
        this.loop = loop;
        this.context = context;
        this.lookedAt = context.nanos() - EVERY.toNanos();
    }

    /** Looks for what has waited too long, every few seconds. */
    public void look() {
        hear();
        if (!asked.isEmpty() || context.nanos() - lookedAt < EVERY.toNanos()) {
            return;
        }
        lookedAt = context.nanos();
        Duration most = terms.timeout();
        long now = context.wallMillis();
        long since = most == null ? Long.MIN_VALUE : now - most.toMillis();
        for (Pair pair : pairs.overdue(flow, now, since, AT_ONCE_MAX)) {
            RuleSpec strategy = terms.onTimeout();
            ask(pair, strategy == null ? escalation(pair, "") : settlement(pair, strategy));
        }
    }

    private void hear() {
        List<Asked> answered = asked.stream().filter(each -> each.errand().isOver()).toList();
        asked.removeAll(answered);
        for (Asked each : answered) {
            if (each.errand().answer() instanceof Answer.Refused(String because)) {
                ask(each.pair(), escalation(each.pair(), because));
            }
        }
    }

    private void ask(Pair pair, Wish wish) {
        Errand errand = Errand.of(pair.id(), wish);
        if (loop.test(errand)) {
            asked.add(new Asked(pair, errand));
        }
    }

    private Wish settlement(Pair pair, RuleSpec strategy) {
        Review review = Objects.requireNonNull(pair.review());
        return new Wish.Resolve(
                Episode.SYSTEM,
                "nobody has decided in time",
                review.id(),
                review.tag(),
                new Ruling.ByStrategy(strategy),
                false);
    }

    private Wish escalation(Pair pair, String because) {
        Review review = Objects.requireNonNull(pair.review());
        String reason = "it waits too long";
        return new Wish.Escalate(
                Episode.SYSTEM,
                because.isEmpty() ? reason : reason + ": " + because,
                review.id(),
                terms.escalateTo());
    }
}
