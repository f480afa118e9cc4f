package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of rows is changed while a sync runs and its tables are written to. */
class PatchCallsTest {
    private static final String MASKED =
            "select string_agg(mail, ' ' order by id) from users where id in (4, 7, 8)";

    private final LiveServer server;
    private final Pair pair = Pair.ofUsers(300);
    private final FreshDatabase second = Services.mariaDb().freshDatabase();

    PatchCallsTest() throws Exception {
        server = LiveServer.shared();
    }

    private String begin() {
        Pair.sql(
                pair.source(),
                "alter table users add mail text, add state int not null default 1",
                "update users set mail = 'm' || id, state = sign(id % 3)",
                "update users set name = '' where id = 5",
                "create table other (id int primary key, n int)",
                "insert into other select g, g from generate_series(1, 5) g");
        String id =
                server.configure(
                        """
                        {'name':'patched','source':{'connection':'%s','filters':{'users':'state = 1'}},
                        'destinations':[{'name':'one','connection':'%s'},{'name':'two','connection':'%s'}],
                        'data_masking':{'users':{'mail':'hash'}},
                        'validation':{'required_fields':{'users':['name']}}}
                        """
                                .formatted(pair.source().uri(), pair.target().uri(), second.uri()));
        server.awaitRun(id);
        return id;
    }

    @Test
    void rowsFollowTheNewRulesAndNoChangeIsLost() throws Exception {
        String id = begin();
        await("one has its rows", () -> count(pair.target(), "users") == 199);
        String pseudonyms = Pair.value(pair.target(), MASKED);
        Pair.sql(pair.target(), "update other set n = -1");
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> write(stop));

        String patch =
                "{'source':{'filters':{'users':'id > 2'}},'destinations':[{'name':'two',"
                        + "'transformation':{'users':{'name':{'to':'called','fn':'uppercase'}}}}]";
        JsonNode dry = server.call("PATCH", path(id), patch + ",'dry_run':true}", 200);
        assertThat(steps(dry))
                .containsExactly(
                        "one public.users copy_again [filters] []",
                        "two public.users copy_again [mapping, filters] [name]");
        assertThat(count(pair.target(), "users where state = 0")).isZero();

        assertThat(steps(server.call("PATCH", path(id), patch + "}", 200))).hasSize(2);
        Thread.sleep(500);
        stop.set(true);
        writer.join();
        await(
                "the new rules hold for all",
                () ->
                        rows(pair.target(), "name")
                                        .equals(
                                                rows(
                                                        pair.source(),
                                                        "name",
                                                        "where id > 2 and name <> ''"))
                                && rows(second, "called")
                                        .equals(
                                                rows(
                                                        pair.source(),
                                                        "upper(name)",
                                                        "where id > 2 and name <> ''")));
        assertThat(Pair.value(pair.target(), MASKED)).isEqualTo(pseudonyms);
        assertThat(Pair.value(pair.target(), "select sum(n) from other"))
                .as("another table is not copied again")
                .isEqualTo("-5");
        JsonNode status = server.status(id);
        assertThat(status.get("status").stringValue()).isEqualTo("running");
        JsonNode shown = status.at("/flows/1/rows/0");
        assertThat(words(shown.get("rules")))
                .containsExactly(
                        "name -> called by $uppercase (one way)",
                        "mail by mask hash",
                        "only rows with id > 2",
                        "a row that breaks the rule required of the field name is parked");
        assertThat(server.one("GET", id, "", 200).at("/rows/1/tables/0/rules"))
                .isEqualTo(shown.get("rules"));

        // What was parked by a rule comes when the rule goes; a kept row stays when it leaves.
        server.call(
                "PATCH",
                path(id),
                "{'validation_mode':'lenient','required_fields':['name'],'on_leave':'keep'}",
                200);
        await("the parked row comes", () -> count(pair.target(), "users where id = 5") == 1);
        assertThat(server.status(id).at("/flows/0/rows/0/lenient").longValue()).isPositive();
        server.call("PATCH", path(id), "{'source':{'filters':{'users':'id > 9'}}}", 200);
        Pair.sql(pair.source(), "insert into users values (9999, 'last', 'm', 2)");
        await("it streams again", () -> count(second, "users where id = 9999") == 1);
        assertThat(count(pair.target(), "users where id = 5")).isOne();
        assertThat(server.one("GET", id, "/parked", 200).get("parked")).isEmpty();

