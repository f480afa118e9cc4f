package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Rows of a two-way sync that differ although no log has told it: MariaDB lets a session write
 * without its log.
 */
class ScrubTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UNTOLD = "set session sql_log_bin = 0";

    private static LiveServer server;

    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final FreshDatabase there = Services.mariaDb().freshDatabase();
    private final Pair pair = new Pair(here, there);
    private String id = "";

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @BeforeEach
    void thirtyAccounts() {
        String table = "create table account (id int primary key, name varchar(40), open int)";
        Pair.sql(
                here,
                table,
                "insert into account select n, 'n' || n, 1 from generate_series(1, 30) n");
        Pair.sql(there, table);
    }

    @AfterEach
    void end() {
        server.one("DELETE", id, "", 200);
    }

    private void configure(String continuous) {
        String more =
                ",'existing_data':'fill','type':'bi_directional','mode':'real_time',"
                        + "'conflict_resolution':'manual_review',"
                        + "'validation':{'continuous_verification':"
                        + continuous
                        + "}";
        String body = pair.body("scrubbed", more);
        id =
                server.configure(
                        body.replace(
                                "},'destination'",
                                ",'filters':{'account':'open > 0'}},'destination'"));
        server.awaitRun(id);
        server.await(id, _ -> Pair.value(there, "select count(*) from account").equals("30"));
    }

    private String rows(FreshDatabase database, String where) {
        String all = database.equals(here) ? "string_agg(name, ',' order by id)" : MARIA_ALL;
        return Pair.value(database, "select " + all + " from account where " + where);
    }

    private static final String MARIA_ALL = "group_concat(name order by id)";

    private boolean equal() {
        return rows(here, "open > 0").equals(rows(there, "open > 0"));
    }

    private JsonNode checking() {
        return server.status(id).at("/flows/0/checking");
    }

    private JsonNode certificate() {
        return server.one("GET", id, "/certificate", 200).at("/certificates/0");
    }

    @Test
    void whatNoLogHasToldIsFoundInTheBackgroundMendedAndTold() {
        configure("{'rows_per_second':20,'every':'1s'}");
        // Apart, and so never a difference.
        Pair.sql(there, "insert into account values (90, 'apart', 0)");
        Pair.sql(
                there,
                UNTOLD,
                "update account set name = 'changed' where id = 3",
                "delete from account where id = 4",
                "insert into account values (70, 'made', 1)");
        server.await(id, _ -> equal());
        assertThat(rows(here, "id in (3, 4, 70)")).isEqualTo("changed,made");
        server.await(id, _ -> checking().get("mended").intValue() == 3);
        assertThat(checking().get("found").intValue()).isEqualTo(3);
        Instant before = Instant.parse(server.status(id).get("created_at").stringValue());
        JsonNode fresh =
                server.await(
                        "/api/v1/sync/" + id + "/certificate",
                        all ->
                                all.get("equal").booleanValue()
                                        && all.at("/certificates/0/quiet").asBoolean(),
                        SOON);
        JsonNode one = fresh.at("/certificates/0");
        assertThat(one.get("rows").intValue()).isEqualTo(30);
        Instant began = Instant.parse(one.get("began_at").stringValue());
        assertThat(began).isAfter(before);
        // Thirty rows of each end, twenty of them a second.
        assertThat(Instant.parse(one.get("completed_at").stringValue()))
                .isAfter(began.plusSeconds(2));
        String events = server.one("GET", id, "/events?limit=1000", 200).toString();
        assertThat(events).contains("rows_differed", "sync_verified");
        assertThat(one.get("digest"))
                .isEqualTo(server.one("POST", id, "/verify", 200).at("/destinations/0/digest"));
    }

    @Test
    void whatWaitsForAPersonIsLeftAlone() {
        configure("{'rows_per_second':1000,'every':'100ms'}");
        server.one("POST", id, "/pause", 200);
        Pair.sql(here, "update account set name = 'ours' where id = 1");
        Pair.sql(there, "update account set name = 'theirs' where id = 1");
        server.one("POST", id, "/resume", 200);
        server.await(id, status -> status.at("/flows/0/parked").asInt() == 1);
        Instant now = Instant.now();
        server.await(
                id,
                _ -> {
                    JsonNode one = certificate();
                    return one.has("began_at")
                            && Instant.parse(one.get("began_at").stringValue()).isAfter(now)
                            && one.get("waiting").intValue() == 1;
                });
        assertThat(certificate().get("differing").intValue()).isEqualTo(1);
        assertThat(checking().get("found").intValue()).isZero();
        assertThat(rows(here, "id = 1")).isEqualTo("ours");
        assertThat(rows(there, "id = 1")).isEqualTo("theirs");
    }

    @Test
    void aRowARangeAndATableAreLookedAtAgainForAPerson() {
        configure("'off'");
        assertThat(server.status(id).at("/flows/0/checking").isNull()).isTrue();
        Pair.sql(there, UNTOLD, "update account set name = 'x' where id in (3, 13, 15, 23)");
        Pair.sql(there, UNTOLD, "insert into account values (70, 'x', 1)");
        assertThat(again("{'keys':[{'table':'account','key':3},{'table':'account','key':4}]}"))
                .isEqualTo("2 1");
        assertThat(rows(here, "name = 'x'")).isEqualTo("x");
        assertThat(again("{'tables':[{'table':'account','from':10,'to':14}]}")).endsWith(" 1");
        assertThat(rows(here, "id in (13, 15)")).isEqualTo("x,n15");
        assertThat(again("{'tables':['account']}")).endsWith(" 3");
        assertThat(rows(here, "name = 'x'")).isEqualTo("x,x,x,x,x");
        assertThat(equal()).isTrue();
        server.call("POST", "/api/v1/sync/resync/" + id, "{'tables':['none']}", 422);
    }

    /** How many rows were looked at, and how many brought. */
    private String again(String body) {
        JsonNode begun = server.call("POST", "/api/v1/sync/resync/" + id, body, 202);
        JsonNode ended =
                server.await(
                        begun.get("progress_url").stringValue(),
                        run -> run.get("status").stringValue().equals("completed"),
                        SOON);
        return ended.get("records_processed") + " " + ended.get("records_synced");
    }
}
