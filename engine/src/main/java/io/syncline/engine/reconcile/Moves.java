package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Merged.Origin;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Half;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a round whose key was changed at one end. Such a row goes on as what it was: what was
 * agreed of it, what the other end shows of it and what that end's log told of it are known by its
 * old key, and hold for the new one. So an edit made there meanwhile meets the change of the key as
 * it meets any other edit, and nothing of the row is lost that only that end has. Used by one
 * round.
 */
final class Moves {
    /** How a row is called at the end where its key was not changed. */
    private record Way(RowId from, Which across) {}

    /** Which row had an old key, and where that was changed. */
    private record Left(RowId moved, Which end) {}

    private final Map<Which, Map<RowId, Looked>> looked;
    private final Map<RowId, Pair> before;
    private final Set<RowId> again;
    private final Map<RowId, Dirt> dirt = new LinkedHashMap<>();
    private final Map<RowId, Way> ways = new HashMap<>();
    private final Map<RowId, Left> left = new LinkedHashMap<>();

    /**
     * Finds them, and has the round see them where they are.
     *
     * @param dirt the round's rows
     * @param looked what both ends show of these
     * @param before what is known of these
     * @param again those that cannot be dealt with in this round
     */
    Moves(
            List<Dirt> dirt,
            Map<Which, Map<RowId, Looked>> looked,
            Map<RowId, Pair> before,
            Set<RowId> again) {
        this.looked = looked;
        this.before = before;
        this.again = again;
        dirt.forEach(each -> this.dirt.put(each.id(), each));
        List<Dirt> moved = dirt.stream().filter(this::seen).toList();
        moved.stream().filter(each -> owing(each.id()) == null).forEach(this::begin);
        // One that has moved on since is followed from where it came.
        moved.stream().filter(each -> !left.containsKey(each.id())).forEach(this::resume);
    }

    /** Which end still calls a row otherwise, since it was not given its key. */
    private @Nullable Which owing(RowId id) {
        Pair pair = before.get(id);
        return pair == null
                ? null
                : pair.from(Which.OURS) != null
                        ? Which.OURS
                        : pair.from(Which.THEIRS) != null ? Which.THEIRS : null;
    }

    private @Nullable RowId from(Dirt each) {
        Which across = owing(each.id());
        Pair pair = before.get(each.id());
        return across == null || pair == null ? each.from() : pair.from(across);
    }

    private boolean shows(Which which, RowId id) {
        Looked row = Objects.requireNonNull(looked.get(which)).get(id);
        return row != null && !row.own().isAbsent();
    }

    /** Whether a row has another key than before, and can be seen where it is in this round. */
    private boolean seen(Dirt moved) {
        RowId id = moved.id();
        RowId from = from(moved);
        if (from == null) {
            return false;
        }
        if (dirt.containsKey(from) && !again.contains(id) && !again.contains(from)) {
            return true;
        }
        dirt.put(id, moved.movedFrom(from));
        again.add(id);
        if (dirt.containsKey(from)) {
            again.add(from);
        }
        return false;
    }

    private void resume(Dirt moved) {
        RowId id = moved.id();
        Which across = owing(id);
        RowId from = from(moved);
        Pair own = before.get(id);
        if (across != null
                && from != null
                && own != null
                && !ways.containsKey(id)
                && !shows(across, id)
                && !another(across, from)) {
            follow(moved, own, new Way(from, across));
        }
    }

    private void begin(Dirt moved) {
        RowId id = moved.id();
        Pair own = before.get(id);
        Pair then = origin(moved);
        boolean here = shows(Which.OURS, id);
        boolean taken = own != null && !(absent(own) && own.review() == null);
        boolean claimed = then != null && (left.containsKey(then.id()) || moved(then.id()));
        if (then == null || taken || claimed || here == shows(Which.THEIRS, id)) {
            return;
        }
        Which across = here ? Which.THEIRS : Which.OURS;
        boolean stays = shows(across.other(), then.id()) && !another(across.other(), then.id());
        RowId owing = then.from(across);
        RowId there = owing == null ? then.id() : owing;
        boolean known = !lacks(then, Which.OURS) && !lacks(then, Which.THEIRS);
        if (!stays && known && !another(across, there)) {
            follow(moved, then, new Way(there, across));
            left.put(then.id(), new Left(moved.id(), across.other()));
        }
    }

