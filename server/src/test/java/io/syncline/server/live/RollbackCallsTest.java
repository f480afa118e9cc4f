package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The way back for rows that PostgreSQL and MariaDB share, by the interface. */
class RollbackCallsTest {
    private static LiveServer server;
    private static Pair pair;
    private static String id;
    private static String rows;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
        FreshDatabase here = Services.postgres(18).freshDatabase();
        FreshDatabase there = Services.mariaDb().freshDatabase();
        pair = new Pair(here, there);
        String table = "create table price (id int primary key, cents int, token varchar(9))";
        Pair.sql(
                here,
                table,
                "insert into price values (1, 100, 'x'), (2, 200, 'x'), (3, 300, 'x')");
        Pair.sql(there, table);
        id =
                server.configure(
                        pair.body(
                                "prices",
                                ",'type':'bi_directional','mode':'real_time','existing_data':'fill',"
                                        + "'conflict_resolution':'source_wins'"));
        server.awaitRun(id);
        awaitValue(there, "select count(*) from price", "3");
        rows = "/api/v1/sync/history/" + id;
    }

    @AfterAll
    static void end() {
        server.one("DELETE", id, "", 200);
    }

    private static void awaitValue(FreshDatabase database, String query, String wanted) {
        server.await(id, _ -> Pair.value(database, query).equals(wanted));
    }

    private static void awaitCents(int row, int cents) {
        // A row that has not come yet is none.
        String query = "select coalesce(max(cents), 0) from price where id = " + row;
        awaitValue(pair.source(), query, Integer.toString(cents));
        awaitValue(pair.target(), query, Integer.toString(cents));
    }

    private static void sets(FreshDatabase database, int row, int cents) {
        Pair.sql(database, "update price set cents = " + cents + " where id = " + row);
        awaitCents(row, cents);
    }

    private static JsonNode history(int key) {
        String encoded = URLEncoder.encode("[" + key + "]", StandardCharsets.UTF_8);
        return server.call("GET", rows + "?table=price&key=" + encoded, null, 200).get("versions");
    }

    @Test
    void aRowIsAgainWhatItWasAtAVersion() {
        sets(pair.source(), 1, 110);
        sets(pair.target(), 1, 120);
        JsonNode versions = history(1);
        String latest = versions.at("/0/version").toString();
        String first = versions.at("/2/version").toString();
        String body = "{'table':'price','key':1,'version':" + first;

        JsonNode would = server.call("POST", rows + "/rollback", body + ",'dry_run':true}", 200);
        assertThat(would.get("status").stringValue()).isEqualTo("previewed");
        assertThat(would.at("/at_ours/changes/0/field").stringValue()).isEqualTo("cents");
        assertThat(would.at("/at_theirs/changes/0/after").stringValue()).isEqualTo("100");
        awaitCents(1, 120);
        server.call("POST", rows + "/rollback", body + "}", 422);
        server.call("POST", rows + "/rollback", body + ",'latest':" + first + "}", 409);
        server.call(
                "POST",
                rows + "/rollback",
                "{'table':'price','key':1,'version':-4,'latest':3}",
                404);
        JsonNode done =
                server.call(
                        "POST",
                        rows + "/rollback",
                        body + ",'latest':" + latest + ",'reason':'a slip'}",
                        200);

        assertThat(done.get("status").stringValue()).isEqualTo("rolled_back");
        awaitCents(1, 100);
        JsonNode now = history(1).get(0);
        assertThat(now.get("version")).isEqualTo(done.get("version"));
        assertThat(now.at("/deed/kind").stringValue()).isEqualTo("rolled_back");
        assertThat(now.at("/deed/reason").stringValue()).isEqualTo("a slip");
        assertThat(now.get("by").stringValue()).isEqualTo("root");
    }

    @Test
    void allThatASpanOfTimeAgreedOnIsTakenBackButForWhatWasChangedSince() {
        String from = Instant.now().toString();
        sets(pair.source(), 2, 222);
        sets(pair.target(), 3, 333);
        Pair.sql(pair.source(), "insert into price values (9, 900, 'x')");
        awaitCents(9, 900);
        String until = Instant.now().plusMillis(1).toString();
        sets(pair.target(), 3, 334);
        String body = "{'from':'" + from + "','until':'" + until + "','table':'price'";
        String path = rows + "/rollback/span";

        JsonNode would = server.call("POST", path, body + ",'dry_run':true}", 200);
        JsonNode done = server.call("POST", path, body + ",'reason':'a bad list'}", 200);

        for (JsonNode told : new JsonNode[] {would, done}) {
            assertThat(told.get("rows").intValue()).isEqualTo(3);
            assertThat(told.get("restored").intValue()).isEqualTo(1);
            assertThat(told.get("changed_since").intValue()).isEqualTo(1);
            assertThat(told.get("would_be_deleted").intValue()).isEqualTo(1);
            assertThat(told.get("left_alone")).hasSize(2);
        }
        awaitCents(2, 200);
        awaitCents(3, 334);
        awaitCents(9, 900);
        assertThat(history(2).at("/0/deed/reason").stringValue()).isEqualTo("a bad list");
        assertThat(server.one("GET", id, "/events?limit=1000", 200).toString())
                .contains("rows_rolled_back");

        String all = body + ",'force':true,'deletes':true}";
        assertThat(server.call("POST", path, all, 200).get("restored").intValue()).isEqualTo(2);
        awaitCents(3, 300);
        awaitValue(pair.target(), "select count(*) from price where id = 9", "0");
        awaitValue(pair.source(), "select count(*) from price where id = 9", "0");
    }

    @Test
    void aRunIsASpanOfTimeAndNothingOfItIsDeletedUnasked() {
        String run = server.status(id).at("/last_sync/execution_id").stringValue();
        JsonNode would =
                server.call(
                        "POST",
                        rows + "/rollback/span",
                        "{'execution_id':'" + run + "','dry_run':true}",
                        200);
        assertThat(would.get("rows").intValue()).isGreaterThanOrEqualTo(3);
        assertThat(would.get("restored").intValue()).isZero();
        assertThat(would.get("would_be_deleted").intValue()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whatCannotBeMeantIsSaidAllAtOnce() {
        String path = rows + "/rollback/span";
        assertThat(server.call("POST", path, "{}", 422).toString()).contains("/execution_id");
        assertThat(
                        server.call(
                                        "POST",
                                        path,
                                        "{'execution_id':'e','from':'now','until':7,'table':'none'}",
                                        404)
                                .toString())
                .contains("UNKNOWN_EXECUTION");
        assertThat(
                        server.call("POST", path, "{'from':'now','until':7,'table':'none'}", 422)
                                .toString())
                .contains("/from", "/until", "/table");
        assertThat(
                        server.call(
                                        "POST",
                                        path,
                                        "{'from':'2026-01-02T00:00:00Z','until':'2026-01-01T00:00:00Z'}",
                                        422)
                                .toString())
                .contains("/until", "OUT_OF_RANGE");
        assertThat(
                        server.call("POST", rows + "/rollback", "{'key':1,'version':'x'}", 422)
                                .toString())
                .contains("/table", "/version", "/latest");
    }
}
