package io.syncline.server.web;

import io.syncline.engine.store.Role;
import io.syncline.server.api.AssignCalls;
import io.syncline.server.api.Backend;
import io.syncline.server.api.CertificateCalls;
import io.syncline.server.api.ChangeCalls;
import io.syncline.server.api.ConflictCalls;
import io.syncline.server.api.DoctorCalls;
import io.syncline.server.api.EndpointCalls;
import io.syncline.server.api.GuardCalls;
import io.syncline.server.api.HistoryCalls;
import io.syncline.server.api.KeyCalls;
import io.syncline.server.api.ParkedCalls;
import io.syncline.server.api.PreviewCalls;
import io.syncline.server.api.Reply;
import io.syncline.server.api.RollbackCalls;
import io.syncline.server.api.RunCalls;
import io.syncline.server.api.SyncCalls;
import io.syncline.server.security.Caller;
import io.syncline.server.security.Tickets;
import io.syncline.server.web.Routes.Route;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/** The table of all calls; openapi.yaml says the same, and a test compares them. */
public final class Api {
    private static final String SYNC = "/api/v1/sync";
    private static final String ONE = SYNC + "/{sync_id}";
    private static final String ENDPOINTS = "/api/v1/endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{name}";
    private static final String DOCTOR = "/api/v1/doctor";
    private static final String CONFLICTS = "/api/v1/conflicts";
    private static final String CONFLICT = "/{conflict_id}";
    private static final String ROWS = SYNC + "/history/{sync_id}";
    private static final String KEYS = "/api/v1/keys";

    private Api() {}

    /** All ways that need a key and answer with JSON. */
    public static Routes routes(
            Supplier<Backend> backend, Tickets tickets, LongSupplier wallMillis) {
        SyncCalls syncs = new SyncCalls(backend);
        RunCalls runs = new RunCalls(backend);
        ParkedCalls parked = new ParkedCalls(backend);
        EndpointCalls endpoints = new EndpointCalls(backend);
        DoctorCalls doctor = new DoctorCalls(backend);
        GuardCalls guards = new GuardCalls(backend);
        ChangeCalls changes = new ChangeCalls(backend);
        ConflictCalls conflicts = new ConflictCalls(backend);
        AssignCalls assign = new AssignCalls(backend);
        HistoryCalls history = new HistoryCalls(backend);
        RollbackCalls rollback = new RollbackCalls(backend);
        KeyCalls keys = new KeyCalls(backend);
        return new Routes(
                List.of(
                        new Route("POST", SYNC + "/configure", syncs::configure),
                        new Route("POST", SYNC + "/replication", syncs::configure),
                        new Route("POST", SYNC + "/preview", new PreviewCalls(backend)::preview),
                        new Route("POST", SYNC + "/trigger/{sync_id}", runs::trigger),
                        new Route("GET", SYNC + "/status/{sync_id}", syncs::status),
                        new Route("GET", SYNC + "/progress/{execution_id}", runs::progress),
                        new Route("GET", SYNC, syncs::list),
                        new Route("GET", ONE, syncs::get),
                        new Route("DELETE", ONE, syncs::delete),
                        new Route("PATCH", ONE, changes::update),
                        new Route("POST", SYNC + "/resync/{sync_id}", changes::resync),
                        new Route("POST", ONE + "/pause", syncs::pause),
                        new Route("POST", ONE + "/resume", syncs::resume),
                        new Route("POST", ONE + "/verify", syncs::verify),
                        new Route("POST", ONE + "/repair", syncs::repair),
                        new Route(
                                "GET",
                                ONE + "/certificate",
                                new CertificateCalls(backend)::certificate),
                        new Route("POST", ONE + "/brake/release", guards::release),
                        new Route("POST", ONE + "/brake/refuse", guards::refuse),
                        new Route("GET", ONE + "/parked", parked::parked),
                        new Route("GET", ONE + "/parked/causes", parked::causes),
                        new Route("POST", ONE + "/parked/replay", parked::replayMany),
                        new Route("POST", ONE + "/parked/discard", parked::discardMany),
                        new Route("PUT", "/api/v1/parked/{parked_id}", parked::edit),
                        new Route("POST", ONE + "/parked/{parked_id}/replay", parked::replay),
                        new Route("DELETE", ONE + "/parked/{parked_id}", parked::discard),
                        new Route("GET", ONE + "/events", runs::events),
                        new Route("GET", CONFLICTS, conflicts::list),
                        new Route("GET", CONFLICTS + CONFLICT, conflicts::show),
                        decides(CONFLICTS + "/resolve", conflicts::resolveAlike),
                        decides(CONFLICTS + CONFLICT + "/resolve", conflicts::resolve),
                        decides(CONFLICTS + CONFLICT + "/assign", assign::assign),
                        decides(ONE + "/conflicts" + CONFLICT + "/resolve", conflicts::resolve),
                        new Route("GET", ROWS, history::history),
                        new Route("GET", ROWS + "/blame", history::blame),
                        decides(ROWS + "/undo", history::undo),
                        decides(ROWS + "/rollback", rollback::row),
                        new Route("POST", ROWS + "/rollback/span", rollback::span),
                        new Route("GET", ENDPOINTS, endpoints::list),
                        new Route("POST", ENDPOINTS + "/test", endpoints::test),
                        new Route("GET", ENDPOINT, endpoints::get),
                        new Route("PUT", ENDPOINT, endpoints::put),
                        new Route("DELETE", ENDPOINT, endpoints::delete),
                        new Route("POST", ENDPOINT + "/test", endpoints::testNamed),
                        new Route("GET", DOCTOR, doctor::examine),
                        new Route("POST", DOCTOR + "/fix", doctor::fix),
                        new Route(
                                "POST",
                                "/api/v1/tickets",
                                Role.VIEWER,
                                request ->
                                        ticket(tickets, request.caller(), wallMillis.getAsLong())),
                        new Route("POST", KEYS, Role.ADMIN, keys::create),
                        new Route("GET", KEYS, Role.ADMIN, keys::list),
                        new Route("DELETE", KEYS + "/{key_id}", Role.ADMIN, keys::revoke)));
    }

    private static Route decides(String path, Routes.Call call) {
        return new Route("POST", path, Role.REVIEWER, call);
    }

    private static Reply ticket(Tickets tickets, Caller caller, long now) {
        return Reply.of(
                201,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ticket", tickets.issue(caller))
                        .put(
                                "expires_at",
                                Instant.ofEpochMilli(now + Tickets.LIFE_MILLIS).toString()));
    }
}
