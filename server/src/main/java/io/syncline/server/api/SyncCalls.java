package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.Check;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.engine.sync.Verification;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about a sync's life: configure, list, look, pause, resume, delete, verify, repair. */
public final class SyncCalls {
    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public SyncCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Makes a sync, or with {@code dry_run} says what making it would do. */
    public Reply configure(Request request) {
        Backend parts = backend.get();
        if (request.body() == null) {
            return Complaints.of(List.of(TriggerParser.notJson(": there is none")));
        }
        long now = parts.wallMillis().getAsLong();
        return switch (parts.parser().parse(request.body(), parts.ids().get(), now)) {
            case Wanted.Bad(List<Problem> problems) -> Complaints.of(problems);
            case Wanted.Good good -> configure(parts, good);
        };
    }

    private static Reply configure(Backend parts, Wanted.Good good) {
        SyncDefinition definition = good.definition();
        for (Store.Entry entry : parts.syncs().list()) {
            if (entry.definition().name().equals(definition.name())) {
                return Complaints.of(
                        List.of(
                                new Problem(
                                        Code.BAD_NAME,
                                        "/name",
                                        "There already is a sync of this name.")));
            }
        }
        Problem circle = circle(parts, definition, good.places()::destination);
        if (circle != null) {
            return Complaints.of(List.of(circle));
        }
        Check check =
                good.checkFirst() || good.dryRun() ? parts.syncs().check(definition) : Check.none();
        if (!check.good()) {
            return Complaints.of(check, good.places()::of);
        }
        if (!good.dryRun()) {
            parts.syncs().configure(definition);
        }
        ObjectNode body = Views.object();
        // What is not kept has no id: nothing could be asked about it.
        body.put("sync_id", good.dryRun() ? null : definition.id());
        body.put("status", good.dryRun() ? "dry_run" : "configured");
        body.put("name", definition.name());
        Views.intent(body, definition);
        body.put("created_at", good.dryRun() ? null : Views.time(definition.createdMillis()));
        body.put("next_sync", Views.time(parts.syncs().nextRunMillis(definition)));
        body.put("estimated_duration", Spans.text(RunViews.estimate(check.rowsEstimate(), null)));
        body.put("estimated_duration_is", "an estimate before the first run");
        body.put("parallel_workers", definition.workers());
        Views.texts(body.putArray("notes"), good.notes());
        Views.check(body, check);
        if (good.dryRun()) {
            Views.would(body, check);
        }
        return Reply.of(good.dryRun() ? 200 : 201, body);
    }

    /**
     * The circle that a sync would close with those there are; null if it closes none.
     *
     * @param place where the destination of a leg stands in the body
     */
    static @Nullable Problem circle(
            Backend parts, SyncDefinition definition, IntFunction<String> place) {
        List<SyncDefinition> others =
                parts.syncs().list().stream().map(Store.Entry::definition).toList();
        Circles.Closed closed = new Circles(parts.parser()::resolved).closed(definition, others);
        return closed == null
                ? null
                : new Problem(
                        Code.CIRCLE,
                        place.apply(closed.leg()),
                        "An edit would go in a circle: " + closed.way() + ".");
    }

    /** All syncs, oldest first. */
    public Reply list(Request request) {
        Backend parts = backend.get();
        ObjectNode body = Views.object();
        ArrayNode syncs = body.putArray("syncs");
        for (Store.Entry entry : parts.syncs().list()) {
            ObjectNode node = syncs.addObject();
            summary(node, parts, entry);
        }
        body.put("count", syncs.size());
        return Reply.of(200, body);
    }

    private static void summary(ObjectNode into, Backend parts, Store.Entry entry) {
        into.put("sync_id", entry.definition().id());
        into.put("name", entry.definition().name());
        into.put("status", Views.word(entry.state()));
        into.put("problem", entry.problem());
        Views.intent(into, entry.definition());
        into.put("created_at", Views.time(entry.definition().createdMillis()));
        into.put("next_sync", Views.time(parts.syncs().nextRunMillis(entry.definition())));
    }

