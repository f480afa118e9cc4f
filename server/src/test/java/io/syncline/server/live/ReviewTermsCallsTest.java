package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reviews by the terms of a configuration, between PostgreSQL and MariaDB. */
class ReviewTermsCallsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CONFLICTS = "/api/v1/conflicts";
    private static final String TWO_WAY =
            ",'type':'bi_directional','mode':'real_time','existing_data':'fill',"
                    + "'conflict_resolution':";

    private static final List<String> MADE = new ArrayList<>();
    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @AfterAll
    static void end() {
        MADE.forEach(id -> server.one("DELETE", id, "", 200));
    }

    /** A sync of a table of prices with these rules. */
    private record Prices(Pair pair, String id) {
        static Prices of(String name, String rules) {
            Pair pair =
                    new Pair(
                            Services.postgres(18).freshDatabase(),
                            Services.mariaDb().freshDatabase());
            String table = "create table price (id int primary key, cents int, note varchar(20))";
            Pair.sql(pair.source(), table, "insert into price values (1, 1, 'a'), (2, 2, 'b')");
            Pair.sql(pair.target(), table);
            String id = server.configure(pair.body(name, TWO_WAY + rules));
            MADE.add(id);
            server.awaitRun(id);
            Prices prices = new Prices(pair, id);
            prices.await(pair.target(), "select count(*) from price", "2");
            return prices;
        }

        void await(FreshDatabase database, String query, String wanted) {
            server.await(id, _ -> Pair.value(database, query).equals(wanted));
        }

        /** Both ends change a row while the sync rests. */
        void meet(int row, String ours, String theirs) {
            server.one("POST", id, "/pause", 200);
            Pair.sql(pair.source(), "update price set " + ours + " where id = " + row);
            Pair.sql(pair.target(), "update price set " + theirs + " where id = " + row);
            server.one("POST", id, "/resume", 200);
        }

        JsonNode shown(String query) {
            JsonNode page =
                    server.await(
                            CONFLICTS + "?sync_id=" + id + query,
                            found -> found.get("total").intValue() > 0,
                            SOON);
            String one = page.at("/conflicts/0/conflict_id").stringValue();
            return server.await(
                    CONFLICTS + "/" + one, each -> each.get("decidable").booleanValue(), SOON);
        }

        void awaitEvent(String type, String... words) {
            server.await(
                    "/api/v1/sync/" + id + "/events?limit=1000",
                    page -> {
                        for (JsonNode event : page.get("events")) {
                            String text = event.toString();
                            if (text.contains(type)
                                    && java.util.Arrays.stream(words).allMatch(text::contains)) {
                                return true;
                            }
                        }
                        return false;
                    },
                    SOON);
        }
    }

    private static String way(JsonNode shown, String verb) {
        return CONFLICTS + "/" + shown.get("conflict_id").stringValue() + verb;
    }

    private static String by(String what, JsonNode shown) {
        return "{" + what + ",'if_match':'" + shown.get("etag").stringValue() + "'}";
    }

    @Test
    void aPriceNeedsTwoAndIsGivenToSomebody() throws Exception {
        Prices it =
                Prices.of(
                        "two-eyes",
                        "{'default_strategy':'manual_review','custom_rules':"
                                + "{'cents':'product_prices'},'review':"
                                + "{'four_eyes':{'rules':['product_prices']},'assign_to':'role:reviewer'}}");
        assertThat(
                        server.one("GET", it.id(), "", 200)
                                .at("/conflict_resolution/review/four_eyes/rules/0")
                                .stringValue())
                .isEqualTo("product_prices");
        it.meet(1, "cents = 10", "cents = 12");
        JsonNode shown = it.shown("&assignee=role:reviewer");
        assertThat(shown.get("assigned_to").stringValue()).isEqualTo("role:reviewer");

        JsonNode given =
                server.call(
                        "POST",
                        way(shown, "/assign"),
                        "{'to':'anna','within':'2h','reason':'she knows'}",
                        200);
        assertThat(given.get("assigned_to").stringValue()).isEqualTo("anna");
        assertThat(it.shown("&assignee=anna").get("due_at").isNull()).isFalse();
        server.call("POST", way(shown, "/assign"), "{'to':'role:none','within':'x'}", 422);
        server.call("POST", way(shown, "/assign"), "{}", 422);

        String merge = by("'choice':'merge'", shown);
        assertThat(who("anna2", way(shown, "/resolve"), merge, 200).get("status").stringValue())
                .isEqualTo("proposed");
        assertThat(it.shown("").get("proposed_by").stringValue()).isEqualTo("anna2");
        assertThat(who("ben2", way(shown, "/resolve"), merge, 200).get("status").stringValue())
                .isEqualTo("resolved");
        it.await(it.pair().source(), "select cents from price where id = 1", "12");

        it.meet(2, "note = 'x'", "note = 'y'");
        JsonNode note = it.shown("&field=note");
        JsonNode done =
                server.call(
                        "POST",
                        way(note, "/resolve"),
                        by("'strategy':'source_wins','event':{'strategy':'sum'}", note),
                        200);
        assertThat(done.get("status").stringValue()).isEqualTo("resolved");
        assertThat(done.get("original_strategy").stringValue()).isEqualTo("sum");
        it.await(it.pair().target(), "select note from price where id = 2", "x");
        it.awaitEvent("conflict_resolved", "original_strategy", "manual_review");
    }

    @Test
    void whatWaitsTooLongIsSettledOrTold() {
        Prices settled =
                Prices.of(
                        "in-time",
                        "{'default_strategy':'manual_review','review':{'timeout':'1s',"
                                + "'on_timeout':'source_wins'}}");
        settled.meet(1, "cents = 10", "cents = 12");
        settled.await(settled.pair().target(), "select cents from price where id = 1", "10");
        settled.awaitEvent("conflict_resolved", "system");

        Prices told =
                Prices.of(
                        "told-in-time",
                        "{'review':{'timeout':'1s','escalate_to':'role:operator'}}");
        told.meet(1, "cents = 10", "cents = 12");
        told.awaitEvent("conflict_escalated", "role:operator");
        JsonNode shown = told.shown("&assignee=role:operator");
        assertThat(shown.get("state").stringValue()).isEqualTo("escalated");
    }

    @Test
    void whatCannotBeMeantIsSaidAllAtOnceWhenItIsConfigured() {
        Pair pair = Pair.ofUsers(1);
        String wrong =
                "{'review':{'four_eyes':{'rules':['highst_wins'],'nobody':1},'timeout':'soon',"
                        + "'on_timeout':'last_writ_wins','assign_to':'role:king','timout':1}}";
        assertThat(
                        server.call(
                                        "POST",
                                        "/api/v1/sync/configure",
                                        pair.body("wrong-terms", TWO_WAY + wrong),
                                        422)
                                .toString())
                .contains(
                        "/conflict_resolution/review/four_eyes/rules",
                        "/conflict_resolution/review/four_eyes/nobody",
                        "/conflict_resolution/review/timeout",
                        "/conflict_resolution/review/on_timeout",
                        "/conflict_resolution/review/assign_to",
                        "/conflict_resolution/review/timout");
        assertThat(
                        server.call(
                                        "POST",
                                        "/api/v1/sync/configure",
                                        pair.body(
                                                "wrong-field",
                                                TWO_WAY + "{'review':{'four_eyes':['prise']}}"),
                                        422)
                                .toString())
                .contains("/conflict_resolution/review/four_eyes", "prise", "UNKNOWN_FIELD");
    }

    private static JsonNode who(String name, String path, String body, int status)
            throws Exception {
        JsonNode made =
                server.call(
                        "POST", "/api/v1/keys", "{'name':'" + name + "','role':'reviewer'}", 201);
        HttpRequest request =
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + made.get("key").stringValue())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build();
        HttpResponse<String> answer =
                server.http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }
}
