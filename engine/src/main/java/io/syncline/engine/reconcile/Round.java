package io.syncline.engine.reconcile;

import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Settlement;
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
 * loses none of it and does none of it twice. Both ends are looked at and written at once.
 */
final class Round {
    private enum Act {
        LOOK_AT_OURS,
        LOOK_AT_THEIRS,
        DECIDE,
        WRITE_OURS,
        WRITE_THEIRS,
        SETTLE
    }

    private final Parts parts;
    private final Untold untold;
    private final PingPong pingPong;
    private final Members members;
    private final boolean meeting;
    private final long number;
    private final List<Dirt> dirt;
    private final Map<Which, Position> read;
    private final boolean last;
    private final Audience audience;
    private final Look look;
    private final Giving giving;
    private final Map<RowId, Pair> pairs = new LinkedHashMap<>();
    private final Map<RowId, Pair> before = new HashMap<>();
    private final Set<RowId> again = new HashSet<>();
    private final Strangers strangers = new Strangers();
    private final Delivered delivered;
    private @Nullable Moves moves;
    private Act next = Act.LOOK_AT_OURS;

    /**
     * @param untold rows that earlier rounds have left to be told of
     * @param pingPong rows that are best left alone for a while
     * @param meeting whether a row that nobody knows may have been there before the sync
     * @param read how far each end's log is read: what it told up to there has to be seen
     * @param last whether no other rows are left of what they told up to there
     * @param audience what people want of some of the rows
     */
    Round(
            Parts parts,
            Untold untold,
            PingPong pingPong,
            boolean meeting,
            long number,
            List<Dirt> dirt,
            Map<Which, Position> read,
            boolean last,
            Audience audience) {
        this.parts = parts;
        this.untold = untold;
        this.pingPong = pingPong;
        this.delivered = new Delivered(parts);
        this.members = new Members(parts.ours().facing());
        this.meeting = meeting;
        this.number = number;
        this.dirt = List.copyOf(dirt);
        this.read = Map.copyOf(read);
        this.last = last;
        this.audience = audience;
        this.look = new Look(parts, this.dirt, this.read);
        this.giving = new Giving(parts, number, look);
    }

    /**
     * Does the next act, unless it was the last.
     *
     * @param leaving the round before, if it is not noted yet what became of it
     */
    void step(@Nullable Round leaving) {
        next =
                switch (next) {
                    case LOOK_AT_OURS -> {
                        look.begin(Which.OURS);
                        yield Act.LOOK_AT_THEIRS;
                    }
                    case LOOK_AT_THEIRS -> {
                        look.begin(Which.THEIRS);
                        yield Act.DECIDE;
                    }
                    case DECIDE -> {
                        decide(leaving == null ? List.of() : leaving.owed());
                        yield Act.WRITE_OURS;
                    }
                    case WRITE_OURS -> {
                        giving.begin(Which.OURS, pairs.values());
                        yield Act.WRITE_THEIRS;
                    }
                    case WRITE_THEIRS -> {
                        giving.begin(Which.THEIRS, pairs.values());
                        giving.take(this::note);
                        yield Act.SETTLE;
                    }
                    case SETTLE -> Act.SETTLE;
                };
    }

    private Looked looked(Which which, RowId id) {
        return look.at(which, id);
    }

    private void decide(List<RowId> unsettled) {
        look.take(again);
        List<RowId> ids = dirt.stream().map(Dirt::id).filter(id -> !again.contains(id)).toList();
        before.putAll(look.known());
        before.keySet().removeAll(again);
        Moves moved = new Moves(dirt, look.rows(), before, again);
        moves = moved;
        parts.provenance().look(ids);
        untold.looked();
        List<Decision> decisions = new ArrayList<>();
        Map<Which, Integer> places = new EnumMap<>(Which.class);
        ToIntFunction<Which> place = which -> places.merge(which, 1, Integer::sum) - 1;
        for (Dirt each : moved.dealt()) {
            RowId id = each.id();
            if (pingPong.rests(id, parts.context().nanos())) {
                again.add(id);
            }
            if (again.contains(id)) {
                continue;
            }
            Judge judge = judge(each);
            if ((judge.early() || strangers.guessed(id)) && awaited(id)) {
                again.add(id);
                continue;
            }
            untold.forget(id);
            long now = parts.context().wallMillis();
            audience.hear(id, judge, () -> judge(each), number, now);
            Pair after = moved.owing(judge.after(number, place, now));
            if (members.leaves(after)) {
                // Both ends have been given the edit that made it leave.
                Image there = looked(Which.THEIRS, id).shared();
                after = members.released(after, there, number, place);
                decisions.add(new Decision(after, null));
            } else if (judge.decides(after)) {
                decisions.add(
                        new Decision(
                                after, judge.tells(after) ? judge.episode(number, now) : null));
            }
            pairs.put(id, after);
        }
        decisions.addAll(abandoned(moved));
        if (!decisions.isEmpty()) {
            parts.pairs().decide(parts.flow(), parts.epoch(), number, decisions, unsettled);
        }
        delivered.decided(decisions);
        parts.meter().decided(decisions);
        audience.tell(decisions, before);
        pingPong.decided(decisions, before, parts);
    }

