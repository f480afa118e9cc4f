package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Endpoints with a name of their own, and what a doctor finds at them. */
class NamedEndpointsTest {
    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    private static JsonNode put(String name, FreshDatabase database, int status) {
        String body = "{'connection':'" + database.uri() + "'}";
        return server.call("PUT", "/api/v1/endpoints/" + name, body, status);
    }

    private static String sync(String name, String source, String target) {
        return server.configure(
                "{'name':'" + name + "','source':" + source + ",'destination':" + target + "}");
    }

    private static long made(FreshDatabase database, String id) {
        return Long.parseLong(
                Pair.value(
                        database,
                        "select (select count(*) from pg_replication_slots where slot_name like"
                                + " 'syncline_%1$s%%') + (select count(*) from pg_publication where"
                                        .formatted(id)
                                + " pubname like 'syncline_%1$s%%')".formatted(id)));
    }

    private static boolean bookkeeping(FreshDatabase database) {
        return Pair.value(
                        database, "select count(*) from pg_class where relname like 'syncline\\_%'")
                .equals("0");
    }

    @Test
    void aSyncUsesEndpointsByNameAndAChangedConnectionReachesIt() {
        Pair pair = Pair.ofUsers(5);
        assertThat(put("primary-a", pair.source(), 201).get("used_by").isEmpty()).isTrue();
        put("copy-a", pair.target(), 201);

        String id = sync("by name", "'primary-a'", "{'endpoint':'copy-a','name':'copy'}");
        server.awaitRun(id);

        JsonNode shown = server.call("GET", "/api/v1/sync/" + id, null, 200);
        assertThat(shown.at("/source/endpoint").stringValue()).isEqualTo("primary-a");
        JsonNode refused = server.call("DELETE", "/api/v1/endpoints/primary-a", null, 409);
        assertThat(refused.get("title").stringValue()).isEqualTo("ENDPOINT_IN_USE");
        assertThat(refused.get("detail").stringValue()).contains("by name");

        // Elsewhere nothing of the sync would be; the same place by another user is good.
        FreshDatabase elsewhere = Services.postgres(18).freshDatabase();
        assertThat(put("copy-a", elsewhere, 422).get("title").stringValue())
                .isEqualTo("ENDPOINT_ELSEWHERE");
        JsonNode changed = put("copy-a", pair.target(), 200);
        assertThat(changed.at("/restarted/0").stringValue()).isEqualTo("by name");
        Pair.sql(pair.source(), "insert into users values (6, 'six')");
        server.await(id, _ -> Pair.value(pair.target(), "select count(*) from users").equals("6"));

        server.one("DELETE", id, "", 200);
        assertThat(made(pair.source(), id)).isZero();
        assertThat(bookkeeping(pair.target())).isTrue();
        server.call("DELETE", "/api/v1/endpoints/primary-a", null, 200);
        server.call("GET", "/api/v1/endpoints/primary-a", null, 404);
    }

    @Test
    void aNameThatNobodyHasIsRefusedWhereItStandsAndTheNamesAreListed() {
        Pair pair = Pair.ofUsers(1);
        put("primary-b", pair.source(), 201);
        JsonNode refused =
                server.call(
                        "POST",
                        "/api/v1/sync/configure",
                        "{'name':'x','source':'primary-c','destination':{'endpoint':'nobody',"
                                + "'table':'t'}}",
                        422);
        assertThat(refused.get("errors").size()).isGreaterThanOrEqualTo(2);
        assertThat(refused.at("/errors/0/pointer").stringValue()).isEqualTo("/source");
        assertThat(refused.at("/errors/0/message").stringValue())
                .contains("primary-b", "Did you mean 'primary-b'?");
        server.call("PUT", "/api/v1/endpoints/no.dots", "{'connection':'x'}", 422);
        server.call("DELETE", "/api/v1/endpoints/primary-b", null, 200);
    }

    @Test
    void aTestSaysWhatAnEndpointCanDoAndShowsNoSecret() {
        FreshDatabase database = Services.postgres(18).freshDatabase();
        String body = "{'connection':'" + database.uri() + "'}";
        JsonNode tested = server.call("POST", "/api/v1/endpoints/test", body, 200);
        assertThat(tested.get("answers").booleanValue()).isTrue();
        assertThat(tested.get("version").stringValue()).startsWith("PostgreSQL 18");
        assertThat(tested.at("/can/source").booleanValue()).isTrue();
        assertThat(tested.at("/took_ms/connect_and_catalog").doubleValue()).isPositive();
        assertThat(tested.toString()).doesNotContain(database.password());

        String nobody = "{'connection':'postgresql://a:verysecret@127.0.0.1:1/b'}";
        JsonNode silent = server.call("POST", "/api/v1/endpoints/test", nobody, 200);
        assertThat(silent.get("answers").booleanValue()).isFalse();
        assertThat(silent.at("/findings/0/name").stringValue()).isEqualTo("UNREACHABLE");
        assertThat(silent.toString()).doesNotContain("verysecret");
    }
}
