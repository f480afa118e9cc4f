package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What whoever decides is told beside the row that waits: its customer, and who edited it. */
class RelatedRowsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CONFLICTS = "/api/v1/conflicts";
    private static final String SMART =
            ",'type':'two_way','mode':'real_time','existing_data':'fill','conflict_resolution':"
                    + "{'strategy':'smart_merge',"
                    + "'custom_rules':{'customer_id':'manual_review'}%s}";

    private static LiveServer server;
    private static Pair pair;
    private static String id;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
        FreshDatabase here = Services.postgres(18).freshDatabase();
        FreshDatabase there = Services.mariaDb().freshDatabase();
        pair = new Pair(here, there);
        tables(pair);
        Pair.sql(
                here,
                "insert into customer values (7, 'Ada', 'gold', 'secret'), (8, 'Bo', 'none', 'x')",
                "insert into sale select n, 7, 'new', 1, 7 from generate_series(1, 9) n");
        id =
                configure(
                        "beside",
                        ",'autoResolveThreshold':0.4"
                                + context("customer", "customer_id", "name", "password"));
        server.awaitRun(id);
        awaitValue("select count(*) from sale", "9");
    }

    private static void tables(Pair of) {
        for (FreshDatabase each : new FreshDatabase[] {of.source(), of.target()}) {
            Pair.sql(
                    each,
                    "create table customer (id int primary key, name varchar(40), tier varchar(9),"
                            + " password varchar(40))",
                    "create table sale (id int primary key, customer_id int, state varchar(40),"
                            + " points int, api_token int)");
        }
    }

    @AfterAll
    static void end() {
        server.one("DELETE", id, "", 200);
    }

    private static String context(String table, String key, String... fields) {
        return ",'review':{'context':{'sale':{'table':'%s','key':'%s','fields':['%s']}}}"
                .formatted(table, key, String.join("','", fields));
    }

    private static String configure(String name, String more) {
        return server.configure(pair.body(name, SMART.formatted(more)));
    }

    private static void awaitValue(String query, String wanted) {
        server.await(id, _ -> Pair.value(pair.target(), query).equals(wanted));
    }

    private static JsonNode conflict(String ours, String theirs) {
        server.one("POST", id, "/pause", 200);
        Pair.sql(pair.source(), ours);
        Pair.sql(pair.target(), theirs);
        server.one("POST", id, "/resume", 200);
        JsonNode page =
                server.await(
                        CONFLICTS + "?sync_id=" + id, all -> all.get("total").intValue() > 0, SOON);
        return server.await(
                CONFLICTS + "/" + page.at("/conflicts/0/conflict_id").stringValue(),
                whole -> whole.get("decidable").booleanValue(),
                SOON);
    }

    private static String set(String state, int row) {
        return "update sale set state = '%s' where id = %d".formatted(state, row);
    }

    private static String by(String who, String statement) {
        return "begin; select pg_logical_emit_message(true, 'syncline.by', '%s'); %s; commit"
                .formatted(who, statement);
    }

    private static JsonNode resolved(JsonNode whole) {
        return server.call(
                "POST",
                CONFLICTS + "/" + whole.get("conflict_id").stringValue() + "/resolve",
                "{'choice':'ours','if_match':'" + whole.get("etag").stringValue() + "'}",
                200);
    }

    @Test
    void theCustomerIsShownAsBothEndsHaveItAndWhoMadeTheEditIsNamed() {
        JsonNode whole =
                conflict(by("anna", set("paid", 1)), set("void", 1) + " and state = 'new'");

        JsonNode beside = whole.get("related");
        assertThat(beside).hasSize(1);
        JsonNode customer = beside.get(0);
        assertThat(customer.get("table").stringValue()).endsWith("customer");
        assertThat(customer.at("/key/0").stringValue()).isEqualTo("7");
        assertThat(customer.at("/ours/name").stringValue()).isEqualTo("Ada");
        assertThat(customer.at("/theirs/name").stringValue()).isEqualTo("Ada");
        assertThat(customer.get("masked").toString()).isEqualTo("[\"password\"]");
        assertThat(beside.toString()).doesNotContain("secret", "gold");
        assertThat(whole.at("/ours/edited_by").stringValue()).isEqualTo("anna");
        assertThat(whole.at("/theirs/edited_by").isNull()).isTrue();

        resolved(whole);
        awaitValue("select state from sale where id = 1", "paid");
        String row = "?table=sale&key=" + URLEncoder.encode("[1]", StandardCharsets.UTF_8);
        JsonNode versions =
                server.call("GET", "/api/v1/sync/history/" + id + row, null, 200).get("versions");
        assertThat(versions.get(0).at("/edited_by/ours").stringValue()).isEqualTo("anna");
    }

    @Test
    void aRowThatNamesOthersAtEitherEndIsShownBoth() {
        String sale = "update sale set customer_id = %d, state = '%s' where id = 2";
        JsonNode whole = conflict(sale.formatted(8, "a"), sale.formatted(9, "b"));

        JsonNode beside = whole.get("related");
        assertThat(beside).hasSize(2);
        assertThat(beside.get(0).at("/ours/name").stringValue()).isEqualTo("Bo");
        assertThat(beside.get(1).get("ours").isNull()).isTrue();
        assertThat(beside.get(1).get("refused").isNull()).isTrue();
        server.one("POST", id, "/pause", 200);
        assertThat(
                        server.call(
                                        "GET",
                                        CONFLICTS + "/" + whole.get("conflict_id").stringValue(),
                                        null,
                                        200)
                                .get("related"))
                .isEmpty();
        server.one("POST", id, "/resume", 200);
        resolved(
                server.await(
                        CONFLICTS + "/" + whole.get("conflict_id").stringValue(),
                        again -> again.get("decidable").booleanValue(),
                        SOON));
    }

    /** By default it would wait: two numbers may be a count or not. */
    @Test
    void aRuleThatIsSureEnoughForTheConfigurationDecides() {
        server.one("POST", id, "/pause", 200);
        Pair.sql(pair.source(), "update sale set points = 2 where id = 3");
        Pair.sql(pair.target(), "update sale set points = 4 where id = 3");
        server.one("POST", id, "/resume", 200);

        awaitValue("select points from sale where id = 3", "5");
    }

    @Test
    void whatCannotBeFoundIsSaidWhenTheSyncIsConfigured() throws Exception {
        Pair other =
                new Pair(Services.postgres(18).freshDatabase(), Services.mariaDb().freshDatabase());
        tables(other);

        assertThat(refused(other, context("customer", "nobody", "nickname")))
                .contains(
                        "/conflict_resolution/review/context/sale/0/key",
                        "has no field nobody",
                        "/conflict_resolution/review/context/sale/0/fields",
                        "has no field nickname");
        assertThat(refused(other, context("customer", "api_token", "name")))
                .contains("/context/sale/0/key", "api_token is masked");
        assertThat(refused(other, context("client", "id", "name")))
                .contains("client is no table of this sync");
        assertThat(
                        refused(
                                other,
                                ",'review':{'context':{'sale':[{'table':'customer','shown':1},7]}}"))
                .contains("/review/context/sale/0/key", "/sale/0/shown", "/sale/1");
    }

    private static String refused(Pair other, String more) {
        String body = other.body("wrong", SMART.formatted(more));
        return server.call("POST", "/api/v1/sync/configure", body, 422).toString();
    }
}
