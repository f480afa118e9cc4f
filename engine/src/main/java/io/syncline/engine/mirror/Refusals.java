package io.syncline.engine.mirror;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Outcome;

/** What the mirror makes of a refusal. */
public final class Refusals {
    private Refusals() {}

    /**
     * Whether another row, applied soon, can make it pass: a parent, or a unique value that moves
     * on. Or whether it passes once the other lanes rest.
     */
    static boolean mayPass(Outcome.Kind kind) {
        return switch (kind) {
            case UNIQUE, FOREIGN_KEY, MISSING, BUSY -> true;
            case UNREPRESENTABLE, CONSTRAINT, FIXED -> false;
        };
    }

    /** The code a person sees. */
    public static Code code(Outcome.Kind kind) {
        return switch (kind) {
            case MISSING -> Code.ROW_MISSING;
            case UNIQUE -> Code.UNIQUE_TAKEN;
            case FOREIGN_KEY -> Code.REFERENCE_MISSING;
            case UNREPRESENTABLE -> Code.UNREPRESENTABLE;
            case CONSTRAINT -> Code.CONSTRAINT;
            case FIXED -> Code.APPEND_ONLY;
            case BUSY -> Code.NO_PROGRESS;
        };
    }

    /** The answer is lost: the checkpoint tells, once the flow is opened again. */
    static EndpointException unanswered(RowId id) {
        return unanswered(id.collection());
    }

    /** The same for what may be many rows. */
    static EndpointException unanswered(String where) {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                Code.CONNECTION_LOST,
                "The answer to a write was lost, in " + where);
    }

    /**
     * Our lanes rest, so somebody else writes there. Later there is a way; the row is as it must
     * be.
     */
    static EndpointException busy(RowId id, Outcome.Refused why) {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                code(why.kind()),
                "Another application holds rows of %s and waits for ours: %s"
                        .formatted(id.collection(), why.detail()));
    }

    static EndpointException impossible(RowId id) {
        return new EndpointException(
                EndpointException.Kind.BUG,
                Code.BUG,
                "A write that demands nothing was answered with a demand, in " + id.collection());
    }
}
