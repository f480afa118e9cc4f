package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows are asked for by the interface; what is wrong is said all at once, and nothing is done. */
class ResyncCallsTest {
    private static final String PATH = "/api/v1/sync/resync/";

    private static Map<String, List<String>> wrong() {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        wrong.put("[]", List.of("WRONG_TYPE ", "MISSING_KEY /tables"));
        wrong.put("{}", List.of("MISSING_KEY /tables"));
        wrong.put("{'tables':'users'}", List.of("WRONG_TYPE /tables"));
        wrong.put("{'tables':[],'kees':1}", List.of("OUT_OF_RANGE /tables", "UNKNOWN_KEY /kees"));
        wrong.put(
                "{'tables':['usrs',7,{'table':'users','form':1}],'destination':'nobody'}",
                List.of(
                        "UNKNOWN_COLLECTION /tables/0",
                        "WRONG_TYPE /tables/1",
                        "UNKNOWN_KEY /tables/2/form",
                        "UNKNOWN_WORD /destination"));
        wrong.put(
                "{'tables':[{'from':1},{'table':'users','from':'x','to':[1,2]}]}",
                List.of(
                        "MISSING_KEY /tables/0/table",
                        "WRONG_TYPE /tables/1/from",
                        "OUT_OF_RANGE /tables/1/to"));
        wrong.put(
                "{'tables':[{'table':'users','from':5,'to':5}]}",
                List.of("IMPOSSIBLE_PAIR /tables/0/to"));
        wrong.put(
                "{'tables':[{'table':'pairs','from':{'b':'x'},'to':{'a':1,'c':2}}]}",
                List.of("UNKNOWN_FIELD /tables/0/from/b", "UNKNOWN_FIELD /tables/0/to/c"));
        wrong.put(
                "{'tables':[{'table':'lines','from':'x'}],'keys':[{'table':'lines','key':1}]}",
                List.of("KEYLESS_RULE /tables/0/table", "KEYLESS_RULE /keys/0/table"));
        wrong.put(
                "{'keys':[{'table':'pairs','key':[1]},{'table':'users'},{'key':1},7,"
                        + "{'table':'users','key':[1.5]},{'table':'users','key':null}]}",
                List.of(
                        "OUT_OF_RANGE /keys/0/key",
                        "MISSING_KEY /keys/1/key",
                        "MISSING_KEY /keys/2/table",
                        "WRONG_TYPE /keys/3",
                        "WRONG_TYPE /keys/4/key/0",
                        "MISSING_KEY /keys/5/key"));
        wrong.put(
                "{'keys':[" + "{'table':'users','key':1},".repeat(1000) + "7]}",
                List.of("OUT_OF_RANGE /keys"));
        return wrong;
    }

    @Test
    void whatIsWrongIsSaidAtOnceAndWhatIsRightIsBrought() throws Exception {
        LiveServer server = LiveServer.shared();
        Pair pair = Pair.ofUsers(10);
        Pair.sql(
                pair.source(),
                "create table pairs (a int, b text, n int, primary key (a, b))",
                "insert into pairs values (1, 'x', 1), (1, 'y', 2), (2, 'x', 3)",
                "create table lines (line text)",
                "alter table lines replica identity full");
        String id = server.configure(pair.body("resync", ""));
        server.awaitRun(id);
        wrong().forEach((body, problems) -> assertThat(said(server, id, body)).isEqualTo(problems));

        Pair.sql(
                pair.target(),
                "update users set name = 'wrong'",
                "update pairs set n = 0",
                "insert into users values (77, 'nobody')");
        bring(
                server,
                id,
                "{'tables':[{'table':'users','from':'3','to':5}],"
                        + "'keys':[{'table':'pairs','key':{'a':1,'b':'y'}},{'table':'users','key':77}]}",
                3,
                4);
        assertThat(
                        Pair.value(
                                pair.target(),
                                "select string_agg(id::text, ' ' order by id)"
                                        + " from users where name <> 'wrong'"))
                .isEqualTo("3 4");
        assertThat(Pair.value(pair.target(), "select sum(n) from pairs")).isEqualTo("2");
        bring(
                server,
                id,
                "{'tables':['pairs','public.users'],'destination':'destination'}",
                13,
                13);
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();

        server.one("POST", id, "/pause", 200);
        assertThat(server.call("POST", PATH + id, "{'tables':['none']}", 409).get("title"))
                .isEqualTo(JsonMapper.shared().readTree("\"WRONG_STATE\""));
        server.one("POST", id, "/resume", 200);
        bring(server, id, "{'keys':[{'table':'users','key':4}]}", 1, 0);
        server.one("DELETE", id, "", 200);
    }

    private static List<String> said(LiveServer server, String id, String body) {
        HttpResponse<String> answer = server.answer("POST", PATH + id, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        List<String> said = new ArrayList<>();
        for (JsonNode error : JsonMapper.shared().readTree(answer.body()).get("errors")) {
            said.add(error.get("name").stringValue() + " " + error.get("pointer").stringValue());
        }
        return said;
    }

    private static void bring(LiveServer server, String id, String body, int looked, int brought) {
        JsonNode begun = server.call("POST", PATH + id, body, 202);
        JsonNode ended =
                server.await(
                        begun.get("progress_url").stringValue(),
                        progress -> progress.get("completed_at").isString(),
                        Duration.ofSeconds(30));
        assertThat(ended.get("status").stringValue()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.get("records_processed").intValue()).isEqualTo(looked);
        assertThat(ended.get("records_synced").intValue()).isEqualTo(brought);
    }
}
