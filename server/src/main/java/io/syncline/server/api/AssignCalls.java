package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.review.Answer;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The call about who is to decide a conflict, and until when. */
public final class AssignCalls {
    private static final String WITHIN = "within";

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public AssignCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Says who is to decide, or that nobody is by name. */
    public Reply assign(Request request) {
        NamedConflict named = NamedConflict.of(backend.get(), request);
        Problems problems = new Problems();
        Fields fields = Fields.of(request.body(), "", problems);
        if (request.body() == null || !request.body().isObject()) {
            return Complaints.of(problems.all());
        }
        String to = ReviewParser.who(fields, "to", problems);
        if (to == null && !request.body().has("to")) {
            problems.add(
                    Code.MISSING_KEY,
                    fields.pointer("to"),
                    "Say who is to decide, or null for nobody by name.");
        }
        Duration within = fields.has(WITHIN) ? fields.span(WITHIN, Duration.ZERO) : null;
        String reason = Resolution.reason(fields, problems);
        fields.finish(Set.of());
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        long now = backend.get().wallMillis().getAsLong();
        Long due = within == null ? null : Long.valueOf(now + within.toMillis());
        Answer answer = named.desk().reviews().assign(named.id(), request.who(), reason, to, due);
        if (!(answer instanceof Answer.Kept(var care))) {
            return answer instanceof Answer.Unknown
                    ? ConflictCalls.undecided()
                    : Complaints.of(409, Code.STALE_DECISION, "It does not wait any more.");
        }
        ObjectNode body = Views.object().put("conflict_id", named.text());
        ConflictViews.row(body, named.row());
        return Reply.of(
                200,
                body.put("status", "assigned")
                        .put("assigned_to", care.assignedTo())
                        .put("due_at", due == null ? null : Views.time(due)));
    }
}
