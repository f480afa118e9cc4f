package io.syncline.engine.reconcile;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Which;
import io.syncline.engine.mirror.KeptLoop;
import io.syncline.engine.mirror.Stop;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.review.Errand;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two-way loop of one pair of ends, as a lane. Both logs are read up to a place; the rows they
 * made dirty are dealt with in rounds; then the places move, and the logs are read on. So a place
 * never passes a row that is neither settled nor durably dirty. A row that cannot be settled now
 * waits apart and keeps nothing else waiting.
 */
public final class Reconcile implements KeptLoop.Loop<Map<Which, Position>> {
    private static final Duration POLL = Duration.ofMillis(20);

    /** A run does not wait for the end of what was tried so often. */
    private static final int HOPELESS_TRIES = 8;

    private final Parts parts;
    private final Intake ours;
    private final Intake theirs;
    private final Census census;
    private final Backlog dirty;
    private final Rounds rounds;
    private final Blocking blocking = new Blocking();
    private final Map<Which, Position> settled;
    private final Errands errands = new Errands();
    private @Nullable Round now;
    private @Nullable Round after;
    private @Nullable Leaving leaving;
    private @Nullable Stop stop;
    private volatile boolean idle;
    private volatile boolean counted;
    private volatile boolean hopeful;
    private volatile Map<Which, Position> dealtWith = Map.of();

    Reconcile(
            Parts parts,
            Intake ours,
            Intake theirs,
            Census census,
            List<Dirt> dirty,
            Map<Which, Position> settled,
            long round) {
        this.parts = parts;
        this.ours = ours;
        this.theirs = theirs;
        this.census = census;
        this.settled = new EnumMap<>(Which.class);
        this.settled.putAll(settled);
        this.dealtWith = Map.copyOf(settled);
        this.counted = census.done();
        this.dirty = new Backlog(dirty);
        this.rounds = new Rounds(parts, this.dirty, census, errands, round);
    }

    @Override
    public Next step() {
        Round going = now;
        if (going == null) {
            going = begin();
            if (going == null) {
                return Next.Again.AGAIN;
            }
            now = going;
        }
        if (going.isLast()) {
            leaving = new Leaving(parts, going);
            now = after;
            after = null;
        } else if (!(going.looked() && looksAhead(going))) {
            if (going.decided()) {
                // Or an end's receipt would be that of this round, and of that one's writes nobody
                // would know after a crash.
                left();
            }
            going.step(leaving == null ? null : leaving.round());
        }
        if (now == null) {
            left();
        }
        return Next.Again.AGAIN;
    }

    /** Waits until what became of the round before is durable, and says so. */
    private void left() {
        Leaving gone = leaving;
        if (gone != null) {
            settled(gone.noted());
            rounds.look(gone.round().tell(blocking));
            census.settled();
            counted = census.done();
            errands.back(gone.round().audience().left());
            leaving = null;
        }
    }

    /** Goes on with the look at the rows of the next round; false if there is nothing to do. */
    private boolean looksAhead(Round going) {
        Round then = after;
        if (then == null) {
            Round before = leaving == null ? null : leaving.round();
            then = ready(Duration.ZERO) ? rounds.after(going, before, read()) : null;
            after = then;
        }
        if (then == null || !then.looks()) {
            return false;
        }
        then.step(null);
        return true;
    }

    /** The next round; null if there is nothing to look at, or more has to be read first. */
    private @Nullable Round begin() {
        if (stop != null) {
            return null;
        }
        boolean nothing = dirty.fresh().isEmpty() && dirty.due(nanos()).findAny().isEmpty();
        boolean rests = nothing && errands.isEmpty() && census.done();
        if (!ready(rests ? POLL : Duration.ZERO)) {
            return null;
        }
        Round next = rounds.next(read());
        idle = next == null && dirty.nothingWaits() && census.done();
        if (next == null) {
            census.settled();
            counted = census.done();
            if (!read().equals(settled)) {
                Settlement places = new Settlement(List.of(), List.of(), List.of(), read());
                parts.pairs().settle(parts.flow(), parts.epoch(), places);
                settled(places);
            }
        }
        return next;
    }

