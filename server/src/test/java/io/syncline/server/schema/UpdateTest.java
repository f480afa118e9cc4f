package io.syncline.server.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.evolve.SchemaChanges;
import io.syncline.engine.sync.Execution;
import io.syncline.engine.sync.SyncState;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.system.Export.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A sync gets other tables, and single tables are copied again, while rows are written. */
class UpdateTest {
    @Test
    void tablesComeAndGoWhileTheOthersStreamOnAndNothingIsCopiedTwice() throws Exception {
        try (Ground ground = new Ground()) {
            ground.table("stays", 300);
            ground.table("comes", 300);
            ground.table("goes", 300);
            ground.ignores("comes");
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW, "stays", "goes"));
            ground.streaming();
            ground.equal();
            try (Writer _ = new Writer(ground, "stays", "comes", "goes")) {
                Thread.sleep(200);
                long copied = copied(ground, "public.stays");
                ground.engine.update(ground.definition(SchemaChanges.FOLLOW, "stays", "comes"));
                ground.streaming();
                Thread.sleep(500);
                assertThat(copied(ground, "public.stays")).isEqualTo(copied);
            }
            ground.ignores("goes");
            ground.compares("comes", "id n", "s");
            ground.equal();
            ground.run("DELETE FROM goes");

            // Rows that went meanwhile are found when a table comes back.
            ground.engine.update(ground.definition(SchemaChanges.FOLLOW, "stays", "comes", "goes"));
            ground.compares("goes", "id n", "s");
            ground.streaming();
            ground.run("INSERT INTO goes VALUES (1, 1, 'again')");
            ground.equal();
        }
    }

    private static long copied(Ground ground, String table) {
        return Objects.requireNonNull(
                        ground.store
                                .progress(
                                        ground.store
                                                .events(Ground.SYNC, 0, 1)
                                                .getFirst()
                                                .syncId()
                                                .concat("_0"))
                                .get(table))
                .rows();
    }

    @Test
    void aTableThatWasChangedByHandIsCopiedAgainWhileTheStreamRuns() throws Exception {
        try (Ground ground = new Ground()) {
            ground.table("t", 2000);
            ground.table("other", 300);
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            ground.equal();
            for (FreshDatabase target : ground.targets) {
                Ground.run(
                        target,
                        "DELETE FROM t WHERE id BETWEEN 1000 AND 1100",
                        "UPDATE t SET n = -1 WHERE id > 1900",
                        "INSERT INTO t VALUES (90001, 1, 'nobody''s'), (90002, 1, 'nobody''s')",
                        "INSERT INTO other VALUES (90001, 1, 'stays')");
            }
            try (Writer _ = new Writer(ground, "t", "other")) {
                Execution run = ground.engine.resync(Ground.SYNC, List.of("t"));
                ground.await(
                        () ->
                                Objects.requireNonNull(ground.engine.execution(run.id())).state()
                                        == SyncState.COMPLETED);
            }
            ground.ignores("other");
            ground.equal();
            for (FreshDatabase target : ground.targets) {
                assertThat(Ground.rows(target, "other", Map.of("id", Kind.NUMBER)))
                        .as("another table is not touched")
                        .contains("5:90001|");
            }
            assertThatThrownBy(() -> ground.engine.resync(Ground.SYNC, List.of("t", "none")))
                    .isInstanceOf(EndpointException.class);
            assertThat(ground.entry().state()).isEqualTo(SyncState.RUNNING);
        }
    }

    @Test
    void moreDeletesThanAllowedWaitForAPerson() throws Exception {
        try (Ground ground = new Ground()) {
            ground.table("t", 5);
            ground.engine.configure(ground.definition(SchemaChanges.FOLLOW));
            ground.streaming();
            ground.equal();
            StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (10, 1, 'x')");
            for (int id = 11; id < 1500; id++) {
                rows.append(", (").append(id).append(", 1, 'x')");
            }
            for (FreshDatabase target : ground.targets) {
                Ground.run(target, rows.toString());
            }
            ground.engine.resync(Ground.SYNC, List.of("t"));
            assertThat(ground.paused()).contains("1490 of 1495 rows");
            ground.engine.resume(Ground.SYNC);
            ground.equal();
        }
    }
}