    /** One sync with its whole definition, without secrets. */
    public Reply get(Request request) {
        Backend parts = backend.get();
        Store.Entry entry = entry(parts, request);
        ObjectNode body = Views.object();
        summary(body, parts, entry);
        Views.definition(body, entry.definition());
        RunViews.rows(body.putArray("rows"), parts.syncs().flows(entry.definition().id()));
        return Reply.of(200, body);
    }

    /** How a sync is doing. */
    public Reply status(Request request) {
        Backend parts = backend.get();
        Store.Entry entry = entry(parts, request);
        String id = entry.definition().id();
        Execution last = parts.syncs().lastExecution(id);
        var flows = parts.syncs().flows(id);
        ObjectNode body = Views.object();
        summary(body, parts, entry);
        if (last == null) {
            body.putNull("last_sync");
        } else {
            boolean twoWay = entry.definition().direction() == Direction.BI_DIRECTIONAL;
            RunViews.last(
                    body.putObject("last_sync"), last, twoWay, parts.wallMillis().getAsLong());
        }
        RunViews.health(body.putObject("health"), flows, last);
        RunViews.flows(body.putArray("flows"), flows);
        return Reply.of(200, body);
    }

    /** Stops a sync so that it can go on. */
    public Reply pause(Request request) {
        return change(request, id -> backend.get().syncs().pause(id));
    }

    /** Lets a sync go on. */
    public Reply resume(Request request) {
        return change(request, id -> backend.get().syncs().resume(id));
    }

    private Reply change(Request request, Consumer<String> action) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Backend parts = backend.get();
        String id = entry(parts, request).definition().id();
        action.accept(id);
        ObjectNode body = Views.object();
        summary(body, parts, entry(parts, request));
        return Reply.of(200, body);
    }

    /** Ends a sync and takes away all it made. */
    public Reply delete(Request request) {
        Backend parts = backend.get();
        String id = entry(parts, request).definition().id();
        boolean force = "true".equals(request.query().get("force"));
        List<Registry.Left> left = parts.syncs().delete(id, force);
        ObjectNode body = Views.object().put("sync_id", id).put("status", "deleted");
        ArrayNode behind = body.putArray("left_behind");
        for (Registry.Left each : left) {
            behind.addObject()
                    .put("endpoint", each.endpoint().name())
                    .put("flow", each.flow())
                    .put("reason", each.reason());
        }
        return Reply.of(200, body);
    }

    /** Compares each destination with the source. */
    public Reply verify(Request request) {
        return compare(request, id -> backend.get().syncs().verify(id));
    }

    /** Compares, mends, and compares again. */
    public Reply repair(Request request) {
        return compare(request, id -> backend.get().syncs().repair(id));
    }

    private Reply compare(Request request, Function<String, List<Verification>> action) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        SyncDefinition definition = entry(backend.get(), request).definition();
        String id = definition.id();
        boolean inside =
                definition
                        .options()
                        .guards()
                        .reading()
                        .windows()
                        .isOpen(System.currentTimeMillis());
        List<Verification> found = action.apply(id);
        ObjectNode body = Views.object();
        body.put("sync_id", id);
        body.put("outside_window", !inside);
        body.put("equal", found.stream().allMatch(Verification::equal));
        ArrayNode destinations = body.putArray("destinations");
        found.forEach(one -> Views.verification(destinations.addObject(), one));
        return Reply.of(200, body);
    }

    /** The sync a path names; throws UNKNOWN_SYNC if there is none. */
    static Store.Entry entry(Backend parts, Request request) {
        return entry(parts, request.variable("sync_id"));
    }

    /** The sync of an id; throws UNKNOWN_SYNC if there is none. */
    static Store.Entry entry(Backend parts, String id) {
        Store.Entry entry = parts.syncs().find(id);
        if (entry == null) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_SYNC,
                    "There is no sync " + Words.quoted(id) + ".");
        }
        return entry;
    }
}
