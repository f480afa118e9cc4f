package io.syncline.core.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Weather: something outside went wrong. The kind decides what the engine does; a connector has no
 * retry policy.
 */
public final class EndpointException extends RuntimeException {
    /** What it means for the sync. */
    public enum Kind {
        /** Try again later. */
        TRANSIENT,
        /** The source no longer has what we need: heal by a new snapshot. */
        HISTORY_LOST,
        /** A person has to change something. */
        MISCONFIGURED,
        /** Another owner has taken over: stop quietly. */
        FENCED,
        /** We are wrong: stop and say so. */
        BUG
    }

    private final Kind kind;
    private final Code code;

    /** An exception with a message for a person; the message must not hold a secret. */
    public EndpointException(Kind kind, Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    /** An exception with a message for a person; the message must not hold a secret. */
    public EndpointException(Kind kind, Code code, String message) {
        this(kind, code, message, null);
    }

    /** What it means for the sync. */
    public Kind kind() {
        return kind;
    }

    /** Which problem it is. */
    public Code code() {
        return code;
    }
}
