package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What waits between the second of two sources and their centre is shown and decided. */
class StarReviewsTest {
    private static final String CONFLICTS = "/api/v1/conflicts";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final FreshDatabase first = Services.postgres(18).freshDatabase();
    private final FreshDatabase second = Services.postgres(18).freshDatabase();
    private final FreshDatabase centre = Services.postgres(18).freshDatabase();
    private final LiveServer server;
    private String id = "";

    StarReviewsTest() throws Exception {
        server = LiveServer.shared();
    }

    @AfterEach
    void end() {
        if (!id.isEmpty()) {
            server.one("DELETE", id, "?force=true", 200);
        }
    }

    private static String name(FreshDatabase database) {
        return Pair.value(database, "select max(name) from item");
    }

    private String body() {
        return ("{'name':'reviewed star','type':'bi_directional','existing_data':'fill',"
                        + "'sources':[{'name':'first','connection':'%s'},"
                        + "{'name':'second','connection':'%s'}],"
                        + "'destination':{'name':'centre','connection':'%s'}}")
                .formatted(first.uri(), second.uri(), centre.uri());
    }

    private static JsonNode only(JsonNode page) {
        assertThat(page.get("conflicts")).hasSize(1);
        return page.get("conflicts").get(0);
    }

    @Test
    void aConflictOfTheSecondSourceIsDecidedAndReachesTheFirst() {
        Pair.sql(first, "create table item (id int primary key, name text)");
        Pair.sql(first, "insert into item values (1, 'agreed')");
        Pair.sql(second, "create table item (id int primary key, name text)");
        id = server.configure(body());
        server.awaitRun(id);
        server.await(id, _ -> name(second).equals("agreed"));
        server.one("POST", id, "/pause", 200);
        Pair.sql(second, "update item set name = 'of the second'");
        Pair.sql(centre, "update item set name = 'of the centre'");
        server.one("POST", id, "/resume", 200);
        JsonNode page =
                server.await(
                        CONFLICTS + "?sync_id=" + id,
                        seen -> seen.get("total").intValue() == 1,
                        SOON);
        String conflict = only(page).get("conflict_id").stringValue();
        assertThat(conflict).startsWith(id + ".1.");
        JsonNode whole =
                server.await(
                        CONFLICTS + "/" + conflict,
                        seen -> seen.get("decidable").booleanValue(),
                        SOON);
        assertThat(whole.at("/ours/name").stringValue()).isEqualTo("second");
        assertThat(whole.at("/theirs/name").stringValue()).isEqualTo("centre");
        server.await(id, _ -> name(first).equals("of the centre"));
        server.call(
                "POST",
                CONFLICTS + "/" + conflict + "/resolve",
                "{'choice':'ours','reason':'asked','if_match':'"
                        + whole.get("etag").stringValue()
                        + "'}",
                200);
        server.await(
                id,
                _ -> name(centre).equals("of the second") && name(first).equals("of the second"));
        JsonNode blamed =
                server.one("GET", "history/" + id, "/blame?table=item&key=1&end=second", 200);
        assertThat(blamed.toString()).contains("asked");
        assertThat(
                        server.one("GET", "history/" + id, "?table=item&key=1&end=nobody", 404)
                                .toString())
                .contains("UNKNOWN_ENDPOINT");
    }

    /** Each source may lack a table that the others have; one that none has was meant otherwise. */
    @Test
    void aTableThatNoSourceHasIsSaid() throws Exception {
        String numbered = " (id int generated always as identity primary key, name text)";
        Pair.sql(first, "create table item" + numbered);
        Pair.sql(second, "create table pile" + numbered);
        Pair.sql(centre, "create table item" + numbered);
        Pair.sql(centre, "create table pile" + numbered);
        String asked =
                ",'linked_keys':{'tables':['item','pile','heap'],"
                        + "'references':{'item.name':'pike'}},"
                        + "'conflict_resolution':{'review':{'context':{"
                        + "'pile':[{'table':'peel','key':'name'}]}}}}";
        String body = body().replaceAll("}$", asked);
        HttpResponse<String> answer = server.answer("POST", "/api/v1/sync/configure", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        List<String> said = new ArrayList<>();
        for (JsonNode error : JsonMapper.shared().readTree(answer.body()).get("errors")) {
            said.add(error.get("name").stringValue() + " " + error.get("pointer").stringValue());
        }
        assertThat(said)
                .as(answer.body())
                .containsExactlyInAnyOrder(
                        "UNKNOWN_COLLECTION /linked_keys/tables/2",
                        "UNKNOWN_COLLECTION /linked_keys/references/item.name",
                        "UNKNOWN_COLLECTION /conflict_resolution/review/context/pile/0/table");
    }
}