    /** Whether an end has not had the row: what it shows, or has given another key, is not it. */
    private static boolean lacks(Pair then, Which which) {
        Half.Debt debt = then.half(which).debt();
        return debt != null && debt.owes(Merge.ROW);
    }

    /** Whether what an end shows of a key is another row than what it showed before. */
    private boolean another(Which which, RowId id) {
        return shows(which, id) && told(id).told(which).goneAfter() != null;
    }

    /** What was agreed of the row before its key was changed, also more than once. */
    private @Nullable Pair origin(Dirt moved) {
        Set<RowId> seen = new HashSet<>(Set.of(moved.id()));
        RowId from = moved.from();
        while (from != null && seen.add(from)) {
            Pair then = before.get(from);
            if (then != null && then.base().image() != null && !absent(then)) {
                return then;
            }
            from = told(from).from();
        }
        return null;
    }

    private static boolean absent(Pair pair) {
        Image base = pair.base().image();
        return base != null && base.isAbsent();
    }

    /** Whether a row was found to have been given that key in this round. */
    private boolean moved(RowId id) {
        return left.values().stream().anyMatch(each -> each.moved().equals(id));
    }

    private void follow(Dirt moved, Pair then, Way way) {
        RowId id = moved.id();
        Map<RowId, Looked> rows = Objects.requireNonNull(looked.get(way.across()));
        rows.put(id, rows.getOrDefault(way.from(), Objects.requireNonNull(rows.get(id))));
        if (before.containsKey(then.id()) && !then.id().equals(id)) {
            before.put(id, then.called(id));
        }
        Told there = told(way.from()).told(way.across());
        // Another row of that key may have gone before; this one came by its change of the key.
        Told here = moved.told(way.across().other());
        here = new Told(here.times(), here.latest(), null, here.by());
        dirt.put(
                id,
                new Dirt(
                        id,
                        way.across() == Which.OURS ? there : here,
                        way.across() == Which.OURS ? here : there,
                        moved.tries(),
                        moved.from()));
        left.put(way.from(), new Left(id, way.across().other()));
        if (shows(way.across(), id)) {
            ways.put(id, way);
        }
    }

    private Dirt told(RowId id) {
        return dirt.getOrDefault(id, Dirt.of(id));
    }

    /** The round's rows that are dealt with by their own names. */
    List<Dirt> dealt() {
        return dirt.values().stream().filter(each -> !left.containsKey(each.id())).toList();
    }

    /** A row of the round, with what was told of it. */
    Dirt dirt(RowId id) {
        return Objects.requireNonNull(dirt.get(id));
    }

    /** A row with what an end still calls it. */
    Pair owing(Pair after) {
        Way way = ways.get(after.id());
        Half half = way == null ? null : after.half(way.across());
        Half.Debt debt = half == null ? null : half.debt();
        if (way == null || half == null || debt == null) {
            return after;
        }
        Half.Debt named = new Half.Debt(debt.round(), debt.place(), debt.fields(), way.from());
        return after.with(way.across(), new Half(half.seen(), half.read(), named));
    }

    /** The old keys, which are nobody's from now on; if the moved rows can be dealt with. */
    List<Decision> abandoned(long round, long millis) {
        List<Decision> decisions = new ArrayList<>();
        left.forEach(
                (id, key) -> {
                    Pair then = before.get(id);
                    if (then != null && !absent(then) && !again.contains(key.moved())) {
                        Pair gone = Pair.unmet(id);
                        decisions.add(new Decision(gone, told(then, key.end(), round, millis)));
                    }
                });
        return decisions;
    }

    private static Episode told(Pair then, Which end, long round, long millis) {
        Image base = Objects.requireNonNullElse(then.base().image(), Image.absent());
        Origin origin = end == Which.OURS ? Origin.OURS : Origin.THEIRS;
        return new Episode(
                round,
                then.id(),
                base,
                end == Which.OURS ? Image.absent() : base,
                end == Which.OURS ? base : Image.absent(),
                Image.absent(),
                Map.of(Merge.ROW, origin),
                List.of(),
                List.of(),
                Episode.SYSTEM,
                millis);
    }

    /**
     * Whether an old key has to be looked at again: there is another row by now, or the moved one
     * was not dealt with.
     */
    boolean again(RowId id) {
        Left key = left.get(id);
        if (key == null) {
            return false;
        }
        Way way = ways.get(key.moved());
        boolean itself = way != null && way.from().equals(id);
        return again.contains(key.moved())
                || shows(key.end(), id)
                || !itself && shows(key.end().other(), id);
    }
}
