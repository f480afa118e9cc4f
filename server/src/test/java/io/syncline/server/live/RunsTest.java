package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the keys that say when and how do to runs. */
class RunsTest {
    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @Test
    void theScheduleOfARealTimeSyncComparesAndMends() {
        Pair pair = Pair.ofUsers(5);
        String id = server.configure(pair.body("passes", ",'schedule':'* * * * * *'"));
        server.awaitRun(id);
        Pair.sql(
                pair.target(),
                "update users set name = 'by hand' where id = 2",
                "delete from users where id = 3");
        JsonNode mended =
                event(
                        id,
                        "sync_verified",
                        data -> !data.get("records_mended").stringValue().equals("0"));
        assertThat(mended.get("equal").stringValue()).isEqualTo("true");
        assertThat(Pair.value(pair.target(), "select string_agg(name, ',' order by id) from users"))
                .isEqualTo("name 1,name 2,name 3,name 4,name 5");
        assertThat(server.status(id).get("next_sync").isNull()).isFalse();
        assertThat(server.status(id).get("status").stringValue()).isEqualTo("running");
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aBatchByAScheduleCopiesEverythingAgain() {
        Pair pair = Pair.ofUsers(5);
        String id =
                server.configure(pair.body("nightly", ",'type':'batch','schedule':'* * * * * *'"));
        server.await(id, status -> status.at("/last_sync/status").asString().equals("completed"));
        assertThat(server.status(id).at("/last_sync/type").stringValue()).isEqualTo("full");
        Pair.sql(pair.target(), "update users set name = 'by hand' where id = 2");
        server.await(
                id,
                _ ->
                        Pair.value(pair.target(), "select name from users where id = 2")
                                .equals("name 2"));
        server.one("POST", id, "/pause", 200);
        assertThat(server.status(id).get("next_sync").isNull()).isTrue();
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aRunThatVerifiesFailsWhenADestinationBendsRows() {
        Pair pair = Pair.ofUsers(5);
        String checked = ",'mode':'incremental','validation':{'checksum_verification':true}";
        String id = server.configure(pair.body("checked", checked));
        server.trigger(id, "{}", 202);
        assertThat(server.awaitRun(id).at("/last_sync/status").stringValue())
                .isEqualTo("completed");
        assertThat(event(id, "sync_verified", _ -> true).get("equal").stringValue())
                .isEqualTo("true");
        Pair.sql(
                pair.target(),
                "create function bend() returns trigger language plpgsql as"
                        + " $$begin new.name := upper(new.name); return new; end$$",
                "create trigger bend before insert or update on users for each row"
                        + " execute function bend()");
        Pair.sql(pair.source(), "insert into users values (6, 'six')");
        server.trigger(id, "{}", 202);
        JsonNode failed =
                server.await(id, status -> status.get("status").stringValue().equals("failed"));
        assertThat(failed.at("/last_sync/problem").stringValue()).contains("differ");
        assertThat(event(id, "sync_error", _ -> true).get("code").stringValue())
                .isEqualTo("SYN-5009");
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aRepairOfASyncThatRunsAtTimesRunsIt() {
        Pair pair = Pair.ofUsers(5);
        String id = server.configure(pair.body("idle", ",'mode':'incremental'"));
        assertThat(server.one("POST", id, "/repair", 409).get("title").stringValue())
                .isEqualTo("WRONG_STATE");
        server.trigger(id, "{}", 202);
        server.await(id, status -> status.get("status").stringValue().equals("completed"));
        Pair.sql(pair.target(), "delete from users where id = 3");
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isFalse();
        assertThat(server.one("POST", id, "/repair", 200).get("equal").booleanValue()).isTrue();
        assertThat(server.one("POST", id, "/verify", 200).get("equal").booleanValue()).isTrue();
        server.one("DELETE", id, "", 200);
    }

    @Test
    void withoutTheSchemaCheckASyncStartsAndRowsThatDoNotFitAreParked() {
        Pair pair = Pair.ofUsers(3);
        Pair.sql(pair.target(), "create table users (id int primary key, name int)");
        String body = pair.body("bold", ",'existing_data':'fill'MORE");
        String configure = "/api/v1/sync/configure";
        assertThat(
                        server.call("POST", configure, body.replace("MORE", ""), 422)
                                .get("title")
                                .stringValue())
                .isEqualTo("LAYOUT_MISMATCH");
        String bold = body.replace("MORE", ",'validation':{'schema_validation':false}");
        JsonNode reply = server.call("POST", configure, bold, 201);
        assertThat(reply.at("/findings").toString()).contains("LAYOUT_MISMATCH", "warning");
        String id = reply.get("sync_id").stringValue();
        server.awaitRun(id);
        assertThat(server.one("GET", id, "/parked", 200).get("parked")).hasSize(3);
        Pair.sql(pair.target(), "alter table users alter column name type text");
        server.one("POST", id, "/pause", 200);
        server.one("POST", id, "/resume", 200);
        server.await(
                "/api/v1/sync/" + id + "/parked",
                parked -> parked.get("parked").isEmpty(),
                Duration.ofSeconds(30));
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aSchemaTakesAllTables() {
        Pair pair = Pair.ofUsers(3);
        Pair.sql(pair.source(), "create table more (id int primary key)");
        String body = pair.body("schema", "").replace("'}}", "','schema':'copy'}}");
        String id = server.configure(body);
        server.awaitRun(id);
        assertThat(Pair.value(pair.target(), "select count(*) from copy.users")).isEqualTo("3");
        assertThat(Pair.value(pair.target(), "select count(*) from copy.more")).isEqualTo("0");
        server.one("DELETE", id, "", 200);
    }

    @Test
    void progressRisesToAHundredPercent() {
        Pair pair = Pair.ofUsers(60_000);
        String id = server.configure(pair.body("progress", ",'parallel_workers':1"));
        String path =
                "/api/v1/sync/progress/"
                        + server.status(id).at("/last_sync/execution_id").stringValue();
        List<Integer> seen = new ArrayList<>();
        server.await(
                path,
                progress -> {
                    seen.add(progress.get("progress").intValue());
                    return seen.getLast() == 100;
                },
                Duration.ofSeconds(60));
        assertThat(seen).isSorted().hasSizeGreaterThan(1);
        assertThat(seen.getFirst()).isLessThan(100);
        JsonNode ended = server.call("GET", path, null, 200);
        assertThat(ended.get("records_synced").longValue()).isEqualTo(60_000);
        assertThat(ended.at("/tables/0/rows").longValue()).isEqualTo(60_000);
        server.one("DELETE", id, "", 200);
    }

    @Test
    void anIncrementalTriggerOfARealTimeSyncEndsWhenItHasCaughtUp() {
        Pair pair = Pair.ofUsers(5);
        String id = server.configure(pair.body("caught up", ""));
        server.awaitRun(id);
        Pair.sql(pair.source(), "insert into users select n, 'x' from generate_series(6, 2000) n");
        JsonNode run = server.trigger(id, "{'type':'incremental'}", 202);
        server.await(
                run.get("progress_url").stringValue(),
                progress -> progress.get("progress").intValue() == 100,
                Duration.ofSeconds(60));
        assertThat(Pair.value(pair.target(), "select count(*) from users")).isEqualTo("2000");
        assertThat(
                        server.trigger(id, "{'options':{'parallel_workers':9}}", 409)
                                .get("title")
                                .stringValue())
                .isEqualTo("WRONG_STATE");
        server.one("DELETE", id, "", 200);
    }

    private static JsonNode event(
            String id, String type, java.util.function.Predicate<JsonNode> wish) {
        List<JsonNode> found = new ArrayList<>();
        server.await(
                "/api/v1/sync/" + id + "/events?limit=1000",
                page -> {
                    for (JsonNode event : page.get("events")) {
                        if (event.get("type").stringValue().equals(type)
                                && wish.test(event.get("data"))) {
                            found.add(event.get("data"));
                        }
                    }
                    return !found.isEmpty();
                },
                Duration.ofSeconds(30));
        return found.getFirst();
    }
}
