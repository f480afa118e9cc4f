package io.syncline.engine.sync;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.Lanes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One leg of a running sync: its endpoints, its flow, and what is known of their health. */
sealed interface LiveFlow extends AutoCloseable permits MirrorFlow, PairFlow, GatherFlow {
    /** Between which ends it goes. */
    Leg leg();

    /** See {@link #flowName}. */
    default String name() {
        return leg().flow();
    }

    /** The destination's endpoint name. */
    default String destination() {
        return leg().destination().name();
    }

    /** Sets it going. */
    void start(Lanes lanes);

    /** Ends by itself once all that is committed by now is applied. */
    void finish();

    /** How it is now. */
    Flow.Status state();

    /**
     * Asks what is committed by now; the answer tells, from then on, whether all of that is
     * applied.
     */
    BooleanSupplier arrival();

    /** Changes and rows read since the process started. */
    long read();

    /** Changes and rows applied since the process started. */
    long applied();

    /** How many rows wait for a person. */
    int parkedCount();

    /** What was in conflict since the process started. */
    default Conflicts conflicts() {
        return Conflicts.NONE;
    }

    /** A person says that what the flow is held for is meant to be. False if it is not held. */
    boolean release();

    /** Whether it stands still until a person has looked. */
    boolean held();

    /** A person says that what it is held for is not meant to be. */
    void refuse();

    /** All of it, for people. */
    FlowStatus status();

    /** Compares both ends. */
    Verification verify();

    /** Mends what differs; returns how many rows did. */
    long repair();

    /** Whether the flow knows by now what it copies. */
    boolean opened();

    /** How the collections look that are copied, by the source's names. */
    Stream<Layout> layouts();

    /** As a mirror; WRONG_STATE if it is none. */
    MirrorFlow mirror();

    /** Tries parked rows again, by the destination's names; returns those that are still parked. */
    default Set<RowId> replay(List<RowId> ids) {
        return mirror().rows().replay(ids);
    }

    /** Gives a parked row up; what comes later for it is applied. */
    default void discard(RowId id) {
        mirror().rows().discard(id);
    }

    @Override
    void close();

    /**
     * The flow's name: letters, digits and underscores, so that a source can name its slot by it.
     */
    static String flowName(String syncId, int index) {
        String plain = syncId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String start = Character.isLetter(plain.charAt(0)) ? plain : "f" + plain;
        return start.substring(0, Math.min(start.length(), 36)) + "_" + index;
    }
}
