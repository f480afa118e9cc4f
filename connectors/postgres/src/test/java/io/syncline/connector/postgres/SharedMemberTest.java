package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.system.RealTime;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a shared stream asks for has to be there. */
class SharedMemberTest {
    /** From version 18 the server would say nothing, and the flow would be told nothing. */
    @Test
    void aStreamIsNotSharedByAFlowWhosePublicationsAreElsewhere() throws Exception {
        try (Fixture on = Fixture.on(18)) {
            on.run("CREATE TABLE a (id int PRIMARY KEY)");
            RealTime context = new RealTime();
            SharedFlows flows = new SharedFlows(context, true, 3);
            Config config =
                    Config.of(PostgresUrl.SETTINGS, Map.of("connection", on.database.uri()));
            Selection other = new Selection("elsewhere", List.of("public.a"));
            try (PostgresConnections connections =
                            new PostgresConnections(PostgresUrl.of(config), context);
                    SharedMember here =
                            new SharedMember(flows, connections, on.prepared("public.a"), context);
                    SharedMember elsewhere = new SharedMember(flows, connections, other, context)) {
                long before = SharedMember.confirmed(List.of(here)).getFirst().place();
                on.run(
                        "INSERT INTO a VALUES (1)",
                        "SELECT pg_replication_slot_advance(slot_name, pg_current_wal_flush_lsn())"
                                + " FROM pg_replication_slots WHERE database ="
                                + " current_database()");
                SharedMember.Copy lacking = here.copy();
                assertThat(lacking.place()).isGreaterThan(before);
                assertThatThrownBy(
                                () ->
                                        SharedMember.stream(
                                                lacking,
                                                List.of(here, elsewhere),
                                                lacking.place(),
                                                true))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("publications");
                SharedMember.Copy copy = here.copy();
                SharedMember.stream(copy, List.of(here), copy.place(), true).close();
            }
        }
    }
}
