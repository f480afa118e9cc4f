package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.ExistingData;
import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Verification;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.services.TestSshServer;
import io.syncline.testkit.system.ShopWriter;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** From PostgreSQL to MariaDB, each of which only an SSH server of its own leads to. */
class TunnelTest {
    @Test
    void aSyncThroughTwoTunnelsGoesOnAfterBothWereKilled() throws Exception {
        try (TestSshServer source = TestSshServer.start();
                TestSshServer target = TestSshServer.start();
                LivePair pair =
                        new LivePair(
                                source.settings(),
                                target.settings(),
                                Services.postgres(18).freshDatabase(),
                                Services.mariaDb().freshDatabase())) {
            try (Connection connection = pair.source.connect()) {
                ShopWriter.create(connection, 2_000);
            }
            try (ShopWriter writer = pair.writer(5)) {
                pair.engine.configure(pair.definition(2, ExistingData.REFUSE));
                pair.awaitStreaming(60);
                assertThat(source.sessions()).isPositive();
                assertThat(target.sessions()).isPositive();
                source.kill();
                target.kill();
                awaitProblem(pair);
                source.again();
                target.again();
                pair.awaitStreaming(60);
                writer.close();
                assertThat(writer.changes()).isGreaterThan(100);
            }
            pair.awaitEqual(60);
            assertThat(pair.store.parked(LivePair.SYNC, 0, 10)).isEmpty();
            assertThat(pair.engine.verify(LivePair.SYNC)).allMatch(Verification::equal);
        }
    }

    /** The flow says which of the ways is closed, and that it tries again by itself. */
    private static void awaitProblem(LivePair pair) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        FlowStatus flow = pair.engine.flows(LivePair.SYNC).getFirst();
        while (flow.phase() != FlowStatus.Phase.WAITING
                || !String.valueOf(flow.problem()).contains("opens no tunnel")) {
            assertThat(System.nanoTime()).as("%s", flow).isLessThan(end);
            Thread.sleep(20);
            flow = pair.engine.flows(LivePair.SYNC).getFirst();
        }
    }
}
