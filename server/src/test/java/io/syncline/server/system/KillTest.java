package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Phases.Phase;
import io.syncline.testkit.kill.Kill;
import io.syncline.testkit.kill.KillGround;
import io.syncline.testkit.kill.KillGround.Ask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small dose; {@code bench/kill} has the large one. After each kill both destinations must be
 * equal to the source by SHA-256 over an export of their own, and no effective write, once the rows
 * are copied, may bring a version of a row that its key has had before.
 */
class KillTest {
    private static KillGround ground;

    @BeforeAll
    static void start() throws Exception {
        ground = new KillGround(System.nanoTime());
    }

    @AfterAll
    static void stop() {
        ground.close();
    }

    @Test
    void aServerKilledInAnyPhaseLosesNothingAndRepeatsNothing() throws Exception {
        ground.begin(10_000);
        List<Kill> kills = new ArrayList<>();
        kills.add(ground.kill(Phase.SNAPSHOT));
        ground.awaitStreaming();
        for (Phase phase : List.of(Phase.STREAM, Phase.COMMIT, Phase.ACKNOWLEDGE)) {
            kills.add(ground.kill(phase));
        }
        assertThat(kills).hasSize(4).allMatch(Kill::counts);
        assertThat(ground.writes()).isGreaterThan(50_000);
    }

    @Test
    void aServerKilledWhileItReadsABacklogInPiecesLosesNothingAndRepeatsNothing() throws Exception {
        ground.begin(5_000);
        ground.awaitStreaming();
        for (Phase phase : Kill.CATCHING_UP) {
            assertThat(killedIn(phase).inside()).contains(phase);
        }
        assertThat(ground.writes()).isGreaterThan(50_000);
    }

    /** Some of these phases last a few milliseconds: one that was missed is tried again. */
    private static Kill killedIn(Phase phase) throws Exception {
        Kill kill = ground.kill(phase);
        for (int again = 0; again < 2 && !kill.counts(); again++) {
            kill = ground.kill(phase);
        }
        return kill;
    }

    @Test
    void aKilledDatabaseComesBackAndTheSyncGoesOnByItself() throws Exception {
        ground.begin(5_000);
        ground.awaitStreaming();
        for (KillGround.Database database : KillGround.Database.values()) {
            ground.kill(database);
        }
        assertThat(ground.writes()).isGreaterThan(20_000);
    }

    @Test
    void aServerKilledInARecopyOrAChangeOfItsTablesDoesWhatItHadPromised() throws Exception {
        ground.begin(5_000);
        ground.awaitStreaming();
        ground.kill(Ask.RANGE);
        ground.awaitStreaming();
        ground.ask(Ask.LEAVE);
        ground.kill(Ask.JOIN);
        ground.awaitStreaming();
    }

    @Test
    void afterAKillStillOnlyOneServerHasTheDataFolder(@TempDir Path folder) throws Exception {
        ground.server().kill9();
        ground.server().start();
        Process second = ground.server().another(folder.resolve("output"));
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("output"))).contains("Another Syncline runs on");
    }
}
