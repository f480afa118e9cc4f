package io.syncline.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.syncline.engine.sync.Parked;
import io.syncline.engine.sync.SyncEvent;
import io.syncline.server.PaperSyncs;
import io.syncline.server.api.Backend;
import io.syncline.server.api.History;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The interface over HTTP; every answer is held against the contract. */
class InterfaceTest {
    private static final String KEY = "good-key";
    private static final String SECRET = "hunter2";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final PaperSyncs SYNCS = new PaperSyncs();
    private static final AtomicLong IDS = new AtomicLong();
    private static ObjectNode contract;
    private static WebServer web;

    @BeforeAll
    static void serve() {
        History history =
                new History() {
                    @Override
                    public List<Parked> parked(String syncId, long afterId, int countMax) {
                        return SYNCS.store.parked(syncId, afterId, countMax);
                    }

                    @Override
                    public Parked parkedRow(long id) {
                        return SYNCS.store.parkedRow(id);
                    }

                    @Override
                    public List<SyncEvent> events(String syncId, long after, int countMax) {
                        return SYNCS.store.events(syncId, after, countMax);
                    }
                };
        Backend backend =
                new Backend(
                        SYNCS,
                        history,
                        PaperSyncs.parser(),
                        () -> PaperSyncs.NOW + 1000,
                        () -> "sync_" + IDS.incrementAndGet());
        web =
                WebServer.start(
                        new WebServer.Listen("127.0.0.1", 0),
                        () -> backend,
                        () -> KEY::equals,
                        () -> true,
                        () -> PaperSyncs.NOW);
        InputStream yaml = InterfaceTest.class.getResourceAsStream("/openapi.yaml");
        contract = JsonMapper.shared().valueToTree(new Yaml().load(yaml));
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @Test
    void theContractNamesExactlyTheCallsThereAre() {
        TreeSet<String> built = new TreeSet<>();
        Api.routes(() -> null, null, () -> 0)
                .all()
                .forEach(r -> built.add(r.method() + " " + r.path()));
        TreeSet<String> written = new TreeSet<>();
        contract.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method -> {
                                                    if (!method.getKey().equals("parameters")
                                                            && path.getKey().startsWith("/api/")) {
                                                        written.add(
                                                                method.getKey().toUpperCase()
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        assertThat(built).isEqualTo(written);
    }

    @Test
    void aSyncLivesItsWholeLife() throws Exception {
        String id = configure("life");
        assertThat(call("GET", "/api/v1/sync", "/api/v1/sync", null, 200).get("count").intValue())
                .isPositive();
        JsonNode run =
                call(
                        "POST",
                        "/api/v1/sync/trigger/" + id,
                        "/api/v1/sync/trigger/{sync_id}",
                        "{'type':'full','priority':'high','options':{'validateBeforeSync':true,'parallel_workers':8}}",
                        202);
        assertThat(run.get("sync_execution_id")).isEqualTo(run.get("execution_id"));
        String progress = run.get("progress_url").stringValue();
        assertThat(
                        call("GET", progress, "/api/v1/sync/progress/{execution_id}", null, 200)
                                .get("progress")
                                .intValue())
                .isEqualTo(50);
        SYNCS.complete(id);
        assertThat(
                        call("GET", progress, "/api/v1/sync/progress/{execution_id}", null, 200)
                                .get("progress")
                                .intValue())
                .isEqualTo(100);
        JsonNode status =
                call(
                        "GET",
                        "/api/v1/sync/status/" + id,
                        "/api/v1/sync/status/{sync_id}",
                        null,
                        200);
        assertThat(status.at("/health/sync_lag").stringValue()).isEqualTo("12s");
        assertThat(status.at("/last_sync/duration").stringValue()).isEqualTo("2m15s");
        assertThat(one("POST", id, "/pause", 200).get("status").stringValue()).isEqualTo("paused");
        assertThat(one("POST", id, "/pause", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        assertThat(one("POST", id, "/resume", 200).get("status").stringValue())
                .isEqualTo("running");
        assertThat(one("POST", id, "/verify", 200).get("equal").booleanValue()).isFalse();
        assertThat(one("POST", id, "/repair", 200).get("equal").booleanValue()).isTrue();
        assertThat(one("DELETE", id, "", 200).get("status").stringValue()).isEqualTo("deleted");
        assertThat(one("GET", id, "", 404).get("title").stringValue()).isEqualTo("UNKNOWN_SYNC");
    }

    @Test
    void aSyncIsShownWithoutItsSecrets() throws Exception {
        JsonNode shown = one("GET", configure("shy"), "", 200);
        assertThat(shown.at("/source/host").stringValue()).isEqualTo("a:5432");
        assertThat(shown.at("/source/database").stringValue()).isEqualTo("x");
        assertThat(shown.toString()).doesNotContain(SECRET);
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndWritesNothing() throws Exception {
        int before = SYNCS.list().size();
        JsonNode dry =
                call(
                        "POST",
                        "/api/v1/sync/configure",
                        "/api/v1/sync/configure",
                        body("dry", "'dryRun':true"),
                        200);
        assertThat(dry.at("/would/actions/0").stringValue()).contains("create users");
        assertThat(SYNCS.list()).hasSize(before);
        String id = configure("dry too");
        JsonNode run =
                call(
                        "POST",
                        "/api/v1/sync/trigger/" + id,
                        "/api/v1/sync/trigger/{sync_id}",
                        "{'options':{'dry_run':true}}",
                        200);
        assertThat(run.get("would").get("rows_estimate").longValue()).isEqualTo(400_000);
        assertThat(SYNCS.lastExecution(id)).isNull();
    }

    @Test
    void theReplyHasTheWordAsWrittenAndWhatItMeans() throws Exception {
        JsonNode reply =
                call(
                        "POST",
                        "/api/v1/sync/configure",
                        "/api/v1/sync/configure",
                        body("words", "'type':'event_driven'"),
                        201);
        assertThat(reply.get("type").stringValue()).isEqualTo("event_driven");
        assertThat(reply.at("/normalized/direction").stringValue()).isEqualTo("one_way");
        assertThat(reply.get("estimated_duration").stringValue()).isEqualTo("22s");
    }

    @Test
    void parkedRowsAreListedAndDiscarded() throws Exception {
        String id = configure("parking");
        long row = SYNCS.park(id).id();
        assertThat(one("GET", id, "/parked", 200).at("/parked/0/key/0").stringValue())
                .isEqualTo("7");
        String path = "/api/v1/sync/" + id + "/parked/" + row;
        assertThat(
                        call(
                                        "POST",
                                        path + "/replay",
                                        "/api/v1/sync/{sync_id}/parked/{parked_id}/replay",
                                        null,
                                        200)
                                .get("status")
                                .stringValue())
                .isEqualTo("still_parked");
        call("DELETE", path, "/api/v1/sync/{sync_id}/parked/{parked_id}", null, 200);
        call("DELETE", path, "/api/v1/sync/{sync_id}/parked/{parked_id}", null, 404);
    }

    @Test
    void eventsGoOnAfterTheLastOneSeenAndATicketOpensOneStream() throws Exception {
        String id = configure("events");
        JsonNode page = one("GET", id, "/events", 200);
        long last = page.at("/events/0/id").longValue();
        String ticket =
                call("POST", "/api/v1/tickets", "/api/v1/tickets", null, 201)
                        .get("ticket")
                        .stringValue();
        URI uri =
                URI.create(
                        "http://127.0.0.1:"
                                + web.port()
                                + "/api/v1/sync/"
                                + id
                                + "/events?ticket="
                                + ticket);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", "" + last)
                        .build();
        HttpResponse<InputStream> answer =
                HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        SYNCS.emit(id, "sync_error", Map.of("error", "no way"));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("event:")) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("event: sync_error");
            assertThat(lines.readLine()).contains("no way").contains(id);
        }
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatIsWrongIsAnsweredAsAProblem() throws Exception {
        String configure = "/api/v1/sync/configure";
        assertThat(
                        call("POST", configure, configure, "{'name':", 400)
                                .at("/errors/0/name")
                                .stringValue())
                .isEqualTo("BAD_JSON");
        assertThat(call("POST", configure, configure, "{}", 422).get("errors").size()).isEqualTo(3);
        assertThat(
                        call(
                                        "POST",
                                        configure,
                                        configure,
                                        body("ghost", "'type':'one_way'").replace("users", "ghost"),
                                        422)
                                .get("title")
                                .stringValue())
                .isEqualTo("UNKNOWN_COLLECTION");
        configure("twice");
        assertThat(
                        call("POST", configure, configure, body("twice", "'type':'one_way'"), 422)
                                .at("/errors/0/pointer")
                                .stringValue())
                .isEqualTo("/name");
        assertThat(
                        call("PUT", "/api/v1/sync", "/api/v1/sync", null, 405)
                                .get("title")
                                .stringValue())
                .isEqualTo("WRONG_METHOD");
        assertThat(call("GET", "/api/v2", "/api/v1/sync", null, 404).get("title").stringValue())
                .isEqualTo("UNKNOWN_PATH");
        assertThat(
                        call(
                                        "POST",
                                        configure,
                                        configure,
                                        "{'a':'" + "x".repeat(1 << 20) + "'}",
                                        413)
                                .get("title")
                                .stringValue())
                .isEqualTo("REFUSED");
        HttpRequest.Builder plain =
                HttpRequest.newBuilder(uri(configure))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "text/plain");
        assertThat(
                        HTTP.send(
                                        plain.POST(HttpRequest.BodyPublishers.ofString("x"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void nobodyWithoutAKeySeesMoreThanHealthAndTheContract() throws Exception {
        for (String path :
                List.of("/health/live", "/health/ready", "/openapi.yaml", "/openapi.json", "/")) {
            assertThat(open(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path :
                List.of(
                        "/api/v1/sync",
                        "/api/v1/sync/x",
                        "/nowhere",
                        "//health/live",
                        "/openapi.yaml/..;/api/v1/sync")) {
            HttpResponse<String> answer = open(path);
            assertThat(answer.statusCode()).as(path).isIn(400, 401);
        }
    }

    private static HttpResponse<String> open(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String configure(String name) throws Exception {
        return call(
                        "POST",
                        "/api/v1/sync/configure",
                        "/api/v1/sync/configure",
                        body(name, "'type':'one_way'"),
                        201)
                .get("sync_id")
                .stringValue();
    }

    private static String body(String name, String more) {
        return "{'name':'"
                + name
                + "','source':{'type':'database','connection':'postgresql://u:"
                + SECRET
                + "@a:5432/x','tables':['users']},'destination':{'connection':'${env:SYNCLINE_SECRET_HOME}'},"
                + more
                + "}";
    }

    private static JsonNode one(String method, String id, String more, int status)
            throws Exception {
        return call(
                method, "/api/v1/sync/" + id + more, "/api/v1/sync/{sync_id}" + more, null, status);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }

    private static JsonNode call(
            String method, String path, String template, String body, int status) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + KEY);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        HttpResponse<String> answer =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(SECRET);
        String media = status < 400 ? "application/json" : "application/problem+json";
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(media);
        JsonNode schema =
                status >= 400
                        ? contract.at(
                                "/components/responses/Problem/content/application~1problem+json/schema")
                        : contract.get("paths")
                                .get(template)
                                .get(method.toLowerCase())
                                .get("responses")
                                .get("" + status)
                                .get("content")
                                .get(media)
                                .get("schema");
        ObjectNode document = ((ObjectNode) schema).deepCopy();
        document.set("components", contract.get("components"));
        Schema check =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(document);
        assertThat(check.validate(answer.body(), InputFormat.JSON)).as(answer.body()).isEmpty();
        return JsonMapper.shared().readTree(answer.body());
    }
}
