package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Position;
import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.FlowStatus.Phase;
import io.syncline.engine.verify.Stretch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a flow is held, and what it has missed. Durable, so that a restart changes nothing of it.
 * Safe for use by several threads.
 */
public final class Holds {
    /** What is said of what happens; from any of the flow's threads. */
    @FunctionalInterface
    public interface Listener {
        /** A flow is held, or detached, for this reason. */
        void held(Hold hold);
    }

    private static final String BRAKE = "brake";
    private static final String RELEASED = "released";
    private static final String GAP = "gap";
    private static final String DETACHED = "detached";
    private static final String CHANGED = "changed";
    private static final String SOURCE = "source";
    private static final String OPEN = "open";
    private static final String HEAL = "heal";
    private static final String AGAIN = "again";
    private static final String AHEAD = "ahead";
    private static final Duration ATTACH_FIRST = Duration.ofSeconds(5);
    private static final Duration ATTACH_LONGEST = Duration.ofMinutes(5);

    private final Store store;
    private final Owner owner;
    private final String flow;
    private final Context context;
    private final Listener listener;
    private final Stretches stretches;
    private @Nullable String brake;
    private @Nullable String released;
    private @Nullable String gap;
    private @Nullable String detached;
    private @Nullable String changed;
    private long attachAt;
    private Duration attachWait = ATTACH_FIRST;

    /** What is noted of a flow, as the store has it. */
    public Holds(Store store, Owner owner, String flow, Context context, Listener listener) {
        this.store = store;
        this.owner = owner;
        this.flow = flow;
        this.context = context;
        this.listener = listener;
        this.stretches = new Stretches(store, owner, flow);
        this.brake = store.note(flow, BRAKE);
        this.released = store.note(flow, RELEASED);
        this.gap = store.note(flow, GAP);
        this.detached = store.note(flow, DETACHED);
        this.changed = store.note(flow, CHANGED);
        this.attachAt = context.nanos();
    }

    /** What somebody wants looked at again. */
    public Stretches stretches() {
        return stretches;
    }

    /** Why the flow stands still, or null. */
    public synchronized @Nullable Hold hold() {
        if (changed != null) {
            return new Hold(Phase.HELD, Code.SOURCE_CHANGED, changed);
        }
        if (brake != null) {
            return new Hold(Phase.HELD, Code.MASS_DELETE, stop(brake).words());
        }
        if (isDetached() && context.nanos() < attachAt) {
            return new Hold(Phase.DETACHED, Code.DETACHED, String.valueOf(detached));
        }
        return null;
    }

    /** What would go if the brake were released; null if it is not pulled. */
    public synchronized @Nullable Stop stop() {
        return brake == null ? null : stop(brake);
    }

    private static Stop stop(String note) {
        return Stop.of(note.substring(note.indexOf('\n') + 1));
    }

    /**
     * Pulls the brake.
     *
     * @param until up to where it is known what would go; null for rows that a comparison found
     * @return to be thrown
     */
    synchronized EndpointException pull(Stop stop, @Nullable Position until) {
        return pull(stop, until == null ? HEAL : until.token());
    }

    /** Pulls the brake because of stretches that are looked at again; to be thrown. */
    synchronized EndpointException pullAgain(Stop stop) {
        return pull(stop, AGAIN);
    }

    private EndpointException pull(Stop stop, String until) {
        brake = kept(BRAKE, until + "\n" + stop.text());
        Hold hold = new Hold(Phase.HELD, Code.MASS_DELETE, stop.words());
        listener.held(hold);
        return new EndpointException(Kind.TRANSIENT, hold.code(), hold.problem());
    }

    /** A person says that it is meant to be so. False if nothing is held. */
    public synchronized boolean release() {
        String pulled = brake;
        if (changed != null) {
            // It is another source: what it says of the past is to be looked at, row by row.
            gap = kept(GAP, OPEN);
            kept(SOURCE, null);
            changed = kept(CHANGED, null);
            return true;
        }
        if (pulled == null) {
            return false;
        }
        released = kept(RELEASED, pulled.substring(0, pulled.indexOf('\n')));
        brake = kept(BRAKE, null);
        return true;
    }

