package io.syncline.server.api;

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
        int held = parts.syncs().refuse(id);
        return Reply.of(
                200,
                Views.object()
                        .put("sync_id", id)
                        .put("status", "paused")
                        .put("destinations", held));
    }
}
