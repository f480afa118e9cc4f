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
     * on.
     */
    static boolean mayPass(Outcome.Kind kind) {
        return switch (kind) {
            case UNIQUE, FOREIGN_KEY, MISSING -> true;
            case UNREPRESENTABLE, CONSTRAINT -> false;
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
        };
    }

    /** The answer is lost: the checkpoint tells, once the flow is opened again. */
    static EndpointException unanswered(RowId id) {
        return new EndpointException(
                EndpointException.Kind.TRANSIENT,
                Code.CONNECTION_LOST,
                "The answer to a write was lost, in " + id.collection());
    }

    static EndpointException impossible(RowId id) {
        return new EndpointException(
                EndpointException.Kind.BUG,
                Code.BUG,
                "A write that demands nothing was answered with a demand, in " + id.collection());
    }
}
