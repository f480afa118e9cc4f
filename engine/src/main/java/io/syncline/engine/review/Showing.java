package io.syncline.engine.review;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Episode.Makers;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes of a row that waits what a person is shown. For one row. */
final class Showing {
    private final Pair pair;
    private final Review review;
    private final ReviewPolicy policy;
    private final Rules rules;
    private final boolean revealed;
    private final Set<String> names = new LinkedHashSet<>();

    /**
     * @param revealed whether what is masked is shown all the same
     */
    Showing(Pair pair, ReviewPolicy policy, boolean revealed) {
        this.pair = pair;
        this.review = Objects.requireNonNull(pair.review());
        this.policy = policy;
        this.rules = policy.rules().apply(pair.id().collection());
        this.revealed = revealed;
        for (Image image : List.of(review.ours(), review.theirs())) {
            Row row = image.row();
            if (row != null) {
                names.addAll(row.header().names());
            }
        }
    }

    Shown shown(long nowMillis) {
        return new Shown(
                review.id(),
                review.tag(),
                pair.id(),
                review.sinceMillis(),
                state(nowMillis),
                !review.ours().isAbsent(),
                !review.theirs().isAbsent(),
                Makers.of(review.told()),
                fields(),
                review.conflicts().stream().map(this::question).toList(),
                masked(assigned(review.care())));
    }

    /** With whoever decides where nobody was named, and from when on it has waited too long. */
    private Care assigned(Care care) {
        String to = care.assignedTo() == null ? policy.terms().assignTo() : care.assignedTo();
        Duration after = policy.terms().timeout();
        Long due = care.dueMillis();
        if (due == null && after != null) {
            due = review.sinceMillis() + after.toMillis();
        }
        return new Care(care.proposal(), to, due, care.escalated());
    }

    private Shown.State state(long nowMillis) {
        Long due = review.care().dueMillis();
        Duration after = policy.terms().timeout();
        boolean late =
                review.care().escalated()
                        || due != null && due <= nowMillis
                        || due == null
                                && after != null
                                && review.sinceMillis() + after.toMillis() <= nowMillis;
        if (late) {
            return Shown.State.ESCALATED;
        }
        return review.care().proposal() == null ? Shown.State.PENDING : Shown.State.PROPOSED;
    }

    private List<Shown.Field> fields() {
        Set<String> conflicted = new HashSet<>();
        review.conflicts().forEach(each -> conflicted.addAll(fieldsOf(each)));
        boolean whole = review.conflicts().stream().anyMatch(each -> each.path().isEmpty());
        Image base = pair.base().image();
        Times ours = times(Which.OURS);
        Times theirs = times(Which.THEIRS);
        List<Shown.Field> fields = new ArrayList<>();
        for (String name : names) {
            Value here = Rows.value(review.ours(), name);
            Value there = Rows.value(review.theirs(), name);
            boolean equal = Objects.equals(here, there);
            boolean masked = masked(name);
            fields.add(
                    new Shown.Field(
                            name,
                            conflicted.contains(name) || whole && !equal,
                            masked,
                            equal,
                            masked || base == null ? null : Rows.value(base, name),
                            masked ? null : here,
                            masked ? null : there,
                            here == null ? null : ours.of(name),
                            there == null ? null : theirs.of(name)));
        }
        return fields;
    }

    private Times times(Which which) {
        return review.told()
                .told(which)
                .of(review.shown(which), pair.half(which).seen(), pair.times());
    }

    private boolean masked(String field) {
        return !revealed && policy.masked().test(pair.id().collection(), field);
    }

    private List<String> fieldsOf(Conflict conflict) {
        return conflict.path().isEmpty() ? List.of() : rules.fieldsOf(conflict.path());
    }

    private Shown.Question question(Conflict conflict) {
        List<String> fields = fieldsOf(conflict);
        // What is said of the row as such may be said of any of its fields.
        boolean masked = (fields.isEmpty() ? names : fields).stream().anyMatch(this::masked);
        @Nullable Value proposal = masked ? null : conflict.proposal();
        return new Shown.Question(
                conflict.kind(),
                fields,
                conflict.rule(),
                masked ? "" : conflict.because(),
                proposal);
    }

    /** A proposal without the values that a person chose, where one of them is masked. */
    private Care masked(Care care) {
        Care.Proposal proposal = care.proposal();
        if (proposal == null
                || !(proposal.ruling() instanceof Ruling.ByHand(Map<String, Value> values))) {
            return care;
        }
        Map<String, Value> shown = new TreeMap<>(values);
        shown.keySet().removeIf(this::masked);
        return care.proposing(
                new Care.Proposal(
                        proposal.by(),
                        proposal.reason(),
                        new Ruling.ByHand(shown),
                        proposal.millis()));
    }
}
