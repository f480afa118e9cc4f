package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The calls, each answered by the real engine. */
class InterfaceTest {
    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @Test
    void theContractNamesExactlyTheCallsThereAre() {
        TreeSet<String> built = new TreeSet<>();
        server.routes.all().forEach(route -> built.add(route.method() + " " + route.path()));
        assertThat(built).isEqualTo(server.contract.calls());
    }

    @Test
    void aSyncLivesItsWholeLife() {
        Pair pair = Pair.ofUsers(10);
        String id = server.configure(pair.body("life", ""));
        assertThat(server.awaitRun(id).at("/last_sync/records_synced").longValue()).isEqualTo(10);
        server.await(id, status -> status.get("status").stringValue().equals("running"));
        assertThat(server.call("GET", "/api/v1/sync", null, 200).get("count").intValue())
                .isPositive();
        assertThat(server.one("POST", id, "/pause", 200).get("status").stringValue())
                .isEqualTo("paused");
        assertThat(server.one("POST", id, "/pause", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        assertThat(server.trigger(id, "{}", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        assertThat(server.one("POST", id, "/resume", 200).get("status").stringValue())
                .isIn("started", "running");
        assertThat(server.one("POST", id, "/resume", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        JsonNode run = server.trigger(id, "{'type':'full','options':{'parallel_workers':2}}", 202);
        assertThat(run.get("sync_execution_id")).isEqualTo(run.get("execution_id"));
        JsonNode ended =
                server.await(
                        run.get("progress_url").stringValue(),
                        progress -> progress.get("progress").intValue() == 100,
                        java.time.Duration.ofSeconds(60));
        assertThat(ended.get("parallel_workers").intValue()).isEqualTo(2);
        assertThat(ended.get("status").stringValue()).isEqualTo("completed");
        assertThat(server.status(id).at("/last_sync/execution_id"))
                .isEqualTo(run.get("execution_id"));
        assertThat(server.one("DELETE", id, "", 200).get("status").stringValue())
                .isEqualTo("deleted");
        assertThat(server.one("GET", id, "", 404).get("title").stringValue())
                .isEqualTo("UNKNOWN_SYNC");
        assertThat(Pair.value(pair.source(), "select count(*) from pg_publication")).isEqualTo("0");
    }

    @Test
    void aPausedSyncIsComparedAndARunningOneIsMendedToo() {
        Pair pair = Pair.ofUsers(10);
        String id = server.configure(pair.body("paused", ""));
        server.awaitRun(id);
        server.one("POST", id, "/pause", 200);
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();
        Pair.sql(pair.source(), "insert into users values (11, 'later')");
        JsonNode behind = server.one("POST", id, "/verify", 200);
        assertThat(behind.at("/destinations/0/differences/0/kind").stringValue())
                .isEqualTo("missing");
        assertThat(server.one("POST", id, "/repair", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        server.one("POST", id, "/resume", 200);
        server.awaitRun(id);
        Pair.sql(pair.target(), "update users set name = 'by hand' where id = 3");
        assertThat(behind.get("outside_window").booleanValue()).isFalse();
        String never = "{'guards':{'no_copy_windows':['00:00-24:00']}}";
        assertThat(server.answer("PATCH", "/api/v1/sync/" + id, never).statusCode()).isEqualTo(200);
        server.awaitRun(id);
        JsonNode differs = server.one("POST", id, "/verify", 200);
        assertThat(differs.get("outside_window").booleanValue()).isTrue();
        assertThat(differs.at("/destinations/0/differences")).hasSize(1);
        assertThat(differs.at("/destinations/0/differences/0/key").stringValue()).isEqualTo("3");
        assertThat(server.one("POST", id, "/repair", 200).get("equal").booleanValue()).isTrue();
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aSyncIsShownInItsOwnWordsAndWithoutItsSecrets() {
        Pair pair = Pair.ofUsers(1);
        String configured = pair.body("shy", ",'type':'event_driven','destinations':null");
        JsonNode reply = server.call("POST", "/api/v1/sync/configure", configured, 201);
        String id = reply.get("sync_id").stringValue();
        List<JsonNode> answers = new ArrayList<>(List.of(reply, server.status(id)));
        answers.add(server.one("GET", id, "", 200));
        for (JsonNode listed : server.call("GET", "/api/v1/sync", null, 200).get("syncs")) {
            if (listed.get("sync_id").stringValue().equals(id)) {
                answers.add(listed);
            }
        }
        answers.add(server.one("POST", id, "/pause", 200));
        assertThat(answers)
                .hasSize(5)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.get("type").stringValue()).isEqualTo("event_driven");
                            assertThat(answer.get("mode").stringValue()).isEqualTo("event_driven");
                            assertThat(answer.at("/normalized/direction").stringValue())
                                    .isEqualTo("one_way");
                            assertThat(answer.toString()).doesNotContain(pair.source().password());
                        });
        assertThat(answers.get(2).at("/source/database").stringValue())
                .isEqualTo(pair.source().name());
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndWritesNothing() {
        Pair pair = Pair.ofUsers(400);
        List<List<String>> before = dumps(pair);
        String body = pair.body("dry", ",'mode':'scheduled','schedule':'0 3 * * *','dryRun':true");
        JsonNode dry = server.call("POST", "/api/v1/sync/configure", body, 200);
        assertThat(dry.get("sync_id").isNull()).isTrue();
        assertThat(dry.get("next_sync").stringValue()).contains("T03:00");
        assertThat(dry.at("/would/actions").toString())
                .contains("create public.users", "copy public.users")
                .doesNotContain("sync_");
        assertThat(dry.at("/would/rows_estimate").longValue()).isEqualTo(400);
        assertThat(dumps(pair)).isEqualTo(before);
        String id = server.configure(body.replace("'dryRun':true", "'dryRun':false"));
        before = dumps(pair);
        JsonNode first = server.trigger(id, "{'options':{'dry_run':true}}", 200);
        assertThat(first.at("/would/actions").toString()).contains("copy public.users");
        for (String nothing : List.of("execution_id", "progress_url", "started_at")) {
            assertThat(first.get(nothing).isNull()).isTrue();
        }
        assertThat(dumps(pair)).isEqualTo(before);
        server.trigger(id, "{'options':{'validate_before_sync':true}}", 202);
        server.awaitRun(id);
        JsonNode next = server.trigger(id, "{'dry_run':true}", 200);
        assertThat(next.at("/would/actions").toString())
                .contains("changed since the last run")
                .doesNotContain("copy ", "create ");
        server.one("DELETE", id, "", 200);
    }

    private static List<List<String>> dumps(Pair pair) {
        List<List<String>> dumps = new ArrayList<>();
        for (FreshDatabase each : List.of(pair.source(), pair.target(), server.store)) {
            dumps.add(Dump.of(each));
        }
        return dumps;
    }

    @Test
    void parkedRowsAreListedTriedAgainAndDiscarded() {
        Pair pair = Pair.ofUsers(3);
        Pair.sql(
                pair.target(), "create table users (id int primary key, name varchar(6) not null)");
        Pair.sql(
                pair.source(),
                "insert into users values (7, 'far too long')",
                "insert into users values (8, 'long as well')");
        String id =
                server.configure(
                        pair.body("parking", ",'existing_data':'fill','parallel_workers':1"));
        server.awaitRun(id);
        JsonNode page =
                server.await(
                        "/api/v1/sync/" + id + "/parked",
                        parked -> parked.get("parked").size() == 2,
                        java.time.Duration.ofSeconds(30));
        assertThat(page.at("/parked/0/key/0").stringValue()).isEqualTo("7");
        assertThat(page.at("/parked/0/operation").stringValue()).isEqualTo("INSERT");
        String first = "/parked/" + page.at("/parked/0/id").longValue();
        String second = "/parked/" + page.at("/parked/1/id").longValue();
        assertThat(server.one("POST", id, first + "/replay", 200).get("status").stringValue())
                .isEqualTo("still_parked");
        server.one("DELETE", id, second, 200);
        server.one("DELETE", id, second, 404);
        Pair.sql(pair.target(), "alter table users alter column name type text");
        server.one("POST", id, "/pause", 200);
        server.one("POST", id, "/resume", 200);
        server.await(
                "/api/v1/sync/" + id + "/parked",
                parked -> parked.get("parked").isEmpty(),
                java.time.Duration.ofSeconds(30));
        assertThat(Pair.value(pair.target(), "select name from users where id = 7"))
                .isEqualTo("far too long");
        assertThat(server.one("GET", id, "/parked", 200).get("parked")).isEmpty();
        server.one("DELETE", id, "", 200);
    }

    @Test
    void whatIsNoCallIsAnsweredAsAProblem() throws Exception {
        String configure = "/api/v1/sync/configure";
        assertThat(server.call("POST", configure, "{'name':", 400).get("title").stringValue())
                .isEqualTo("BAD_JSON");
        assertThat(server.call("PUT", "/api/v1/sync", null, 405).get("title").stringValue())
                .isEqualTo("WRONG_METHOD");
        assertThat(server.call("GET", "/api/v2", null, 404).get("title").stringValue())
                .isEqualTo("UNKNOWN_PATH");
        String flood = "{'a':'" + "x".repeat(1 << 20) + "'}";
        assertThat(server.call("POST", configure, flood, 413).get("title").stringValue())
                .isEqualTo("REFUSED");
        HttpRequest.Builder plain = server.request(configure).header("Content-Type", "text/plain");
        HttpResponse<String> answer =
                server.http.send(
                        plain.POST(HttpRequest.BodyPublishers.ofString("x")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void nobodyWithoutAKeySeesMoreThanHealthAndTheContract() throws Exception {
        for (String path :
                List.of("/health/live", "/health/ready", "/openapi.yaml", "/openapi.json", "/")) {
            assertThat(open(path)).as(path).isEqualTo(200);
        }
        for (String path :
                List.of(
                        "/api/v1/sync",
                        "/api/v1/sync/x",
                        "/nowhere",
                        "//health/live",
                        "/openapi.yaml/..;/api/v1/sync")) {
            assertThat(open(path)).as(path).isIn(400, 401);
        }
    }

    private static int open(String path) throws Exception {
        return server.http
                .send(
                        HttpRequest.newBuilder(server.uri(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
