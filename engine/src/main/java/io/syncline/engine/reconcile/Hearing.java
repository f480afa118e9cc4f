package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Conflict;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Ruled;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Care.Proposal;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Rows;
import io.syncline.engine.review.Answer;
import io.syncline.engine.review.Preview;
import io.syncline.engine.review.Wish;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a person wants of one row, against what both ends have just shown. The judge's mind
 * changes if it is to be done; else nothing does.
 */
final class Hearing {
    private final Judge judge;
    private final Version at;
    private final long round;
    private final long millis;

    /**
     * @param at when the person decided
     * @param millis now, UTC
     */
    Hearing(Judge judge, Version at, long round, long millis) {
        this.judge = judge;
        this.at = at;
        this.round = round;
        this.millis = millis;
    }

    /** What becomes of it, to be told once it is durable. */
    Answer heard(Wish wish) {
        return switch (wish) {
            case Wish.Resolve resolve -> resolve(resolve);
            case Wish.Skip skip ->
                    shown(skip.id(), skip.tag()) ? kept(skip, Deed.Kind.SKIPPED, care()) : stale();
            case Wish.Assign assign -> {
                Long due = assign.dueMillis();
                boolean late = due == null && care().escalated();
                Care care = new Care(care().proposal(), assign.to(), due, late);
                yield waits(assign.id()) ? kept(assign, Deed.Kind.ASSIGNED, care) : stale();
            }
            case Wish.Escalate late ->
                    waits(late.id()) && !care().escalated()
                            ? kept(late, Deed.Kind.ASSIGNED, care().escalated(late.to()))
                            : stale();
            case Wish.Restore restore -> restore(restore);
        };
    }

    private Care care() {
        Review before = judge.pair().review();
        return before == null ? Care.NONE : before.care();
    }

    private boolean waits(ReviewId id) {
        return judge.pair().review() != null
                && !judge.open().clean()
                && judge.review(millis).id().equals(id);
    }

    /** Whether the person was shown what both ends show now. */
    private boolean shown(ReviewId id, String tag) {
        return waits(id) && judge.review(millis).tag().equals(tag);
    }

    private Answer stale() {
        return new Answer.Stale(
                judge.side(Which.OURS).now(),
                judge.side(Which.THEIRS).now(),
                judge.pair().base().image(),
                judge.open().clean() ? null : judge.review(millis));
    }

    private Answer kept(Wish wish, Deed.Kind kind, Care care) {
        Deed deed = Deed.of(kind, wish.reason());
        judge.hear(judge.merged(), new Act(wish.by(), deed, care, Set.of(), at));
        return new Answer.Kept(care);
    }

    private Answer resolve(Wish.Resolve wish) {
        if (!shown(wish.id(), wish.tag())) {
            return stale();
        }
        Merged before = judge.open();
        Merged ruled = judge.ruled(wish.ruling(), wish.reason());
        String problem = problem(wish.ruling(), before, ruled);
        if (problem != null) {
            return new Answer.Refused(problem);
        }
        Proposal proposal = care().proposal();
        boolean same = proposal != null && proposal.ruling().equals(wish.ruling());
        if (wish.confirmed() && (proposal == null || !same)) {
            Proposal now = new Proposal(wish.by(), wish.reason(), wish.ruling(), millis);
            return kept(wish, Deed.Kind.PROPOSED, care().proposing(now));
        }
        if (wish.confirmed() && proposal != null && proposal.by().equals(wish.by())) {
            return new Answer.Refused("who proposed it cannot confirm it too");
        }
        boolean two = wish.confirmed() && proposal != null;
        String by = two ? Objects.requireNonNull(proposal).by() : wish.by();
        Deed deed = new Deed(Deed.Kind.RESOLVED, wish.reason(), null, two ? wish.by() : null);
        Care rest = care().proposing(null);
        judge.hear(ruled, new Act(by, deed, rest, decided(ruled), at));
        return new Answer.Done(round, ruled.conflicts());
    }

    /** The fields a person's word has decided. */
    private Set<String> decided(Merged ruled) {
        Set<String> fields = new HashSet<>();
        ruled.settled().stream()
                .filter(each -> each.rule().equals(Ruled.WORD))
                .forEach(each -> fields.addAll(judge.fieldsOf(each.path())));
        return fields;
    }

