package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.engine.sync.Trigger;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about what a sync does: runs, their progress, events. */
public final class RunCalls {
    /** The most of one page. */
    static final int PAGE_MAX = 1000;

    /** How much of one page without a word. */
    static final int PAGE = 100;

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public RunCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Starts a run, or with {@code dry_run} says what one would do. */
    public Reply trigger(Request request) {
        return switch (TriggerParser.parse(request.body())) {
            case TriggerParser.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case TriggerParser.Asked.Good good -> trigger(request, good);
        };
    }

    private Reply trigger(Request request, TriggerParser.Asked.Good asked) {
        Backend parts = backend.get();
        Store.Entry entry = SyncCalls.entry(parts, request);
        Trigger trigger = asked.trigger();
        boolean full = trigger.full() || entry.definition().mode() == Mode.BATCH;
        String id = entry.definition().id();
        Check check = null;
        if (trigger.dryRun() || trigger.validateFirst()) {
            check = parts.syncs().check(id, full);
            if (!check.good()) {
                return Complaints.of(check, _ -> "");
            }
        }
        ObjectNode body = Views.object();
        body.put("sync_id", id);
        if (trigger.dryRun() && check != null) {
            body.putNull("sync_execution_id");
            body.putNull("execution_id");
            body.put("status", "dry_run");
            body.putNull("started_at");
            body.putNull("estimated_completion");
            body.putNull("progress_url");
            Views.check(body, check);
            Views.would(body, check);
        } else {
            started(body, parts, entry, trigger, full);
        }
        body.put("type", full ? "full" : "incremental");
        body.put("priority", Views.word(trigger.priority()));
        Integer workers = trigger.workers();
        body.put("parallel_workers", workers == null ? entry.definition().workers() : workers);
        Views.texts(body.putArray("notes"), asked.notes());
        return Reply.of(trigger.dryRun() ? 200 : 202, body);
    }

    private static void started(
            ObjectNode body, Backend parts, Store.Entry entry, Trigger trigger, boolean full) {
        String id = entry.definition().id();
        Execution before = parts.syncs().lastExecution(id);
        Execution execution =
                parts.syncs()
                        .trigger(
                                id,
                                new Trigger(
                                        full,
                                        false,
                                        trigger.validateFirst(),
                                        trigger.workers(),
                                        trigger.priority()));
        long rows = before == null ? 0 : before.synced();
        long end =
                execution.startedMillis() + RunViews.estimate(full ? rows : 0, before).toMillis();
        body.put("sync_execution_id", execution.id());
        body.put("execution_id", execution.id());
        body.put("status", "started");
        body.put("started_at", Views.time(execution.startedMillis()));
        body.put("estimated_completion", Views.time(end));
        body.put("progress_url", "/api/v1/sync/progress/" + execution.id());
    }

    /** How far a run is. */
    public Reply progress(Request request) {
        Backend parts = backend.get();
        String id = request.variable("execution_id");
        Execution execution = parts.syncs().execution(id);
        if (execution == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_EXECUTION,
                    "There is no execution " + Words.quoted(id) + ".");
        }
        Execution last = parts.syncs().lastExecution(execution.syncId());
        boolean latest = last != null && last.id().equals(id);
        return Reply.of(
                200,
                RunViews.progress(
                        execution,
                        twoWay(parts, execution.syncId()),
                        latest ? parts.syncs().flows(execution.syncId()) : List.of(),
                        parts.wallMillis().getAsLong()));
    }

    private static boolean twoWay(Backend parts, String syncId) {
        return parts.syncs().list().stream()
                .map(Store.Entry::definition)
                .filter(each -> each.id().equals(syncId))
                .anyMatch(each -> each.direction() == Direction.BI_DIRECTIONAL);
    }

    /** A page of a sync's events, for those who do not listen. */
    public Reply events(Request request) {
        Backend parts = backend.get();
        String id = SyncCalls.entry(parts, request).definition().id();
        Problems problems = new Problems();
        long after = number(request, "after", 0, Long.MAX_VALUE, problems);
        int limit = (int) number(request, "limit", PAGE, PAGE_MAX, problems);
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        ObjectNode body = Views.object();
        body.put("sync_id", id);
        ArrayNode page = body.putArray("events");
        for (SyncEvent event : parts.history().events(id, after, limit)) {
            page.add(Views.event(event));
        }
        return Reply.of(200, body);
    }

    static long number(Request request, String name, long otherwise, long most, Problems problems) {
        String text = request.query().get(name);
        if (text == null) {
            return otherwise;
        }
        boolean digits = text.matches("\\d{1,18}");
        if (!digits || Long.parseLong(text) > most) {
            problems.add(
                    Code.OUT_OF_RANGE,
                    "",
                    "The query's " + name + " is a whole number of at most " + most + ".");
            return otherwise;
        }
        return Long.parseLong(text);
    }
}