        wrong(id);
        server.one("DELETE", id, "", 200);
    }

    private void wrong(String id) {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        wrong.put("[]", List.of("WRONG_TYPE "));
        wrong.put(
                "{'source':{'connection':'x'},'destinations':[{'name':'three'},{'data_masking':7}],"
                        + "'existing_data':'fill','transformations':[1]}",
                List.of(
                        "FIXED /existing_data",
                        "FIXED /source/connection",
                        "UNKNOWN_WORD /destinations/0/name",
                        "MISSING_KEY /destinations/1/name",
                        "NOT_BUILT /transformations"));
        wrong.put(
                "{'data_masking':{'users':{'mail':'blur'}},'filters':{'a':'id >'},'on_leave':'stay'}",
                List.of("BAD_CONDITION /filters/a", "UNKNOWN_WORD /on_leave"));
        wrong.put(
                "{'data_masking':{'users':{'mial':'hash','mail':'blur'}}}",
                List.of(
                        "UNKNOWN_FIELD /data_masking/users/mial",
                        "UNKNOWN_MASK /data_masking/users/mail"));
        wrong.put(
                "{'source':{'filters':{'users':'nobody = 1'}},"
                        + "'data_masking':{'users':{'id':'hash'}}}",
                List.of("BAD_CONDITION /source/filters/users", "KEY_RULE "));
        JsonNode before = server.one("GET", id, "", 200);
        wrong.forEach(
                (body, problems) ->
                        assertThat(said(id, body))
                                .as(body)
                                .containsExactlyInAnyOrderElementsOf(problems));
        assertThat(server.one("GET", id, "", 200)).isEqualTo(before);
    }

    private List<String> said(String id, String body) {
        HttpResponse<String> answer = server.answer("PATCH", path(id), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        List<String> said = new ArrayList<>();
        for (JsonNode error : JsonMapper.shared().readTree(answer.body()).get("errors")) {
            said.add(error.get("name").stringValue() + " " + error.get("pointer").stringValue());
        }
        return said;
    }

    private void write(AtomicBoolean stop) {
        for (int i = 0; !stop.get(); i++) {
            int id = 9 + i * 7 % 320;
            Pair.sql(
                    pair.source(),
                    i % 5 == 4
                            ? "delete from users where id = " + id
                            : "insert into users values ("
                                    + id
                                    + ", 'w"
                                    + i
                                    + "', 'm"
                                    + id
                                    + "', 1) on conflict (id) do update set name ="
                                    + " excluded.name, state = 2");
        }
    }

    private static List<String> steps(JsonNode answer) {
        List<String> steps = new ArrayList<>();
        for (JsonNode each : answer.get("changes")) {
            steps.add(
                    "%s %s %s %s %s"
                            .formatted(
                                    each.get("destination").stringValue(),
                                    each.get("table").stringValue(),
                                    each.get("action").stringValue(),
                                    words(each.get("because")),
                                    words(each.get("columns_kept"))));
        }
        return steps;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.stringValue()));
        return words;
    }

    private static String path(String id) {
        return "/api/v1/sync/" + id;
    }

    private static int count(FreshDatabase database, String from) {
        return Integer.parseInt(Pair.value(database, "select count(*) from " + from));
    }

    private static String rows(FreshDatabase database, String name) {
        return rows(database, name, "");
    }

    private static String rows(FreshDatabase database, String name, String where) {
        boolean postgres = database.uri().startsWith("postgres");
        String row = "concat(id, ' ', " + name + ", ' ', state)";
        return Pair.value(
                database,
                "select "
                        + (postgres
                                ? "string_agg(" + row + ", ',' order by id)"
                                : "group_concat(" + row + " order by id separator ',')")
                        + " from users "
                        + where);
    }

    private void await(String what, java.util.function.BooleanSupplier wish) throws Exception {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!wish.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