    private List<Decision> abandoned(Moves moved) {
        List<Decision> abandoned = moved.abandoned(number, parts.context().wallMillis());
        abandoned.forEach(each -> pairs.put(each.pair().id(), each.pair()));
        return abandoned;
    }

    Audience audience() {
        return audience;
    }

    private boolean awaited(RowId id) {
        Image ours = looked(Which.OURS, id).shared();
        Image theirs = looked(Which.THEIRS, id).shared();
        return untold.awaits(id, ours, theirs, read, isMeeting(id));
    }

    private boolean isMeeting(RowId id) {
        return meeting || untold.isMeeting(id);
    }

    private Judge judge(Dirt each) {
        RowId id = each.id();
        Image ours = looked(Which.OURS, id).shared();
        Image theirs = looked(Which.THEIRS, id).shared();
        boolean met = before.containsKey(id);
        Pair pair =
                met
                        ? Objects.requireNonNull(before.get(id))
                        : strangers.pair(each, isMeeting(id), ours, theirs);
        before.put(id, pair);
        ours = members.seen(pair, Which.OURS, ours, theirs);
        theirs = members.seen(pair, Which.THEIRS, theirs, looked(Which.OURS, id).shared());
        String collection = id.collection();
        Rules rules =
                met || !isMeeting(id) ? parts.rules(collection) : parts.meeting().apply(collection);
        return new Judge(pair, each, parts, rules, read, ours, theirs);
    }

    /**
     * @param head a place of the end's log that is older than the row, if the write has made it
     */
    private void note(Which which, RowId id, Outcome outcome, @Nullable Position head) {
        Pair now = Objects.requireNonNull(pairs.get(id));
        switch (outcome) {
            case Outcome.Applied(Image stored) ->
                    pairs.put(id, delivered.given(which, now, stored, head));
            case Outcome.Refused refused -> {
                again.add(id);
                pairs.put(
                        id, delivered.refused(which, now, moves().dirt(id), refused, this::looked));
            }
            case Outcome.Stale _, Outcome.Unknown _ -> again.add(id);
        }
    }

    private Moves moves() {
        return Objects.requireNonNull(moves);
    }

    /** Says what became of rows, once that is durable; those that are best looked at now. */
    List<RowId> tell(Blocking blocking) {
        return blocking.after(delivered.tell(), before, pairs.values());
    }

    /** What became of it, to be noted with the places that the logs are dealt with up to. */
    Settlement settlement() {
        List<RowId> clean = new ArrayList<>();
        List<Dirt> dirty = new ArrayList<>();
        for (Dirt first : dirt) {
            Dirt each = moves().dirt(first.id());
            Pair pair = pairs.get(each.id());
            if (again.contains(each.id()) || moves().again(each.id())) {
                dirty.add(each.again());
            } else if (pair != null && members.leaves(pair)) {
                // Given to both now; looked at once more, it is let go of.
                dirty.add(Dirt.of(each.id()));
            } else {
                clean.add(each.id());
            }
        }
        Map<Which, Position> places = last ? read : Map.of();
        return delivered.settlement(number, pairs.values(), before, clean, dirty, places);
    }

    /** The rows that are owed what it has decided. */
    private List<RowId> owed() {
        return delivered.owed(number);
    }

    /** Whether its rows are still to be looked at. */
    boolean looks() {
        return next == Act.LOOK_AT_OURS || next == Act.LOOK_AT_THEIRS;
    }

    /** Whether its rows are being looked at, and nothing is decided. */
    boolean looked() {
        return next == Act.DECIDE;
    }

    /** Whether it is decided what the ends are owed, and nothing of it is written. */
    boolean decided() {
        return next == Act.WRITE_OURS;
    }

    /** Whether what became of it is known, and is to be noted. */
    boolean isLast() {
        return next == Act.SETTLE;
    }

    /** The rows it deals with. */
    List<Dirt> dirt() {
        return dirt;
    }

    /** Waits for the end of what was begun, whatever comes of it. */
    void close() {
        look.close();
        giving.close();
    }
}
