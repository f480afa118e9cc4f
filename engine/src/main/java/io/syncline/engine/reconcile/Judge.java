package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Review;
import io.syncline.engine.pair.Rows;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of one row, from what both ends show. Pure; for one row. */
final class Judge {
    /** How often a row is looked at again whose edit the log has not told yet. */
    private static final int LAGGING_TRIES_MAX = 50;

    private final Pair pair;
    private final Dirt dirt;
    private final Parts parts;
    private final Map<Which, Position> read;
    private final Sides sides;
    private final Rules rules;
    private final Set<String> frozen = new HashSet<>();
    private Merged merged;
    private @Nullable Act act;

    /**
     * @param rules how its collection's rows are merged
     * @param read how far both logs are read
     * @param ours the row as the first end shows it, in the sync's form
     * @param theirs the row as the other end shows it, likewise
     */
    Judge(
            Pair pair,
            Dirt dirt,
            Parts parts,
            Rules rules,
            Map<Which, Position> read,
            Image ours,
            Image theirs) {
        this.pair = pair;
        this.rules = rules;
        this.parts = parts;
        this.read = read;
        Review before = pair.review();
        this.dirt = before == null ? dirt : dirt.after(before.told());
        this.sides = new Sides(pair, this.dirt, parts, rules, ours, theirs);
        this.merged = sides.merged();
        freeze();
    }

    private void freeze() {
        frozen.clear();
        merged.conflicts().forEach(conflict -> frozen.addAll(rules.fieldsOf(conflict.path())));
    }

    /** Takes a person's word for what becomes of the row. */
    void hear(Merged word, Act done) {
        merged = word;
        act = done;
        freeze();
    }

    /** What becomes of the row, with what waits for a person though the rules could say. */
    Merged open() {
        return Refusal.open(merged, pair.review());
    }

    /** What becomes of the row if a person decides what the rules cannot. */
    Merged ruled(Ruling ruling, String because) {
        Merged open = open();
        return !open.equals(merged) && ruling instanceof Ruling.Keep(Which which)
                ? Refusal.kept(open, which, side(which).now(), because)
                : sides.ruled(open, ruling, because);
    }

    /**
     * Whether it is too early to say: two edits met, and when one was made is only known once the
     * log has told it. Of a row that nobody knows and no log has named nothing need ever be told.
     */
    boolean early() {
        boolean unknown = pair.base().image() == null || pair.equals(Pair.unmet(pair.id()));
        boolean named = !dirt.ours().isNothing() || !dirt.theirs().isNothing();
        return !merged.clean()
                && (named || !unknown)
                && dirt.tries() < LAGGING_TRIES_MAX
                && (lags(side(Which.OURS), Which.OURS) || lags(side(Which.THEIRS), Which.THEIRS));
    }

    private boolean lags(Side side, Which which) {
        Row now = side.now().row();
        Row told = dirt.told(which).latest();
        Review shown = pair.review();
        boolean known = shown != null && side.now().equals(shown.shown(which));
        if (known || side.now().equals(pair.half(which).seen())) {
            return false;
        }
        return now == null ? told != null : told == null || !told.within(now);
    }

    /**
     * The row from now on, with what each end is owed.
     *
     * @param places gives each write to an end its place in the round
     */
    Pair after(long round, ToIntFunction<Which> places, long millis) {
        if (merged.stuck()) {
            return pair.with(review(millis));
        }
        Pair after = after(round, places, merged.clean() ? null : review(millis));
        // What an end refused waits until it takes it, or it need not.
        boolean undecided = act == null || !act.decides();
        boolean waits = after.owes() && undecided && !open().equals(merged);
        return waits ? after.with(review(millis)) : after;
    }

    private Pair after(long round, ToIntFunction<Which> places, @Nullable Review waits) {
        Times times =
                Agreed.times(
                        merged, pair.times(), side(Which.OURS).times(), side(Which.THEIRS).times());
        return new Pair(
                pair.id(),
                Base.of(merged.image()),
                act == null ? times : act.stamped(times, merged.image()),
                half(Which.OURS, round, places),
                half(Which.THEIRS, round, places),
                waits);
    }

    /** What waits for a person; only if something does. */
    Review review(long millis) {
        Review before = pair.review();
        Care care = act == null ? before == null ? Care.NONE : before.care() : act.care();
        Review now =
                new Review(
                        side(Which.OURS).now(),
                        side(Which.THEIRS).now(),
                        open().conflicts(),
                        dirt,
                        before == null ? millis : before.sinceMillis(),
                        care);
        if (before != null && before.same(now)) {
            return before.with(care);
        }
        // What was proposed was proposed for something else.
        return before != null && before.tag().equals(now.tag())
                ? now
                : now.with(care.proposing(null));
    }