    /** Whether a round may begin, once the logs were read on if nothing that they told is left. */
    private boolean ready(Duration wait) {
        Map<RowId, Dirt> fresh = dirty.fresh();
        if (fresh.isEmpty() || ours.midway() || theirs.midway()) {
            ours.read(dirty, wait);
            theirs.read(dirty, Duration.ZERO);
            return !ours.midway() && !theirs.midway() && !stops();
        }
        return true;
    }

    private long nanos() {
        return parts.context().nanos();
    }

    private Map<Which, Position> read() {
        Map<Which, Position> places = new EnumMap<>(Which.class);
        places.put(Which.OURS, ours.place());
        places.put(Which.THEIRS, theirs.place());
        return places;
    }

    private void settled(Settlement settlement) {
        dirty.rest(settlement.dirty(), nanos());
        hopeful = dirty.hopeful(HOPELESS_TRIES);
        settlement
                .places()
                .forEach(
                        (which, place) -> {
                            if (!place.equals(settled.put(which, place))) {
                                (which == Which.OURS ? ours : theirs).acknowledge(place);
                            }
                        });
        dealtWith = Map.copyOf(this.settled);
    }

    /**
     * Whether both logs are dealt with up to these places, but for rows that were tried in vain
     * often enough. From any thread.
     */
    @Override
    public boolean reached(Map<Which, Position> places) {
        Map<Which, Position> now = dealtWith;
        return counted
                && !hopeful
                && parts.ours().source().covers(place(now, Which.OURS), place(places, Which.OURS))
                && parts.theirs()
                        .source()
                        .covers(place(now, Which.THEIRS), place(places, Which.THEIRS));
    }

    private static Position place(Map<Which, Position> places, Which which) {
        return Objects.requireNonNull(places.get(which));
    }

    /** Whether an end's tables have changed, so that the loop has to be opened again. */
    @Override
    public boolean relaid() {
        return ours.relaid() || theirs.relaid();
    }

    /** How far both ends are counted. From any thread. */
    public Map<String, SnapshotProgress> progress() {
        return census.progress();
    }

    /** Whether every row that was there when the ends met is dealt with. */
    @Override
    public boolean counted() {
        return counted;
    }

    /** Has rows looked at that somebody asks for, by the sync's names. From any thread. */
    public void look(List<RowId> ids) {
        rounds.look(ids);
    }

    /**
     * Has a row looked at as soon as another one changes, which is in its way at an end; once. From
     * any thread; forgotten where too much is told, and when the loop ends.
     */
    public void isInTheWay(RowId blocker, RowId refused) {
        blocking.told(blocker, refused);
    }

    private boolean stops() {
        Stop here = ours.stop();
        stop = here == null ? theirs.stop() : here;
        if (stop == null && (ours.emptied() || theirs.emptied())) {
            goOn();
        }
        return stop != null;
    }

    /**
     * What was deleted at an end, if that is so much that the loop waits to be told to {@link
     * #goOn}: nothing of it has gone at the other end. For the loop's lane.
     */
    public @Nullable Stop stop() {
        return stop;
    }

    /** What was deleted goes at the other end as well. For the loop's lane. */
    public void goOn() {
        if (ours.emptied() || theirs.emptied()) {
            // Durable before the place of it is passed.
            census.again();
        }
        ours.letGo();
        theirs.letGo();
        stop = null;
    }

    /** How far both logs are dealt with. From any thread. */
    public Map<Which, Position> places() {
        return dealtWith;
    }

    /** Whether nothing is dirty as far as both logs are read. From any thread. */
    public boolean idle() {
        return idle && errands.isEmpty();
    }

    /** Asks for something to be done to a row. From any thread. */
    public void ask(Errand errand) {
        errands.add(errand);
    }

    @Override
    public void close() {
        Round going = now;
        if (going != null) {
            errands.back(going.audience().left());
            going.close();
        }
        Round then = after;
        if (then != null) {
            then.close();
        }
        Leaving gone = leaving;
        if (gone != null) {
            errands.back(gone.round().audience().left());
            gone.close();
        }
        errands.close();
        ours.close();
        theirs.close();
    }
}
