package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.sync.FlowStatus;
import java.util.List;
import java.util.function.Supplier;

/** The calls by which a person answers a guard. */
public final class GuardCalls {
    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public GuardCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** What a sync is held for is meant to be: it goes on. */
    public Reply release(Request request) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        int released = parts.syncs().release(id);
        return Reply.of(
                200,
                Views.object()
                        .put("sync_id", id)
                        .put("status", "released")
                        .put("destinations", released));
    }

    /** What a sync is held for is not meant to be: it is paused, and nothing of it is applied. */
    public Reply refuse(Request request) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        long held =
                parts.syncs().flows(id).stream()
                        .filter(flow -> flow.phase() == FlowStatus.Phase.HELD)
                        .count();
        if (held == 0) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.WRONG_STATE,
                    "Nothing of this sync is held: there is nothing to refuse");
        }
        parts.syncs().pause(id);
        return Reply.of(
                200,
                Views.object()
                        .put("sync_id", id)
                        .put("status", "paused")
                        .put("destinations", held));
    }
}
