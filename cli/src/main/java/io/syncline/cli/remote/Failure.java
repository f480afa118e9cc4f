package io.syncline.cli.remote;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Why a command ends without having done what it was told; for a person, and never a secret. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;
    private final transient @Nullable JsonNode problem;

    private Failure(int exit, String message, @Nullable JsonNode problem) {
        super(message);
        this.exit = exit;
        this.problem = problem;
    }

    /** A failure of this exit code, in a sentence or more. */
    static Failure of(int exit, String message) {
        return new Failure(exit, message, null);
    }

    /** What a server answered with, as problem+json. */
    static Failure answered(int status, JsonNode problem) {
        return new Failure(Exit.of(status), Complaint.text(problem), problem);
    }

    /** With what the process ends. */
    public int exit() {
        return exit;
    }

    /** What the server said, or null if it was not the server who did. */
    public @Nullable JsonNode problem() {
        return problem;
    }
}
