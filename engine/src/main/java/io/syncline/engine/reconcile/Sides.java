package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Ruled;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Ruling;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Rows;
import io.syncline.engine.pair.Told;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Both ends' rows of one identity, as the sides of a merge. Pure. */
final class Sides {
    private final Pair pair;
    private final Dirt dirt;
    private final Parts parts;
    private final Rules rules;
    private final Map<Which, Image> shown;
    private final Side ours;
    private final Side theirs;

    /**
     * @param dirt what both logs have told of the row
     * @param ours the row as the first end shows it, in the sync's form
     * @param theirs the row as the other end shows it, likewise
     */
    Sides(Pair pair, Dirt dirt, Parts parts, Rules rules, Image ours, Image theirs) {
        this.pair = Added.known(pair, rules, ours, theirs);
        this.dirt = dirt;
        this.parts = parts;
        this.rules = rules;
        this.shown = Map.of(Which.OURS, ours, Which.THEIRS, theirs);
        this.ours = side(Which.OURS, ours);
        this.theirs = side(Which.THEIRS, theirs);
    }

    private Side side(Which which, Image shows) {
        Half half = pair.half(which);
        // What an end has only been given, nobody edits there.
        Set<String> given = parts.end(which).facing().given(pair.id().collection());
        Image now = Rows.keeping(shows, half.seen(), given);
        Half.Debt debt = half.debt();
        Side side =
                new Side(
                        parts.end(which).replica(),
                        now,
                        half.seen(),
                        dirt.told(which).of(now, half.seen(), pair.times()),
                        debt == null ? Set.of() : debt.fields());
        Image other = Objects.requireNonNull(shown.get(which.other()));
        return parts.provenance().traced(parts.end(which), pair.id(), side, other);
    }

    Side side(Which which) {
        return which == Which.OURS ? ours : theirs;
    }

    /** The row as an end shows it, with what nobody edits there. */
    Image shown(Which which) {
        return Objects.requireNonNull(shown.get(which));
    }

    /** What the rules make of them. */
    Merged merged() {
        // If the row that was agreed is gone, what is left of it at the other end goes with it.
        return anew()
                ? Merge.merge(
                        Base.of(Image.absent()), remains(Which.OURS), remains(Which.THEIRS), rules)
                : Merge.merge(pair.base(), ours, theirs, rules);
    }

    /**
     * What becomes of them if a person decides what the rules could not.
     *
     * @param plain what the rules alone make of them
     */
    Merged ruled(Merged plain, Ruling ruling, String because) {
        return anew()
                ? Ruled.merge(
                        plain,
                        Base.of(Image.absent()),
                        remains(Which.OURS),
                        remains(Which.THEIRS),
                        rules,
                        ruling,
                        because)
                : Ruled.merge(plain, pair.base(), ours, theirs, rules, ruling, because);
    }

    private boolean anew() {
        return anew(Which.OURS) || anew(Which.THEIRS);
    }

    /** Whether the row at an end is not the one that was agreed, but another of the same key. */
    private boolean anew(Which which) {
        Told told = dirt.told(which);
        Half half = pair.half(which);
        Position gone = told.goneAfter();
        Position agreed = half.read();
        return told.throughAbsent()
                && gone != null
                && !side(which).now().isAbsent()
                && !half.seen().isAbsent()
                && (agreed == null || parts.end(which).source().covers(gone, agreed));
    }

    private Side remains(Which which) {
        Side side = side(which);
        // Who had not been given all of it cannot have meant all of it.
        boolean left =
                !anew(which)
                        && side.now().equals(side.seen())
                        && pair.half(which.other()).debt() == null;
        return new Side(
                side.replica(), left ? Image.absent() : side.now(), Image.absent(), side.times());
    }
}
