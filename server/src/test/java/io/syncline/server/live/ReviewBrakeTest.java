package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.Services;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A share of rows in conflict beyond which people decide, between PostgreSQL and MariaDB. */
class ReviewBrakeTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final LiveServer server;
    private final Pair pair;
    private final String id;

    ReviewBrakeTest() throws Exception {
        server = LiveServer.shared();
        pair = new Pair(Services.postgres(18).freshDatabase(), Services.mariaDb().freshDatabase());
        String table = "create table stock (id int primary key, count int)";
        Pair.sql(
                pair.source(),
                table,
                "insert into stock select n, n from generate_series(1, 60) n");
        Pair.sql(pair.target(), table);
        id =
                server.configure(
                        pair.body(
                                "braked",
                                ",'type':'bi_directional','mode':'real_time','existing_data':'fill',"
                                        + "'conflict_resolution':{'default_strategy':'source_wins',"
                                        + "'manualReviewThreshold':0.1}"));
        server.awaitRun(id);
    }

    private void meet(int from, int until, int ours) {
        server.one("POST", id, "/pause", 200);
        String where = " where id between " + from + " and " + until;
        Pair.sql(pair.source(), "update stock set count = " + ours + where);
        Pair.sql(pair.target(), "update stock set count = -1" + where);
        server.one("POST", id, "/resume", 200);
    }

    private JsonNode flow(java.util.function.Predicate<JsonNode> wish) {
        return server.await(id, status -> wish.test(status.at("/flows/0"))).at("/flows/0");
    }

    @AfterEach
    void end() {
        server.one("DELETE", id, "", 200);
    }

    @Test
    void tooManyConflictsWaitForPeopleUntilTheRulesAreLetGoOn() {
        assertThat(server.status(id).at("/last_sync/conflicts_detected").intValue()).isZero();
        assertThat(server.status(id).at("/last_sync/success").booleanValue()).isTrue();
        meet(1, 30, 100);
        flow(flow -> flow.path("conflicts_detected").intValue() == 30);
        // The loop looks before its next decision.
        Pair.sql(pair.source(), "update stock set count = 200 where id = 60");
        flow(flow -> flow.path("conflicts_by_people_only").booleanValue());
        // More of them than one look can see before it is noticed.
        Pair.sql(pair.source(), "update stock set count = 200 where id = 60");
        server.await(
                id,
                _ ->
                        Pair.value(pair.target(), "select count from stock where id = 60")
                                .equals("200"));
        server.await(
                "/api/v1/sync/" + id + "/events?limit=1000",
                page -> page.toString().contains("review_brake"),
                SOON);
        meet(40, 59, 300);
        JsonNode waiting =
                server.await(
                        "/api/v1/conflicts?sync_id=" + id,
                        page -> page.get("total").intValue() == 20,
                        SOON);
        assertThat(waiting.at("/conflicts/0/conflicting_fields/0").stringValue())
                .isEqualTo("count");
        assertThat(server.one("GET", id, "/events?limit=1000", 200).toString())
                .contains("review_brake", "SYN-6039");
        assertThat(server.status(id).at("/last_sync/conflicts_open").intValue())
                .isGreaterThanOrEqualTo(0);

        server.one("POST", id, "/brake/release", 200);

        server.await(
                "/api/v1/conflicts?sync_id=" + id, page -> page.get("total").intValue() == 0, SOON);
        server.await(
                id,
                _ ->
                        Pair.value(pair.target(), "select count(*) from stock where count = 300")
                                .equals("20"));
        assertThat(flow(_ -> true).get("conflicts_by_people_only").booleanValue()).isFalse();
    }
}
