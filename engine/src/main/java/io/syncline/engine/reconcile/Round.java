package io.syncline.engine.reconcile;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Write;
import io.syncline.core.merge.Merge;
import io.syncline.core.merge.Which;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One round over some dirty rows: look at both ends, decide, make the decisions durable, write to
 * each end, and note what became of it. Each step is one of these acts; a crash between any two
 * loses none of it and does none of it twice.
 */
final class Round {
    /** A row that one end holds against our writes time and again is for a person. */
    private static final int REFUSED_TRIES_MAX = 20;

    private enum Act {
        LOOK_AT_OURS,
        LOOK_AT_THEIRS,
        DECIDE,
        WRITE_OURS,
        WRITE_THEIRS,
        SETTLE,
        OVER
    }

    private final Parts parts;
    private final long number;
    private final List<Dirt> dirt;
    private final Map<Which, Position> read;
    private final Map<Which, List<Found>> found = new EnumMap<>(Which.class);
    private final Map<Which, Map<RowId, Looked>> looked = new EnumMap<>(Which.class);
    private final Map<RowId, Pair> pairs = new LinkedHashMap<>();
    private final Map<RowId, Pair> before = new HashMap<>();
    private final Set<RowId> again = new HashSet<>();
    private Act next = Act.LOOK_AT_OURS;

    /**
     * @param read how far each end's log is read: what it told up to there has to be seen
     */
    Round(Parts parts, long number, List<Dirt> dirt, Map<Which, Position> read) {
        this.parts = parts;
        this.number = number;
        this.dirt = List.copyOf(dirt);
        this.read = Map.copyOf(read);
    }

    /** Does the next act; whether that was the last. */
    boolean step() {
        next =
                switch (next) {
                    case LOOK_AT_OURS -> {
                        look(Which.OURS);
                        yield Act.LOOK_AT_THEIRS;
                    }
                    case LOOK_AT_THEIRS -> {
                        look(Which.THEIRS);
                        yield Act.DECIDE;
                    }
                    case DECIDE -> {
                        decide();
                        yield Act.WRITE_OURS;
                    }
                    case WRITE_OURS -> {
                        write(Which.OURS);
                        yield Act.WRITE_THEIRS;
                    }
                    case WRITE_THEIRS -> {
                        write(Which.THEIRS);
                        yield Act.SETTLE;
                    }
                    case SETTLE, OVER -> Act.OVER;
                };
        return next == Act.SETTLE;
    }

    private void look(Which which) {
        End end = parts.end(which);
        List<RowId> own = dirt.stream().map(each -> end.facing().own(each.id())).toList();
        found.put(which, end.lookup().current(own, read.get(which)));
        Map<RowId, Looked> rows = looked.computeIfAbsent(which, _ -> new HashMap<>());
        List<Found> answers = Objects.requireNonNull(found.get(which));
        for (int i = 0; i < dirt.size(); i++) {
            if (answers.get(i) instanceof Found.Seen(var image, var token)) {
                RowId id = dirt.get(i).id();
                rows.put(id, new Looked(image, end.facing().shared(id, image), token));
            } else {
                again.add(dirt.get(i).id());
            }
        }
    }

    private Looked looked(Which which, RowId id) {
        return Objects.requireNonNull(Objects.requireNonNull(looked.get(which)).get(id));
    }

    private void decide() {
        List<RowId> ids = dirt.stream().map(Dirt::id).filter(id -> !again.contains(id)).toList();
        before.putAll(parts.pairs().find(parts.flow(), ids));
        List<Decision> decisions = new ArrayList<>();
        Map<Which, Integer> places = new EnumMap<>(Which.class);
        ToIntFunction<Which> place = which -> places.merge(which, 1, Integer::sum) - 1;
        for (Dirt each : dirt) {
            RowId id = each.id();
            if (again.contains(id)) {
                continue;
            }
            Pair pair = before.computeIfAbsent(id, parts::unmet);
            Judge judge =
                    new Judge(
                            pair,
                            each,
                            parts,
                            read,
                            looked(Which.OURS, id).shared(),
                            looked(Which.THEIRS, id).shared());
            if (judge.early()) {
                again.add(id);
                continue;
            }
            long now = parts.context().wallMillis();
            Pair after = judge.after(number, place, now);
            pairs.put(id, after);
            if (judge.decides(after)) {
                decisions.add(
                        new Decision(
                                after, judge.tells(after) ? judge.episode(number, now) : null));
            }
        }
        if (!decisions.isEmpty()) {
            parts.pairs().decide(parts.flow(), parts.epoch(), number, decisions);
        }
    }

    private boolean owes(Pair pair, Which which) {
        Half.Debt debt = pair.half(which).debt();
        return debt != null && debt.round() == number;
    }

