package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A primary and its replicas: each is told how late it may be, and one that is later is named. */
class ReplicasTest {
    @Test
    void aReplicaThatIsStoppedGoesOutOfToleranceAndComesBackWhileTheOtherStaysWithin()
            throws Exception {
        LiveServer server = LiveServer.shared();
        Pair pair = Pair.ofUsers(20);
        FreshDatabase stopped = Services.postgres(18).freshDatabase();
        String id =
                server.configure(
                        """
                        {'name':'replicas','master':{'connection':'%s','tables':['users']},
                        'slaves':[{'name':'read_replica_1','type':'postgresql','connection':'%s','lag_tolerance':'1s'},
                        {'name':'read_replica_2','type':'postgresql','connection':'%s'}],
                        'lag_tolerance':'10m','replication_mode':'async',
                        'failover':{'automatic':false}}
                        """
                                .formatted(
                                        pair.source().uri(), stopped.uri(), pair.target().uri()));
        server.await(id, status -> flows(status).equals("streaming true 1s streaming true 10m "));

        allow(pair.target(), stopped, false);
        Pair.sql(pair.source(), "insert into users values (100, 'while it is stopped')");
        JsonNode late =
                server.await(
                        id, status -> !replica(status, 0).get("within_tolerance").booleanValue());
        assertThat(replica(late, 0).get("lag").stringValue()).isNotEqualTo("0s");
        assertThat(replica(late, 0).get("lag_tolerance").stringValue()).isEqualTo("1s");
        assertThat(replica(late, 1).get("within_tolerance").booleanValue()).isTrue();
        assertThat(replica(late, 1).get("lag_tolerance").stringValue()).isEqualTo("10m");
        assertThat(Pair.value(pair.target(), "select count(*) from users")).isEqualTo("21");
        assertThat(server.one("GET", id, "/events", 200).toString())
                .contains("lag_exceeded", "read_replica_1");

        server.call("PATCH", "/api/v1/sync/" + id, "{'guards':{'truncate':'stop'}}", 200);
        allow(pair.target(), stopped, true);
        server.await(
                id,
                status ->
                        replica(status, 0).get("within_tolerance").booleanValue()
                                && replica(status, 0)
                                        .get("phase")
                                        .stringValue()
                                        .equals("streaming"));
        server.await(id, _ -> Pair.value(stopped, "select count(*) from users").equals("21"));
        assertThat(replica(server.status(id), 0).get("lag_tolerance").stringValue())
                .as("guards that are changed leave it")
                .isEqualTo("1s");
        server.one("DELETE", id, "", 200);
    }

    private static JsonNode replica(JsonNode status, int place) {
        return status.at("/flows/" + place);
    }

    private static String flows(JsonNode status) {
        StringBuilder all = new StringBuilder();
        for (JsonNode flow : status.get("flows")) {
            all.append(flow.get("phase").stringValue())
                    .append(' ')
                    .append(flow.get("within_tolerance").booleanValue())
                    .append(' ')
                    .append(flow.get("lag_tolerance").stringValue())
                    .append(' ');
        }
        return all.toString();
    }

    /** Nobody may log in any more, and who is there has to go; or all may again. */
    private static void allow(FreshDatabase neighbour, FreshDatabase database, boolean may) {
        Pair.sql(
                neighbour,
                "alter database " + database.name() + " allow_connections " + may,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + database.name()
                        + "' and not "
                        + may);
    }
}