    private Half half(Which which, long round, ToIntFunction<Which> places) {
        Image seen = Rows.keeping(side(which).now(), seenBefore(which), frozen);
        Set<String> owed = owed(which);
        Half.Debt debt =
                owed.isEmpty() ? null : new Half.Debt(round, places.applyAsInt(which), owed);
        return new Half(seen, later(which), debt);
    }

    /** How far the end's log is read, or further if it is known to be older than the row. */
    private @Nullable Position later(Which which) {
        Position before = pair.half(which).read();
        Position now = read.get(which);
        boolean further =
                before != null && now != null && parts.end(which).source().covers(before, now);
        return further ? before : now;
    }

    /**
     * What an end showed when the base was agreed. Of a field that is not agreed any more, since an
     * edit of before has come to light, both ends count as having shown what it was made of, or as
     * not having shown it if nothing is agreed.
     */
    private Image seenBefore(Which which) {
        Image seen = pair.half(which).seen();
        Row row = seen.row();
        Row base = merged.image().row();
        if (row == null || base == null) {
            return seen;
        }
        Set<String> moved = new HashSet<>(frozen);
        moved.removeIf(name -> Objects.equals(base.get(name), agreedValue(name)));
        return Image.whole(Rows.without(row, moved).overlaid(Rows.only(base, moved)));
    }

    /** The row as an end shows it. */
    Side side(Which which) {
        return sides.side(which);
    }

    /** The fields an end is to be given; the row as such if it has none or is to lose it. */
    Set<String> owed(Which which) {
        if (merged.stuck()) {
            return Set.of();
        }
        Half half = pair.half(which);
        Half.Debt debt = half.debt();
        Image now = side(which).now();
        Row wanted = merged.image().row();
        Row shown = sides.shown(which).row();
        if (wanted == null || shown == null) {
            boolean same = wanted == null && shown == null;
            boolean left = debt == null && now.equals(half.seen()) && agreed(merged.image());
            return same || left ? Set.of() : Set.of(Merge.ROW);
        }
        Set<String> owed = new TreeSet<>();
        for (int i = 0; i < wanted.header().size(); i++) {
            String name = wanted.header().names().get(i);
            Value value = shown.get(name);
            if (value != null && !frozen.contains(name) && !value.equals(wanted.at(i))) {
                boolean stored =
                        value.equals(Rows.value(half.seen(), name))
                                && wanted.at(i).equals(agreedValue(name))
                                && (debt == null || !debt.owes(name));
                if (!stored) {
                    owed.add(name);
                }
            }
        }
        return owed;
    }

    private boolean agreed(Image image) {
        return image.equals(pair.base().image());
    }

    private @Nullable Value agreedValue(String name) {
        Image base = pair.base().image();
        return base == null ? null : Rows.value(base, name);
    }

    /** Whether anything of the row changes that has to be durable before an end is written. */
    boolean decides(Pair after) {
        return act != null
                || !after.base().equals(pair.base())
                || after.owes()
                || !Objects.equals(after.review(), pair.review());
    }

    /** Why, for the history. */
    Episode episode(long round, long millis) {
        Image base = pair.base().image();
        return new Episode(
                round,
                pair.id(),
                base == null ? Image.absent() : base,
                side(Which.OURS).now(),
                side(Which.THEIRS).now(),
                merged.stuck() ? (base == null ? Image.absent() : base) : merged.image(),
                merged.origins(),
                merged.settled(),
                merged.conflicts(),
                act == null ? Episode.SYSTEM : act.by(),
                millis,
                act == null ? null : act.deed(),
                Episode.Makers.of(dirt));
    }

    /** Whether there is anything to tell of it. */
    boolean tells(Pair after) {
        Review review = after.review();
        return act != null
                || !after.base().equals(pair.base())
                || !merged.settled().isEmpty()
                || review != null && !review.equals(pair.review());
    }

    Pair pair() {
        return pair;
    }

    Merged merged() {
        return merged;
    }

    /** The fields that a path of a conflict stands for. */
    List<String> fieldsOf(String path) {
        return path.isEmpty() ? List.of(Merge.ROW) : rules.fieldsOf(path);
    }
}
