package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person does about rows that a destination cannot take. */
class ParkedRowsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    private static String parking(Pair pair, String name, int rows) {
        Pair.sql(
                pair.target(),
                "create table users (id int primary key, name text not null constraint short"
                        + " check (length(name) <= 6))");
        Pair.sql(
                pair.source(),
                "insert into users select n, 'far too long ' || n from generate_series(11, "
                        + (10 + rows)
                        + ") n");
        String id =
                server.configure(pair.body(name, ",'existing_data':'fill','parallel_workers':1"));
        server.awaitRun(id);
        awaitParked(id, rows);
        return id;
    }

    private static JsonNode awaitParked(String id, int rows) {
        return server.await(
                "/api/v1/sync/" + id + "/parked",
                parked -> parked.get("parked").size() == rows,
                SOON);
    }

    @Test
    void anEditedRowIsWrittenOnceAndAnEventNamesItsFieldsAndItsEditor() {
        Pair pair = Pair.ofUsers(3);
        String id = parking(pair, "edited", 1);
        long row = awaitParked(id, 1).at("/parked/0/id").longValue();
        String path = "/api/v1/parked/" + row;
        JsonNode wrong =
                server.call("PUT", path, "{'row':{'id':12,'name':null,'nick':'x'},'more':1}", 422);
        assertThat(wrong.toString())
                .contains("/row/id", "/row/name", "/row/nick", "UNKNOWN_FIELD", "/more");
        JsonNode refused = server.call("PUT", path, "{'row':{'name':'still too long'}}", 422);
        assertThat(refused.get("title").stringValue()).isNotEqualTo("BUG");
        assertThat(awaitParked(id, 1).at("/parked/0/row/name").stringValue())
                .isEqualTo("far too long 11");
        assertThat(
                        server.call("PUT", path, "{'row':{'name':'short'}}", 200)
                                .get("status")
                                .stringValue())
                .isEqualTo("settled");
        assertThat(Pair.value(pair.target(), "select name from users where id = 11"))
                .isEqualTo("short");
        assertThat(
                        server.call("PUT", path, "{'row':{'name':'other'}}", 404)
                                .get("title")
                                .asString())
                .isEqualTo("UNKNOWN_PARKED");
        String events = server.one("GET", id, "/events?limit=1000", 200).toString();
        assertThat(events).contains("row_edited", "\"fields\":\"name\"").doesNotContain("short");
        assertThat(events).containsPattern("\"by\":\"[^\"]+\"");
        Pair.sql(pair.source(), "update users set name = 'fits' where id = 11");
        server.await(
                id,
                _ ->
                        Pair.value(pair.target(), "select name from users where id = 11")
                                .equals("fits"));
        server.one("DELETE", id, "", 200);
    }

    @Test
    void manyRowsAreCountedByCauseAndReplayedOrGivenUpByOneCall() {
        Pair pair = Pair.ofUsers(3);
        String id = parking(pair, "many", 4);
        JsonNode causes = server.one("GET", id, "/parked/causes", 200);
        assertThat(causes.get("rows").intValue()).isEqualTo(4);
        assertThat(causes.get("causes")).hasSize(1);
        assertThat(causes.at("/causes/0/rows").intValue()).isEqualTo(4);
        String code = causes.at("/causes/0/code").stringValue();
        String parked = "/api/v1/sync/" + id + "/parked";
        for (String bad :
                new String[] {
                    "{}",
                    "{'all':true,'ids':[1]}",
                    "{'cause':'nothing'}",
                    "{'ids':[]}",
                    "{'ids':['x']}"
                }) {
            server.call("POST", parked + "/discard", bad, 422);
        }
        JsonNode still = server.call("POST", parked + "/replay", "{'cause':'" + code + "'}", 200);
        assertThat(still.get("settled").intValue()).isZero();
        assertThat(still.get("still_parked")).hasSize(4);
        long first = still.at("/still_parked/0").longValue();
        JsonNode one =
                server.call("POST", parked + "/discard", "{'ids':[" + first + ",9999999]}", 200);
        assertThat(one.get("discarded").intValue()).isEqualTo(1);
        assertThat(one.at("/not_parked/0").longValue()).isEqualTo(9999999);
        Pair.sql(pair.source(), "update users set name = 'n' || id where id in (12, 13)");
        awaitParked(id, 1);
        Pair.sql(pair.target(), "alter table users drop constraint short");
        JsonNode settled = server.call("POST", parked + "/replay", "{'collection':'users'}", 200);
        assertThat(settled.get("settled").intValue()).isEqualTo(1);
        assertThat(settled.get("still_parked")).isEmpty();
        assertThat(Pair.value(pair.target(), "select name from users where id = 14"))
                .isEqualTo("far too long 14");
        assertThat(
                        server.call("POST", parked + "/discard", "{'all':true}", 200)
                                .get("discarded")
                                .intValue())
                .isZero();
        server.one("DELETE", id, "", 200);
    }
}
