package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people do about conflicts between PostgreSQL and MariaDB, by the interface. */
class ConflictCallsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CONFLICTS = "/api/v1/conflicts";

    private static LiveServer server;
    private static Pair pair;
    private static String id;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
        FreshDatabase here = Services.postgres(18).freshDatabase();
        FreshDatabase there = Services.mariaDb().freshDatabase();
        pair = new Pair(here, there);
        String table =
                "create table client (id int primary key, name varchar(40), email varchar(40),"
                        + " password_hash varchar(40))";
        Pair.sql(
                here,
                table,
                "insert into client select n, 'n' || n, 'e' || n, 'h' || n from"
                        + " generate_series(1, 6) n");
        Pair.sql(there, table);
        id =
                server.configure(
                        pair.body(
                                "both",
                                ",'type':'bi_directional','mode':'real_time','existing_data':'fill',"
                                        + "'conflict_resolution':'manual_review'"));
        server.awaitRun(id);
        awaitValue(there, "select count(*) from client", "6");
    }

    @AfterAll
    static void end() {
        server.one("DELETE", id, "", 200);
    }

    private static void awaitValue(FreshDatabase database, String query, String wanted) {
        server.await(id, _ -> Pair.value(database, query).equals(wanted));
    }

    private static String email(FreshDatabase database, int row) {
        return Pair.value(database, "select email from client where id = " + row);
    }

    /** Both ends change a row while the sync rests; what waits then. */
    private static JsonNode conflicts(String set, int... rows) {
        server.one("POST", id, "/pause", 200);
        for (int row : rows) {
            String where = " where id = " + row;
            Pair.sql(pair.source(), "update client set " + set + " = 'ours " + row + "'" + where);
            Pair.sql(pair.target(), "update client set " + set + " = 'theirs " + row + "'" + where);
        }
        server.one("POST", id, "/resume", 200);
        return server.await(
                CONFLICTS + "?sync_id=" + id + "&field=" + set,
                page -> page.get("total").intValue() >= rows.length,
                SOON);
    }

    private static JsonNode shown(JsonNode brief) {
        return server.await(
                CONFLICTS + "/" + brief.get("conflict_id").stringValue(),
                whole -> whole.get("decidable").booleanValue(),
                SOON);
    }

    private static String query(int key) {
        return "?table=client&key=" + URLEncoder.encode("[" + key + "]", StandardCharsets.UTF_8);
    }

    @Test
    void aConflictIsShownDecidedByHandTracedToThePersonAndUndone() throws Exception {
        JsonNode brief = conflicts("email", 1).get("conflicts").get(0);
        assertThat(brief.get("conflicting_fields").get(0).stringValue()).isEqualTo("email");
        assertThat(brief.get("key").get(0).stringValue()).isEqualTo("1");
        JsonNode whole = shown(brief);
        JsonNode field = field(whole, "email");
        assertThat(field.get("base").stringValue()).isEqualTo("e1");
        assertThat(field.get("ours").stringValue()).isEqualTo("ours 1");
        assertThat(field.get("theirs").stringValue()).isEqualTo("theirs 1");
        assertThat(whole.at("/choices/0/choice").stringValue()).isEqualTo("ours");
        assertThat(whole.at("/choices/0/at_ours/changes")).isEmpty();
        assertThat(whole.at("/choices/0/at_theirs/changes/0/after").stringValue())
                .isEqualTo("ours 1");
        String way = CONFLICTS + "/" + brief.get("conflict_id").stringValue() + "/resolve";
        server.call("POST", way, "{'choice':'ours'}", 422);
        String etag = "','ifMatch':'" + whole.get("etag").stringValue() + "'}";
        server.call("POST", way, "{'choice':'merge','values':{'nick':'x'},'reason':'" + etag, 422);
        server.call("POST", way, "{'choice':'ours','if_match':'" + "0".repeat(32) + "'}", 409);

        JsonNode done =
                by(
                        "anna",
                        way,
                        "{'choice':'merge','values':{'email':'both'},'reason':'asked" + etag);

        assertThat(done.get("status").stringValue()).isEqualTo("resolved");
        awaitValue(pair.source(), "select email from client where id = 1", "both");
        awaitValue(pair.target(), "select email from client where id = 1", "both");
        JsonNode late = server.call("POST", way, "{'choice':'theirs','reason':'" + etag, 409);
        assertThat(late.get("code").stringValue()).isEqualTo("SYN-1131");
        assertThat(field(late.get("now"), "email").get("base").stringValue()).isEqualTo("both");
        assertThat(late.at("/now/by").stringValue()).isEqualTo("anna");

        String rows = "/api/v1/sync/history/" + id;
        JsonNode latest = server.call("GET", rows + query(1), null, 200).at("/versions/0");
        assertThat(latest.get("by").stringValue()).isEqualTo("anna");
        assertThat(latest.at("/deed/reason").stringValue()).isEqualTo("asked");
        assertThat(latest.at("/steps/0/after").stringValue()).isEqualTo("both");
        JsonNode blame = server.call("GET", rows + "/blame" + query(1), null, 200);
        assertThat(given(blame, "email").get("by").stringValue()).isEqualTo("anna");
        assertThat(server.call("GET", rows + "/blame?table=client&key=99", null, 404).toString())
                .contains("UNKNOWN_VERSION");

        String undo =
                "{'table':'client','key':1,'version':" + latest.get("version") + ",'to':'theirs'}";
        JsonNode undone = server.call("POST", rows + "/undo", undo, 200);
        assertThat(undone.get("version").longValue())
                .isGreaterThan(latest.get("version").longValue());
        awaitValue(pair.source(), "select email from client where id = 1", "theirs 1");
        awaitValue(pair.target(), "select email from client where id = 1", "theirs 1");
        assertThat(
                        server.call("GET", rows + query(1), null, 200)
                                .at("/versions/0/deed/kind")
                                .stringValue())
                .isEqualTo("undone");
        assertThat(server.call("POST", rows + "/undo", undo, 409).has("now")).isTrue();
    }

    @Test
    void manyAlikeAreDecidedByOneCallAndWhatIsMaskedIsNotTold() {
        JsonNode page = conflicts("password_hash", 2, 3, 4);
        assertThat(page.at("/by_kind/concurrent_update").intValue()).isGreaterThanOrEqualTo(3);
        JsonNode two =
                server.call(
                        "GET",
                        CONFLICTS + "?sync_id=" + id + "&field=password_hash&limit=2",
                        null,
                        200);
        JsonNode last =
                server.call(
                        "GET",
                        CONFLICTS + "?field=password_hash&cursor=" + two.get("next").stringValue(),
                        null,
                        200);
        assertThat(two.get("conflicts")).hasSize(2);
        assertThat(last.get("conflicts")).hasSize(1);
        JsonNode whole = shown(last.get("conflicts").get(0));
        assertThat(field(whole, "password_hash").get("masked").booleanValue()).isTrue();
        assertThat(field(whole, "password_hash").get("equal").booleanValue()).isFalse();
        assertThat(whole.toString()).doesNotContain("ours 2", "ours 3", "ours 4");
        String one = CONFLICTS + "/" + whole.get("conflict_id").stringValue();
        assertThat(server.call("GET", one + "?reveal=true", null, 200).toString())
                .containsPattern("ours [234]");
        assertThat(server.one("GET", id, "/events?limit=1000", 200).toString())
                .contains("conflict_revealed");
        String body =
                "{'like':'"
                        + whole.get("conflict_id").stringValue()
                        + "','etag':'"
                        + whole.get("etag").stringValue()
                        + "','resolution':'theirs'";
        JsonNode count = server.call("POST", CONFLICTS + "/resolve", body + ",'dryRun':true}", 200);
        assertThat(count.get("alike").intValue()).isEqualTo(3);
        JsonNode done = server.call("POST", CONFLICTS + "/resolve", body + "}", 200);
        assertThat(done.get("done").intValue()).isEqualTo(3);
        awaitValue(
                pair.source(),
                "select count(*) from client where password_hash like 'theirs%'",
                "3");
    }

    @Test
    void aSyncThatRestsShowsWhatWaitsAndSaysWhatToDoToDecide() {
        JsonNode brief = conflicts("name", 5).get("conflicts").get(0);
        String one = CONFLICTS + "/" + brief.get("conflict_id").stringValue();
        String skip = "{'choice':'skip','if_match':'" + brief.get("etag").stringValue() + "'}";
        assertThat(server.call("POST", one + "/resolve", skip, 200).get("status").stringValue())
                .isEqualTo("skipped");
        server.one("POST", id, "/pause", 200);
        JsonNode whole = server.call("GET", one, null, 200);
        assertThat(whole.get("decidable").booleanValue()).isFalse();
        assertThat(field(whole, "name").get("ours").stringValue()).isEqualTo("ours 5");
        JsonNode refused =
                server.call(
                        "POST",
                        "/api/v1/sync/" + id + "/conflicts/" + one.substring(18) + "/resolve",
                        skip,
                        409);
        assertThat(refused.toString()).contains("WRONG_STATE", "resume");
        assertThat(
                        server.call("GET", "/api/v1/sync/history/" + id + query(5), null, 200)
                                .toString())
                .contains("skipped");
        server.call("GET", CONFLICTS + "/none.1-" + "0".repeat(32), null, 404);
        server.one("POST", id, "/resume", 200);
        assertThat(email(pair.source(), 5)).isEqualTo("e5");
    }

    private static JsonNode field(JsonNode whole, String name) {
        for (JsonNode each : whole.get("fields")) {
            if (each.get("name").stringValue().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(name + " is missing in " + whole);
    }

    private static JsonNode given(JsonNode blame, String name) {
        return field(blame, name).get("given");
    }

    /** What somebody with the role of a reviewer does. */
    private static JsonNode by(String who, String path, String body) throws Exception {
        JsonNode made =
                server.call(
                        "POST", "/api/v1/keys", "{'name':'" + who + "','role':'reviewer'}", 201);
        HttpRequest request =
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + made.get("key").stringValue())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build();
        HttpResponse<String> answer =
                server.http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
