package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.engine.doctor.Probe;
import io.syncline.engine.store.Registry;
import io.syncline.engine.store.Store;
import io.syncline.engine.sync.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about endpoints that have a name of their own. */
public final class EndpointCalls {
    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public EndpointCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** All endpoints, by name. */
    public Reply list(Request request) {
        Backend parts = backend.get();
        ObjectNode body = Views.object();
        ArrayNode all = body.putArray("endpoints");
        for (Registry.Named each : parts.care().registry().endpoints()) {
            view(all.addObject(), parts, each);
        }
        body.put("count", all.size());
        return Reply.of(200, body);
    }

    /** One endpoint, without secrets. */
    public Reply get(Request request) {
        Backend parts = backend.get();
        ObjectNode body = Views.object();
        view(body, parts, known(parts, request));
        return Reply.of(200, body);
    }

    private static void view(ObjectNode into, Backend parts, Registry.Named named) {
        Place place = Place.of(named.settings());
        into.put("name", named.name());
        into.put("type", named.type());
        into.put("host", place.host());
        into.put("database", place.database());
        Views.texts(into.putArray("settings"), named.settings().keySet());
        Views.texts(into.putArray("used_by"), names(Users.of(parts, named.name())));
        into.put("changed_at", Views.time(named.changedMillis()));
    }

    private static List<String> names(List<Store.Entry> syncs) {
        return syncs.stream().map(entry -> entry.definition().name()).toList();
    }

    /** Makes an endpoint, or changes it; the syncs that run with it are opened anew. */
    public Reply put(Request request) {
        Backend parts = backend.get();
        String name = request.variable("name");
        return switch (parts.parser().endpoint(request.body(), name)) {
            case SyncParser.Read.Bad(List<Problem> problems) -> Complaints.of(problems);
            case SyncParser.Read.Good(EndpointSpec spec) -> keep(parts, name, spec);
        };
    }

    private static Reply keep(Backend parts, String name, EndpointSpec spec) {
        Registry registry = parts.care().registry();
        Registry.Named before = registry.endpoint(name);
        List<Store.Entry> users = Users.of(parts, name);
        if (before != null && !Users.samePlace(before, spec)) {
            List<String> lost = parts.care().doctor().wouldLose(name, spec);
            if (!lost.isEmpty()) {
                return Complaints.of(
                        List.of(
                                new Problem(
                                        Code.ENDPOINT_ELSEWHERE,
                                        "/connection",
                                        "What the syncs "
                                                + String.join(", ", lost)
                                                + " have made is not there.")));
            }
        }
        long now = parts.wallMillis().getAsLong();
        Registry.Named named = new Registry.Named(name, spec.type(), spec.settings(), now);
        registry.keep(named);
        ObjectNode body = Views.object();
        view(body, parts, named);
        Views.texts(body.putArray("restarted"), Users.reopen(parts, users));
        return Reply.of(before == null ? 201 : 200, body);
    }

    /** Forgets an endpoint that no sync uses. */
    public Reply delete(Request request) {
        Backend parts = backend.get();
        String name = known(parts, request).name();
        List<Store.Entry> users = Users.of(parts, name);
        if (!users.isEmpty()) {
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.ENDPOINT_IN_USE,
                    "The endpoint "
                            + Words.quoted(name)
                            + " is used by "
                            + String.join(", ", names(users))
                            + ".");
        }
        parts.care().registry().forget(name);
        return Reply.of(200, Views.object().put("name", name).put("status", "deleted"));
    }

    /** Tries the connection of a body. */
    public Reply test(Request request) {
        Backend parts = backend.get();
        return switch (parts.parser().endpoint(request.body(), "tested")) {
            case SyncParser.Read.Bad(List<Problem> problems) -> Complaints.of(problems);
            case SyncParser.Read.Good(EndpointSpec spec) -> tried(parts, spec);
        };
    }

    /** Tries the connection of an endpoint that is kept. */
    public Reply testNamed(Request request) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Backend parts = backend.get();
        Registry.Named named = known(parts, request);
        return tried(parts, new EndpointSpec(named.name(), named.type(), named.settings()));
    }

    private static Reply tried(Backend parts, EndpointSpec spec) {
        Probe.Result result = parts.care().probe().probe(spec);
        Place place = Place.of(spec.settings());
        ObjectNode body = Views.object();
        body.put("name", spec.name());
        body.put("type", spec.type());
        body.put("host", place.host());
        body.put("database", place.database());
        body.put("answers", result.answers());
        body.put("version", result.version());
        ObjectNode millis = body.putObject("took_ms");
        result.millis().forEach((step, took) -> millis.put(step, Math.round(took * 10) / 10.0));
        body.putObject("can")
                .put("source", result.source())
                .put("destination", result.destination())
                .put("verify", result.verifiable());
        body.put("tables", result.tables());
        ArrayNode findings = body.putArray("findings");
        Finding failure = result.failure();
        if (failure != null) {
            finding(findings, "any", failure);
        }
        result.asSource().forEach(each -> finding(findings, "source", each));
        result.asDestination().forEach(each -> finding(findings, "destination", each));
        return Reply.of(200, body);
    }

    private static void finding(ArrayNode into, String role, Finding finding) {
        DoctorViews.finding(into.addObject().put("role", role), finding);
    }

    private static Registry.Named known(Backend parts, Request request) {
        String name = request.variable("name");
        Registry.Named named = parts.care().registry().endpoint(name);
        if (named == null) {
            List<String> names = new ArrayList<>();
            parts.care().registry().endpoints().forEach(each -> names.add(each.name()));
            throw new EndpointException(
                    EndpointException.Kind.MISCONFIGURED,
                    Code.UNKNOWN_ENDPOINT,
                    Users.unknown(name, names));
        }
        return named;
    }
}
