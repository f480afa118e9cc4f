package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.sync.FlowStatus;
import io.syncline.engine.sync.Merging.Initial;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two sources, a PostgreSQL and a MariaDB, are kept equal with one PostgreSQL, their centre. */
class StarOnRealDatabasesTest {
    private final LiveStar star = new LiveStar();

    StarOnRealDatabasesTest() throws SQLException {}

    @AfterEach
    void close() throws SQLException {
        star.close();
    }

    @Test
    void anEditAtOneSourceReachesTheOtherThroughTheCentre() throws Exception {
        star.first.run("INSERT INTO account VALUES (1, 'of the first', 1)");
        star.second.run("INSERT INTO account VALUES (2, 'of the second', 2)");
        star.centre.run("INSERT INTO account VALUES (3, 'of the centre', 3)");
        star.begin("last_write_wins", "sum", Initial.REVIEW);
        star.awaitRow(1, "of the first|1");
        star.awaitRow(2, "of the second|2");
        star.awaitRow(3, "of the centre|3");
        star.first.run("UPDATE account SET name = 'edited at the first' WHERE id = 2");
        star.awaitRow(2, "edited at the first|2");
        star.second.run("UPDATE account SET name = 'edited at the second' WHERE id = 1");
        star.awaitRow(1, "edited at the second|1");
        star.second.run("DELETE FROM account WHERE id = 3");
        star.await(() -> star.first.rows().size() == 2 && star.centre.rows().size() == 2);
        assertThat(star.engine.flows(LiveStar.SYNC))
                .extracting(FlowStatus::from)
                .containsExactly("first", "second");
        assertThat(star.engine.verify(LiveStar.SYNC)).hasSize(2).allMatch(found -> found.equal());
    }

    /** What each source has added counts once, however it came around. */
    @Test
    void sumsOfAllEndsAreExact() throws Exception {
        star.first.run("INSERT INTO account VALUES (1, 'counted', 100)");
        star.begin("last_write_wins", "sum", Initial.REVIEW);
        star.awaitRow(1, "counted|100");
        for (int i = 0; i < 10; i++) {
            star.first.run("UPDATE account SET stock = stock + 1");
            star.second.run("UPDATE account SET stock = stock + 10");
            star.centre.run("UPDATE account SET stock = stock + 100");
        }
        star.awaitRow(1, "counted|1210");
    }

    @Test
    void whoRanksFirstBeatsWhatHasComeBefore() throws Exception {
        lateEdit("first", "second");
        star.awaitRow(1, "of the first|1");
        star.awaitEqual();
    }

    @Test
    void whoRanksLastDoesNotBeatWhatHasComeBeforeThroughTheCentre() throws Exception {
        lateEdit("second", "first");
        star.awaitRow(1, "of the second|1");
        star.awaitEqual();
    }

    /** Both sources edit one field, and the first source's edit comes after the other's. */
    private void lateEdit(String... ranking) throws Exception {
        star.first.run("INSERT INTO account VALUES (1, 'agreed', 1)");
        star.begin("priority_based", "priority_based", Initial.REVIEW, ranking);
        star.awaitRow(1, "agreed|1");
        star.first.connection().setAutoCommit(false);
        star.first.run("LOCK TABLE account", "UPDATE account SET name = 'of the first'");
        star.second.run("UPDATE account SET name = 'of the second'");
        star.await(() -> "of the second|1".equals(star.centre.rows().get(1L)));
        star.first.connection().commit();
        star.first.connection().setAutoCommit(true);
    }

    /** The first source's edit is made earlier, and comes to the centre later than the other is. */
    @Test
    void theLaterEditIsTheOneMadeLaterAtItsSource() throws Exception {
        star.first.run("INSERT INTO account VALUES (1, 'agreed', 1)");
        star.begin("last_write_wins", "sum", Initial.REVIEW);
        star.awaitRow(1, "agreed|1");
        star.centre.connection().setAutoCommit(false);
        star.centre.run("LOCK TABLE account");
        star.first.run("UPDATE account SET name = 'made earlier'");
        // MariaDB's log tells seconds.
        Thread.sleep(1100);
        star.second.run("LOCK TABLES account WRITE", "UPDATE account SET name = 'made later'");
        Thread.sleep(1100);
        star.centre.connection().commit();
        star.centre.connection().setAutoCommit(true);
        star.await(() -> "made earlier|1".equals(star.centre.rows().get(1L)));
        star.second.run("UNLOCK TABLES");
        star.awaitRow(1, "made later|1");
    }

    /** Rows that differ before: the rank decides, whoever meets the centre first. */
    @Test
    void rowsThatMeetGoByTheRankOfTheirSources() throws Exception {
        star.first.run(
                "INSERT INTO account VALUES (1, 'first', 1)",
                "INSERT INTO account SELECT n, 'first', 1 FROM generate_series(10, 400) AS n");
        star.second.run(
                "INSERT INTO account VALUES (1, 'second', 2), (2, 'second', 2)",
                "INSERT INTO account SELECT seq, 'second', 2 FROM seq_10_to_400");
        star.centre.run("INSERT INTO account VALUES (1, 'centre', 3), (2, 'centre', 3)");
        star.begin("priority_based", "priority_based", Initial.A_WINS, "second", "first");
        star.awaitEqual();
        assertThat(star.centre.rows()).hasSize(393);
        assertThat(star.centre.rows().values()).containsOnly("second|2");
    }

    @Test
    void rowsThatMeetGoByTheRankOfTheirSourcesTheOtherWayRound() throws Exception {
        star.first.run(
                "INSERT INTO account SELECT n, 'first', 1 FROM generate_series(1, 400) AS n");
        star.second.run("INSERT INTO account SELECT seq, 'second', 2 FROM seq_1_to_400");
        star.begin("priority_based", "priority_based", Initial.A_WINS, "first", "second");
        star.awaitEqual();
        assertThat(star.centre.rows()).hasSize(400);
        assertThat(star.centre.rows().values()).containsOnly("first|1");
    }
}