    /** Up to where a person has released the stream; null if not. */
    synchronized @Nullable Position released() {
        boolean place = released != null && !released.equals(HEAL) && !released.equals(AGAIN);
        return place ? new Position(java.util.Objects.requireNonNull(released)) : null;
    }

    /** Whether a person has released what looking at stretches again deletes. */
    synchronized boolean mayDeleteAgain() {
        return AGAIN.equals(released);
    }

    /** The oldest stretches are looked at, and mended. */
    synchronized void lookedAgain(List<Stretch> those) {
        stretches.done(those);
        if (mayDeleteAgain()) {
            released = kept(RELEASED, null);
        }
    }

    /** A person says that it is not meant to be so. What was only wanted of it is let be. */
    public synchronized void refuse() {
        if (brake != null && brake.startsWith(AGAIN + "\n")) {
            stretches.done(stretches.wanted());
            brake = kept(BRAKE, null);
        }
    }

    /** Whether a person has released what the healing under way deletes. */
    synchronized boolean mayDelete() {
        return HEAL.equals(released);
    }

    /** The flow has missed changes: it begins anew where the source can, and is healed. */
    synchronized void missed() {
        gap = kept(GAP, OPEN);
    }

    /** Whether it has missed changes, and has not begun anew yet. */
    synchronized boolean broken() {
        return OPEN.equals(gap);
    }

    /** Up to where rows were looked up at the source and written; null if none were. */
    @Nullable Position ahead() {
        String place = store.note(flow, AHEAD);
        return place == null ? null : new Position(place);
    }

    /** Rows were looked up when the source was there. */
    void ahead(Position head) {
        kept(AHEAD, head.token());
    }

    /** The flow begins anew, at places that say nothing of those before. */
    void anew() {
        if (ahead() != null) {
            kept(AHEAD, null);
        }
    }

    /** It has begun anew, and has to be healed. */
    synchronized void bridged() {
        anew();
        gap = kept(GAP, HEAL);
        if (detached != null) {
            detached = kept(DETACHED, null);
        }
    }

    /** Whether it has to be healed. */
    public synchronized boolean healing() {
        return HEAL.equals(gap);
    }

    /** It is healed. */
    synchronized void healed() {
        if (!healing()) {
            // Meanwhile it has missed more.
            return;
        }
        gap = kept(GAP, null);
        attachWait = ATTACH_FIRST;
        if (mayDelete()) {
            released = kept(RELEASED, null);
        }
    }

    /** Whether the flow is detached from its source. */
    public synchronized boolean isDetached() {
        // The note may be left from before it came back.
        return detached != null && broken();
    }

    /**
     * The flow is to be detached. It comes back by itself, the later the more often this happens.
     */
    synchronized void detach(String why) {
        boolean again = isDetached();
        gap = kept(GAP, OPEN);
        detached = kept(DETACHED, again ? detached : why);
        if (again) {
            return;
        }
        attachAt = context.nanos() + attachWait.toNanos();
        Duration twice = attachWait.multipliedBy(2);
        attachWait = twice.compareTo(ATTACH_LONGEST) > 0 ? ATTACH_LONGEST : twice;
        listener.held(new Hold(Phase.DETACHED, Code.DETACHED, why));
    }

    /** Which source was read last, in the source's words; null if none was. */
    synchronized @Nullable String source() {
        return store.note(flow, SOURCE);
    }

    /** This source is read from now on. */
    synchronized void source(String identity) {
        kept(SOURCE, identity);
    }

    /** The source is not the one that was read last; to be thrown. */
    synchronized EndpointException changed(String how) {
        changed = kept(CHANGED, how);
        Hold hold = new Hold(Phase.HELD, Code.SOURCE_CHANGED, how);
        listener.held(hold);
        return new EndpointException(Kind.TRANSIENT, hold.code(), how);
    }

    private @Nullable String kept(String name, @Nullable String text) {
        store.note(owner, flow, name, text);
        return text;
    }
}
