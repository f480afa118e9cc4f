package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Resync;
import io.syncline.engine.sync.SyncDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The calls that change a sync while it is kept: its definition, or what its tables hold. */
public final class ChangeCalls {
    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public ChangeCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Changes a part of a sync; with {@code dry_run}, says what that would do. */
    public Reply update(Request request) {
        Backend parts = backend.get();
        Store.Entry entry = SyncCalls.entry(parts, request);
        return switch (PatchParser.parse(
                request.body(), entry.definition(), parts.parser()::sealed)) {
            case PatchParser.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case PatchParser.Asked.Good good -> update(parts, entry, good);
        };
    }

    private static Reply update(Backend parts, Store.Entry entry, PatchParser.Asked.Good good) {
        SyncDefinition now = entry.definition();
        SyncDefinition wanted = good.definition();
        for (Store.Entry other : parts.syncs().list()) {
            if (!other.definition().id().equals(now.id())
                    && other.definition().name().equals(wanted.name())) {
                return Complaints.of(
                        List.of(
                                new Problem(
                                        Code.BAD_NAME,
                                        "/name",
                                        "There already is a sync of this name.")));
            }
        }
        Problem circle = SyncCalls.circle(parts, wanted, _ -> "/tables");
        if (circle != null) {
            return Complaints.of(List.of(circle));
        }
        PatchPlan plan = PatchPlan.of(parts.syncs(), now, wanted);
        if (!plan.problems().isEmpty()) {
            return Complaints.of(plan.problems());
        }
        ObjectNode body = Views.object();
        body.put("sync_id", now.id());
        body.put("status", good.dryRun() ? "dry_run" : "updated");
        Views.texts(body.putArray("tables_to_copy"), without(wanted.tables(), now.tables()));
        Views.texts(body.putArray("tables_to_leave"), without(now.tables(), wanted.tables()));
        plan.show(body.putArray("changes"));
        Views.texts(body.putArray("notes"), good.notes());
        if (!good.dryRun()) {
            parts.syncs().update(wanted);
        }
        return Reply.of(200, body);
    }

    private static List<String> without(List<String> all, List<String> these) {
        List<String> left = new ArrayList<>(all);
        left.removeAll(these);
        return left;
    }

    /** Brings tables of a running sync again, or parts of them, writing only what differs. */
    public Reply resync(Request request) {
        Backend parts = backend.get();
        SyncDefinition definition = SyncCalls.entry(parts, request).definition();
        // Keys can only be read by the tables' fields; whole tables are noted at any time.
        List<Layout> layouts =
                parts.syncs().layouts(definition.id(), ResyncParser.namesParts(request.body()));
        List<String> names = definition.destinations().stream().map(EndpointSpec::name).toList();
        return switch (ResyncParser.parse(request.body(), layouts, names)) {
            case ResyncParser.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case ResyncParser.Asked.Good(Resync wanted) -> {
                Execution run = parts.syncs().resync(definition.id(), wanted);
                ObjectNode body = Views.object();
                body.put("sync_id", definition.id());
                body.put("execution_id", run.id());
                body.put("status", "started");
                body.put("started_at", Views.time(run.startedMillis()));
                body.put("progress_url", "/api/v1/sync/progress/" + run.id());
                yield Reply.of(202, body);
            }
        };
    }
}
