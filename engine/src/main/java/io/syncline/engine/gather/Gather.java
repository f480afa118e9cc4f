package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.change.HybridClock;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.mirror.KeptLoop;
import io.syncline.engine.mirror.Parking;
import io.syncline.engine.store.Store.SnapshotProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The loop that makes one destination's rows of those of several sources, as a lane. The logs only
 * say which rows are dirty. Each dirty row is asked for at all sources, made anew, and written if
 * the destination has it otherwise; where too few sources agree it is parked as unverified. Once
 * nothing is dirty, the places to which the logs were read become durable at the destination, under
 * the flow's fence. So a place never passes a row that is neither written nor durably parked, and
 * all that a crash costs is that rows are looked at again.
 */
final class Gather implements KeptLoop.Loop<Map<String, Position>> {
    private static final Duration POLL = Duration.ofMillis(20);

    private final List<Contributor> contributors;
    private final List<Hearing> hearings;
    private final Recount recount;
    private final Judging judging;
    private final Writing writing;
    private final DeleteBrake brake;
    private final Parking parking;
    private final HybridClock clock;
    private final Set<RowId> dirty = new LinkedHashSet<>();
    private final Queue<RowId> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean again;
    private volatile Places durable;
    private volatile boolean counted;
    private volatile boolean idle;

    /**
     * @param places how far the logs are dealt with
     * @param parking where rows go that are not written; claimed
     */
    Gather(
            List<Hearing> hearings,
            Recount recount,
            Judging judging,
            Writing writing,
            DeleteBrake brake,
            Parking parking,
            Places places,
            HybridClock clock) {
        this.hearings = List.copyOf(hearings);
        this.contributors = hearings.stream().map(Hearing::contributor).toList();
        this.recount = recount;
        this.judging = judging;
        this.writing = writing;
        this.brake = brake;
        this.parking = parking;
        this.durable = places;
        this.clock = clock;
        this.counted = recount.done();
    }

    @Override
    public Next step() {
        if (dirty.isEmpty() || midway()) {
            return read();
        }
        List<RowId> some = dirty.stream().limit(GatherSetup.ROWS_MAX).toList();
        boolean any = settle(judging.judge(some, this::seen));
        return any ? Next.Again.AGAIN : new Next.Wait(POLL);
    }

    /** Everything that was told or named is dealt with: on to what is next. */
    private Next read() {
        boolean midway = midway();
        if (!midway) {
            passed();
        }
        boolean rests = !midway && asked.isEmpty() && recount.done() && !again;
        for (Hearing each : hearings) {
            boolean waits = rests && dirty.isEmpty();
            each.read(dirty, waits ? POLL.dividedBy(hearings.size()) : Duration.ZERO);
        }
        if (!midway) {
            name();
        }
        return Next.Again.AGAIN;
    }

    /** A transaction that was told in part may change rows again that it has told. */
    private boolean midway() {
        return hearings.stream().anyMatch(Hearing::midway);
    }

    /** Rows to be looked at of which no log tells. */
    private void name() {
        if (again) {
            counted = false;
            recount.again();
            again = false;
        }
        for (RowId id = asked.poll(); id != null; id = asked.poll()) {
            dirty.add(id);
        }
        dirty.addAll(recount.next(GatherSetup.ROWS_MAX));
        idle = dirty.isEmpty() && recount.done();
    }

    private Position seen(Contributor contributor) {
        for (Hearing each : hearings) {
            if (each.contributor().name().equals(contributor.name())) {
                return each.place();
            }
        }
        throw new IllegalArgumentException("Nobody hears " + contributor.name());
    }

    private void passed() {
        Map<String, Position> read = new HashMap<>();
        hearings.forEach(each -> read.put(each.contributor().flow(), each.place()));
        Places now = new Places(read);
        if (!now.equals(durable)) {
            writing.passed(now);
            durable = now;
            hearings.forEach(each -> each.acknowledge(each.place()));
        }
        recount.settled();
        counted = recount.done();
        if (counted) {
            brake.over();
        }
    }

    /** Deals with rows; whether there was any that could be. */
    private boolean settle(List<Judging.Judged> judged) {
        List<Change> changes = new ArrayList<>();
        for (Judging.Judged each : judged) {
            switch (each.should()) {
                case Gathered.Held(Image candidate, Code code, String why) ->
                        parking.park(
                                Change.of(each.id(), each.there(), candidate, Judging.NEVER),
                                code,
                                why);
                case Gathered.Made(Image image, _) -> {
                    if (each.good()) {
                        parking.settled(each.id());
                    } else {
                        changes.add(change(each, image));
                    }
                }
            }
        }
        brake.check(changes);
        writing.write(changes, durable);
        // Last: what was not written is dirty after bad weather.
        judged.forEach(each -> dirty.remove(each.id()));
        return !judged.isEmpty();
    }

    private Change change(Judging.Judged row, Image after) {
        return Change.of(row.id(), row.there(), after, clock.next());
    }

    /** Whether all logs are dealt with up to these places, and every row was counted. */
    @Override
    public boolean reached(Map<String, Position> places) {
        Places now = durable;
        return counted()
                && contributors.stream()
                        .allMatch(
                                each ->
                                        each.source()
                                                .covers(now.of(each), new Places(places).of(each)));
    }

    /** How far the logs are dealt with. From any thread. */
    Places places() {
        return durable;
    }

    /** Whether a source's tables have changed, so that the loop has to be opened again. */
    @Override
    public boolean relaid() {
        return hearings.stream().anyMatch(Hearing::relaid);
    }

    /** Whether every row there is has been looked at once. From any thread. */
    @Override
    public boolean counted() {
        return counted && !again;
    }

    /** Whether nothing is dirty as far as the logs are read. From any thread. */
    boolean idle() {
        return idle && asked.isEmpty() && !again;
    }

    /** How far all ends are counted. From any thread. */
    Map<String, SnapshotProgress> progress() {
        return recount.progress();
    }

    /** Has rows looked at, by the destination's names. From any thread. */
    void look(Collection<RowId> ids) {
        asked.addAll(ids);
    }

    /** Has every row looked at. From any thread. */
    void countAgain() {
        again = true;
    }

    @Override
    public void close() {
        hearings.forEach(Hearing::close);
    }
}