    /** Why a ruling cannot be; null if it can. */
    private @Nullable String problem(Ruling ruling, Merged before, Merged ruled) {
        if (ruling instanceof Ruling.ByHand(Map<String, Value> values)) {
            Set<String> open = new HashSet<>();
            before.conflicts().forEach(each -> open.addAll(judge.fieldsOf(each.path())));
            for (Map.Entry<String, Value> each : values.entrySet()) {
                if (!before.stuck() && !open.contains(each.getKey())) {
                    return each.getKey() + " is not in conflict";
                }
                if (!fits(each.getKey(), each.getValue())) {
                    return each.getKey() + " is of another type, or unknown";
                }
            }
        }
        if (!before.equals(judge.merged()) && ruled.image().equals(before.image())) {
            // An end's own words may show what is masked; they stand with the question.
            return "it is what the end refuses";
        }
        List<Conflict> left = ruled.conflicts();
        boolean nothing = left.size() == before.conflicts().size();
        return !left.isEmpty() && (nothing || ruled.stuck()) ? left.getFirst().because() : null;
    }

    /** Whether a value is of the kind that either end has in a field. */
    private boolean fits(String name, Value value) {
        Value ours = Rows.value(judge.side(Which.OURS).now(), name);
        Value theirs = Rows.value(judge.side(Which.THEIRS).now(), name);
        if (ours == null && theirs == null) {
            return false;
        }
        boolean empty =
                (ours == null || ours instanceof Value.Null)
                        && (theirs == null || theirs instanceof Value.Null);
        return empty
                || value instanceof Value.Null
                || ours != null && ours.getClass() == value.getClass()
                || theirs != null && theirs.getClass() == value.getClass();
    }

    private Answer restore(Wish.Restore wish) {
        Merged merged = judge.merged();
        Image expected = wish.expected();
        if (waiting(wish)) {
            return new Answer.Refused("it waits for a decision, which has to be made first");
        }
        if (expected != null && !alike(merged.image(), expected, wish)) {
            return stale();
        }
        Image after = restored(merged.image(), wish);
        if (after.equals(merged.image())) {
            return new Answer.Refused("the row is so already");
        }
        Map<String, Origin> origins = new HashMap<>(merged.origins());
        origins.keySet().removeAll(wish.fields());
        Merged now =
                new Merged(
                        after,
                        wish.whole() ? Map.of() : origins,
                        merged.settled(),
                        merged.conflicts());
        Deed deed = new Deed(wish.kind(), wish.reason(), wish.round(), null);
        judge.hear(now, new Act(wish.by(), deed, care(), wish.fields(), at));
        return new Answer.Done(round, now.conflicts());
    }

    private boolean waiting(Wish.Restore wish) {
        Merged merged = judge.merged();
        return merged.stuck()
                || merged.conflicts().stream()
                        .flatMap(each -> judge.fieldsOf(each.path()).stream())
                        .anyMatch(name -> wish.whole() || wish.fields().contains(name));
    }

    private static boolean alike(Image now, Image expected, Wish.Restore wish) {
        if (wish.whole() || now.isAbsent() || expected.isAbsent()) {
            return now.equals(expected);
        }
        return wish.fields().stream()
                .allMatch(
                        name -> Objects.equals(Rows.value(now, name), Rows.value(expected, name)));
    }

    private static Image restored(Image now, Wish.Restore wish) {
        Row row = now.row();
        Row wanted = wish.wanted().row();
        if (row == null || wanted == null) {
            return wish.whole() ? wish.wanted() : now;
        }
        // Fields that are there no more stay away, and new ones are as they are.
        Set<String> fields = new HashSet<>(row.header().names());
        if (!wish.whole()) {
            fields.retainAll(wish.fields());
        }
        fields.remove(Merge.ROW);
        return Image.whole(row.overlaid(Rows.only(wanted, fields)));
    }

    /** What each end would be given. */
    Preview preview() {
        return new Preview(step(Which.OURS), step(Which.THEIRS), judge.merged().conflicts());
    }

    private Preview.Step step(Which which) {
        Image now = judge.side(which).now();
        Image after = judge.merged().image();
        Set<String> owed = judge.owed(which);
        Row shown = now.row();
        Row wanted = after.row();
        if (owed.isEmpty()) {
            return new Preview.Step(now, now);
        }
        return new Preview.Step(
                now,
                shown == null || wanted == null
                        ? after
                        : Image.whole(shown.overlaid(Rows.only(wanted, owed))));
    }
}
