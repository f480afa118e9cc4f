package io.syncline.testkit.twoway;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Settled;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Review;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Errand;
import io.syncline.engine.review.Wish;
import io.syncline.testkit.Choices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * People who decide what waits in a world, at random and often long after they have looked, and who
 * take back what was decided. Each wish has a reason of its own, by which it is found again in the
 * history.
 */
final class Reviewers {
    private static final int EPISODES = 5;

    private record Intent(Spoke spoke, Errand errand) {}

    private final Choices any;
    private final Pairs pairs;
    private final Users users;
    private final List<Intent> intents = new ArrayList<>();
    private final List<Intent> asked = new ArrayList<>();

    Reviewers(Choices any, Pairs pairs, Users users) {
        this.any = any;
        this.pairs = pairs;
        this.users = users;
    }

    /** Somebody looks at something, or asks for what was thought of before. */
    void act(Spoke spoke) {
        if (!intents.isEmpty() && any.chance(60)) {
            ask(intents.remove(any.below(intents.size())));
            return;
        }
        List<Pair> waiting = pairs.waiting(spoke.flow());
        if (!waiting.isEmpty() && any.chance(70)) {
            Pair pair = any.oneOf(waiting);
            Wish wish = any.chance(15) ? care(pair) : resolve(pair, any.chance(20));
            Errand errand =
                    any.chance(10) ? Errand.preview(pair.id(), wish) : Errand.of(pair.id(), wish);
            intents.add(new Intent(spoke, errand));
        } else if (!users.ids().isEmpty()) {
            restore(spoke, any.oneOf(List.copyOf(users.ids())));
        }
    }

    /**
     * Somebody decides all that waits for a sync.
     *
     * @return whether anything did
     */
    boolean finish(Spoke spoke) {
        List<Pair> waiting = pairs.waiting(spoke.flow());
        for (Pair pair : waiting) {
            ask(new Intent(spoke, Errand.of(pair.id(), resolve(pair, false))));
        }
        return !waiting.isEmpty();
    }

    private void ask(Intent intent) {
        if (intent.spoke().last().ask(intent.errand())) {
            asked.add(intent);
        }
    }

    private String name() {
        return any.oneOf(List.of("Anna", "Ben"));
    }

    /** Why, and no other wish has this reason. */
    private String reason() {
        return "reason " + (intents.size() + 1) + "." + asked.size() + "." + any.below(1 << 30);
    }

    private Wish resolve(Pair pair, boolean confirmed) {
        Review review = Objects.requireNonNull(pair.review());
        Ruling ruling =
                switch (any.below(3)) {
                    case 0 -> new Ruling.Keep(Which.OURS);
                    case 1 -> new Ruling.Keep(Which.THEIRS);
                    default -> byHand(review);
                };
        return new Wish.Resolve(name(), reason(), review.id(), review.tag(), ruling, confirmed);
    }

    private Ruling byHand(Review review) {
        Map<String, Value> values = new HashMap<>();
        for (Conflict conflict : review.conflicts()) {
            if (!Users.TEXTS.contains(conflict.field())) {
                return new Ruling.Keep(Which.OURS);
            }
            values.put(conflict.field(), users.thought());
        }
        return new Ruling.ByHand(values);
    }

    private Wish care(Pair pair) {
        Review review = Objects.requireNonNull(pair.review());
        return any.chance(50)
                ? new Wish.Skip(name(), reason(), review.id(), review.tag())
                : new Wish.Assign(name(), reason(), review.id(), name(), 7L);
    }

    /** Takes back what was decided of texts: what adds up is counted by the world. */
    private void restore(Spoke spoke, RowId id) {
        List<Episode> episodes = pairs.history(spoke.flow(), id, EPISODES);
        if (episodes.isEmpty()) {
            return;
        }
        Episode episode = any.oneOf(episodes);
        Set<String> fields = new HashSet<>();
        for (Settled each : episode.settled()) {
            if (Users.TEXTS.contains(each.path())) {
                fields.add(each.path());
            }
        }
        Image wanted = any.oneOf(List.of(episode.before(), episode.ours(), episode.theirs()));
        if (!fields.isEmpty() && !wanted.isAbsent() && !episode.after().isAbsent()) {
            Wish wish =
                    new Wish.Restore(
                            name(),
                            reason(),
                            Deed.Kind.UNDONE,
                            episode.round(),
                            fields,
                            wanted,
                            any.chance(70) ? episode.after() : null);
            intents.add(new Intent(spoke, Errand.of(id, wish)));
        }
    }

    /** How often anything was asked for. */
    int asked() {
        return asked.size();
    }

    /** What was promised is in the history, and nothing else that anybody asked for. */
    void check() {
        for (Intent each : asked) {
            Errand errand = each.errand();
            List<Long> rounds =
                    pairs.history(each.spoke().flow(), errand.id(), Integer.MAX_VALUE).stream()
                            .filter(
                                    episode ->
                                            episode.deed() != null
                                                    && episode.deed()
                                                            .reason()
                                                            .equals(errand.wish().reason()))
                            .map(Episode::round)
                            .toList();
            boolean right =
                    switch (errand.answer()) {
                        case Answer.Done(long round, _) -> rounds.equals(List.of(round));
                        case Answer.Kept _ -> rounds.size() == 1;
                        case Answer.Unknown _ -> rounds.size() <= 1;
                        case null -> rounds.size() <= 1;
                        default -> rounds.isEmpty();
                    };
            if (!right) {
                throw new AssertionError(errand.wish() + ": " + errand.answer() + " at " + rounds);
            }
            if (errand.answer() instanceof Answer.Done
                    && errand.wish() instanceof Wish.Resolve resolve
                    && resolve.ruling() instanceof Ruling.ByHand(var values)) {
                values.values().forEach(text -> users.decided(text, errand.id()));
            }
        }
    }
}