    private void write(Which which) {
        // What an earlier round owes to a row that is stuck is not written now.
        List<Pair> owed = pairs.values().stream().filter(pair -> owes(pair, which)).toList();
        if (owed.isEmpty()) {
            return;
        }
        End end = parts.end(which);
        Version version = parts.clock().next();
        try (OpenTransaction transaction = end.target().begin(end.flow(), 0, parts.epoch())) {
            List<Outcome> outcomes = made(transaction, end, owed, version);
            Set<Integer> left = new HashSet<>();
            for (int i = 0; i < owed.size(); i++) {
                Half.Debt debt = Objects.requireNonNull(owed.get(i).half(which).debt());
                if (!(outcomes.get(i) instanceof Outcome.Applied)) {
                    left.add(debt.place());
                }
            }
            if (!transaction.commit(new Receipt(number, left).position())) {
                throw new EndpointException(
                        EndpointException.Kind.TRANSIENT,
                        Code.CONNECTION_LOST,
                        "The answer to a commit was lost");
            }
            for (int i = 0; i < owed.size(); i++) {
                note(which, owed.get(i), outcomes.get(i));
            }
        }
    }

    /** Makes the writes; what others have to make room for is tried again after them. */
    private List<Outcome> made(
            OpenTransaction transaction, End end, List<Pair> owed, Version version) {
        List<Write> writes = owed.stream().map(pair -> write(end, pair, version)).toList();
        List<Outcome> outcomes = new ArrayList<>(transaction.apply(writes));
        boolean progress = true;
        while (progress) {
            List<Integer> refused = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Refused) {
                    refused.add(i);
                }
            }
            progress = false;
            if (!refused.isEmpty() && refused.size() < outcomes.size()) {
                List<Outcome> later = transaction.apply(refused.stream().map(writes::get).toList());
                for (int i = 0; i < refused.size(); i++) {
                    progress |= !(later.get(i) instanceof Outcome.Refused);
                    outcomes.set(refused.get(i), later.get(i));
                }
            }
        }
        return outcomes;
    }

    private Write write(End end, Pair pair, Version version) {
        Looked seen = looked(end.which(), pair.id());
        Half.Debt debt = Objects.requireNonNull(pair.half(end.which()).debt());
        Row base = row(pair);
        Image after = Image.absent();
        if (base != null) {
            Image wanted =
                    debt.fields().contains(Merge.ROW)
                            ? Image.whole(base)
                            : Image.partial(Rows.only(base, debt.fields()));
            after = end.facing().own(pair.id(), wanted);
        }
        Change change = Change.of(end.facing().own(pair.id()), seen.own(), after, version);
        return new Write(change, new Expect.Unchanged(seen.token()));
    }

    private static @Nullable Row row(Pair pair) {
        Image base = pair.base().image();
        return base == null ? null : base.row();
    }

    private void note(Which which, Pair pair, Outcome outcome) {
        Pair now = Objects.requireNonNull(pairs.get(pair.id()));
        switch (outcome) {
            case Outcome.Applied(Image stored) -> {
                Half paid =
                        stored == null
                                ? now.half(which).paid(Objects.requireNonNull(now.base().image()))
                                : now.half(which).showing(stored(which, now, stored));
                pairs.put(pair.id(), now.with(which, paid));
            }
            case Outcome.Stale _, Outcome.Refused _, Outcome.Unknown _ -> again.add(pair.id());
        }
    }

    /** What an end has stored, with what waits for a person as it was seen. */
    private Image stored(Which which, Pair pair, Image stored) {
        Image shared = parts.end(which).facing().shared(pair.id(), stored);
        Review review = pair.review();
        if (review == null) {
            return shared;
        }
        Set<String> frozen = new HashSet<>();
        review.conflicts()
                .forEach(
                        conflict ->
                                frozen.addAll(
                                        parts.rules(pair.id().collection())
                                                .fieldsOf(conflict.path())));
        return Rows.keeping(shared, pair.half(which).seen(), frozen);
    }

    /** What became of it, to be noted with the places that the logs are dealt with up to. */
    Settlement settlement(Map<Which, Position> places) {
        List<Pair> changed =
                pairs.values().stream()
                        .filter(pair -> !pair.equals(before.get(pair.id())))
                        .toList();
        List<RowId> clean = new ArrayList<>();
        List<Dirt> dirty = new ArrayList<>();
        for (Dirt each : dirt) {
            if (again.contains(each.id())) {
                dirty.add(each.again());
            } else {
                clean.add(each.id());
            }
        }
        return new Settlement(changed, clean, dirty, places);
    }

    /** Rows that have to be looked at again. */
    boolean isLast() {
        return next == Act.SETTLE;
    }

    /** How often rows are refused before a person hears of it. */
    static int triesMax() {
        return REFUSED_TRIES_MAX;
    }
}
