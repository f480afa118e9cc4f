package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.testkit.kill.Kill;
import io.syncline.testkit.kill.KillGround;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small dose with MariaDB as the source; {@code bench/kill mariadb} has the large one. */
class KillMariaDbSourceTest {
    @Test
    void killsOfTheServerAndOfTheMariaDbItReadsLoseNothingAndRepeatNothing() throws Exception {
        try (KillGround ground = new KillGround(System.nanoTime(), KillGround.Origin.MARIADB)) {
            ground.begin(10_000);
            List<Kill> kills = new ArrayList<>();
            kills.add(ground.kill(Phase.SNAPSHOT));
            ground.awaitStreaming();
            kills.add(ground.kill(Phase.COMMIT));
            assertThat(kills).hasSize(2).allMatch(Kill::counts);
            ground.kill(KillGround.Database.SOURCE);
            assertThat(ground.writes()).isGreaterThan(20_000);
        }
    }
}
