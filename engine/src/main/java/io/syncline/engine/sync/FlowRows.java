package io.syncline.engine.sync;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Context;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.mirror.Edit;
import io.syncline.engine.mirror.Flow;
import io.syncline.engine.mirror.FlowSetup;
import io.syncline.engine.mirror.Mirror;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.verify.Stretch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that somebody asks a running flow to write, beside what the stream tells. Waits until they
 * are written, so it is never used under the engine's lock. Safe for use by several threads.
 */
final class FlowRows {
    private static final Duration AWAIT_MAX = Duration.ofSeconds(60);
    private static final Duration AWAIT_STEP = Duration.ofMillis(5);

    private final String destination;
    private final FlowSetup setup;
    private final Flow flow;
    private final StoredParking parking;
    private final Context context;

    FlowRows(
            String destination,
            FlowSetup setup,
            Flow flow,
            StoredParking parking,
            Context context) {
        this.destination = destination;
        this.setup = setup;
        this.flow = flow;
        this.parking = parking;
        this.context = context;
    }

    /** Writes rows as the source has them; false if that takes too long. */
    boolean write(List<RowId> ids) {
        ids.forEach(id -> mirror().asked().mend(id));
        return awaitMended();
    }

    private boolean awaitMended() {
        long until = context.nanos() + AWAIT_MAX.toNanos();
        while (context.nanos() < until) {
            Mirror mirror = flow.mirror();
            if (mirror == null || mirror.asked().mended()) {
                return true;
            }
            context.sleep(AWAIT_STEP);
        }
        return false;
    }

    /** Writes rows as the source has them; returns those that are still parked. */
    Set<RowId> replay(List<RowId> ids) {
        boolean mended = write(ids);
        return ids.stream()
                .filter(id -> !mended || parking.parked(id) != null)
                .collect(Collectors.toSet());
    }

    /** How the collections look that are copied, by the source's names. */
    Stream<Layout> layouts() {
        Plan plan = setup.plan();
        return plan == null ? Stream.of() : plan.routes().stream().map(plan::here);
    }

    /** Whether the flow knows by now what it copies. */
    boolean opened() {
        return setup.plan() != null;
    }

    /**
     * Checks that parts of tables can be looked at again.
     *
     * @throws EndpointException UNKNOWN_COLLECTION, CAPABILITY_MISSING; OPENING if the flow does
     *     not know its tables yet
     */
    void check(List<Stretch> stretches) {
        Plan plan = setup.plan();
        if (plan == null && !stretches.isEmpty()) {
            throw RowCare.tooEarly(destination);
        }
        for (Stretch stretch : stretches) {
            Layout here = plan == null ? null : plan.layouts().get(stretch.collection());
            if (here == null) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.UNKNOWN_COLLECTION,
                        "No " + stretch.collection() + " goes to " + destination);
            }
            if (here.key().size() < Math.max(1, stretch.width())) {
                throw new EndpointException(
                        EndpointException.Kind.MISCONFIGURED,
                        Code.CAPABILITY_MISSING,
                        "The key of %s has %d fields"
                                .formatted(here.collection(), here.key().size()));
            }
        }
    }

    /** How a collection looks at the destination, by its name there. */
    Layout layout(String collection) {
        Plan plan = setup.plan();
        Shape shape = plan == null ? null : plan.shapeOf(collection);
        if (shape == null) {
            throw Engine.wrongState("The flow to " + destination + " has no " + collection);
        }
        return shape.layout();
    }

    /** Writes a parked row as a person wants it; null if it is settled, else why not. */
    ParkedCare.@Nullable Refusal edit(Change parked, Image after) {
        Edit edit = new Edit(parked, after);
        mirror().asked().edit(edit);
        long until = context.nanos() + AWAIT_MAX.toNanos();
        while (context.nanos() < until) {
            Edit.Answer answer = edit.answer();
            if (answer != null) {
                return refusal(answer);
            }
            context.sleep(AWAIT_STEP);
        }
        edit.cancel();
        throw Engine.wrongState("The flow to " + destination + " does not get to writing the row");
    }

    private static ParkedCare.@Nullable Refusal refusal(Edit.Answer answer) {
        return switch (answer) {
            case Edit.Answer.Settled _ -> null;
            case Edit.Answer.Refused(Code code, String detail) ->
                    new ParkedCare.Refusal(code, detail);
            case Edit.Answer.Changed _ ->
                    throw Engine.wrongState(
                            "The row is settled, or the source has changed it meanwhile: look at"
                                    + " it again");
        };
    }

    void discard(RowId id) {
        parking.discard(id);
    }

    private Mirror mirror() {
        Mirror mirror = flow.mirror();
        if (mirror == null) {
            throw Engine.wrongState("The flow to " + destination + " is not running");
        }
        return mirror;
    }
}
