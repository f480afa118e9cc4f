package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is left over and what is missing, on real databases. */
class DoctorTest {
    private static LiveServer server;
    private static String mark;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
        mark = Pair.value(server.store, "select mark from syncline.identity");
    }

    private static List<JsonNode> findings(String code) {
        JsonNode found = server.call("GET", "/api/v1/doctor", null, 200).get("findings");
        return StreamSupport.stream(found.spliterator(), false)
                .filter(each -> each.get("name").stringValue().equals(code))
                .toList();
    }

    private static String slots(FreshDatabase database) {
        return Pair.value(
                database,
                "select coalesce(string_agg(slot_name, ',' order by slot_name), '') from"
                        + " pg_replication_slots where database = current_database()");
    }

    private static void leave(FreshDatabase database, String flow) {
        Pair.sql(
                database,
                "select pg_create_logical_replication_slot('syncline_" + flow + "', 'pgoutput')",
                "create publication syncline_" + flow,
                "comment on publication syncline_"
                        + flow
                        + " is 'Made by Syncline, which loses changes if somebody else changes it.'");
    }

    @Test
    void onlyWhatThisStoresOwnSyncsHaveLeftIsRemoved() {
        FreshDatabase database = Services.postgres(18).freshDatabase();
        String body = "{'connection':'" + database.uri() + "'}";
        server.call("PUT", "/api/v1/endpoints/leftovers", body, 201);
        String ours = "sync_" + mark + "00000000dead_0";
        String theirs = "sync_ffffffff00000000beef_0";
        leave(database, ours);
        leave(database, theirs);
        Pair.sql(
                database,
                "create table syncline_epoch (flow text primary key, epoch bigint not null)",
                "create table syncline_checkpoint (flow text, shard int, epoch bigint not null,"
                        + " position text not null, primary key (flow, shard))",
                "insert into syncline_epoch values ('" + ours + "', 1)");

        assertThat(findings("ORPHAN"))
                .hasSize(3)
                .allMatch(each -> each.get("remedy").stringValue().contains("doctor --fix"));
        assertThat(findings("FOREIGN_PART"))
                .anyMatch(each -> each.get("message").stringValue().contains(theirs));

        JsonNode mended = server.call("POST", "/api/v1/doctor/fix", null, 200);
        assertThat(mended.get("orphans")).hasSize(3).allMatch(e -> e.get("removed").asBoolean());
        assertThat(slots(database)).isEqualTo("syncline_" + theirs);
        assertThat(
                        Pair.value(
                                database,
                                "select count(*) from pg_class where relname like 'syncline\\_%'"))
                .isEqualTo("0");
        assertThat(findings("ORPHAN")).isEmpty();
        Pair.sql(database, "select pg_drop_replication_slot('syncline_" + theirs + "')");
        server.call("DELETE", "/api/v1/endpoints/leftovers", null, 200);
    }

    @Test
    void anOutboxThatASyncHasLeftInMariaDbIsRemovedWithItsTriggers() {
        FreshDatabase database = Services.mariaDb().freshDatabase();
        String flow = "sync_" + mark + "00000000dead_0";
        Pair.sql(
                database,
                "create table t (id int primary key)",
                "create table syncline_outbox_" + flow + " (number int)",
                "create trigger syncline_"
                        + flow
                        + "_74_i after insert on t for each row"
                        + " insert into syncline_outbox_"
                        + flow
                        + " values (1)");
        server.call(
                "PUT", "/api/v1/endpoints/boxes", "{'connection':'" + database.uri() + "'}", 201);
        assertThat(findings("ORPHAN"))
                .hasSize(1)
                .allMatch(e -> e.get("message").stringValue().contains("syncline_outbox_" + flow));

        server.call("POST", "/api/v1/doctor/fix", null, 200);
        assertThat(findings("ORPHAN")).isEmpty();
        Pair.sql(database, "insert into t values (1)");
        server.call("DELETE", "/api/v1/endpoints/boxes", null, 200);
    }

    @Test
    void whatASyncNeedsAndSomebodyRemovedIsMissed() {
        Pair pair = Pair.ofUsers(3);
        String id = server.configure(pair.body("robbed", ""));
        server.awaitRun(id);
        server.one("POST", id, "/pause", 200);
        assertThat(findings("PART_MISSING")).isEmpty();
        Pair.sql(
                pair.source(),
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                        + " where slot_name like 'syncline_"
                        + id
                        + "%'");
        Pair.sql(pair.target(), "delete from syncline_epoch", "delete from syncline_checkpoint");
        assertThat(findings("PART_MISSING"))
                .hasSize(2)
                .allMatch(each -> each.get("subject").stringValue().equals("robbed"));
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aSyncWhoseEndDoesNotAnswerIsDeletedByForceAndTheDoctorRemembers() throws Exception {
        Pair pair = Pair.ofUsers(2);
        String id = server.configure(pair.body("forced", ""));
        server.awaitRun(id);
        // The source's database is there and lets nobody in.
        Pair.sql(
                server.store,
                "alter database " + pair.source().name() + " allow_connections false");
        Pair.sql(
                server.store,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + pair.source().name()
                        + "'");
        JsonNode refused = server.one("DELETE", id, "", 503);
        assertThat(refused.get("title").stringValue()).isEqualTo("LEFT_BEHIND");
        assertThat(refused.get("detail").stringValue()).contains("force", "source");

        JsonNode gone = server.call("DELETE", "/api/v1/sync/" + id + "?force=true", null, 200);
        assertThat(gone.get("left_behind")).hasSize(1);
        assertThat(gone.at("/left_behind/0/endpoint").stringValue()).isEqualTo("source");
        assertThat(
                        Pair.value(
                                pair.target(),
                                "select count(*) from pg_class where relname like 'syncline\\_%'"))
                .isEqualTo("0");
        assertThat(findings("LEFT_BEHIND")).hasSize(1);

        Pair.sql(
                server.store, "alter database " + pair.source().name() + " allow_connections true");
        assertThat(findings("ORPHAN")).hasSizeGreaterThanOrEqualTo(2);
        server.call("POST", "/api/v1/doctor/fix", null, 200);
        assertThat(slots(pair.source())).isEmpty();
        assertThat(findings("ORPHAN")).isEmpty();
        assertThat(Pair.value(server.store, "select count(*) from syncline.leftover"))
                .isEqualTo("0");
    }
}
