package io.syncline.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.endpoint.Position;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A process that has rows in other shards than the one before had them. */
class OtherShardsTest {
    /** One shard of a process writes alone, until a row is there. */
    private static void write(Stage stage, OneProcess process, int shard, long row) {
        stage.until(
                () -> {
                    process.feed();
                    process.shard(shard);
                    return Objects.equals(stage.copy(row), stage.original(row));
                });
    }

    /**
     * The process that dies numbered its shards from 0 and had the rows in others than later ones
     * have them: what its checkpoints say holds for none of the shards of now.
     */
    @Test
    void shardsOfAnEarlierRuleBeginAgainAtTheLeastOfTheirPlaces() {
        Stage stage = new Stage(2);
        long first = SchedulesTest.keyOf(0);
        long second = SchedulesTest.keyOf(1);
        OneProcess one = stage.process();
        stage.settle(one);
        stage.commit(stage.child(first), stage.child(second));
        write(stage, one, 1, second);
        List<Position> places = List.copyOf(stage.target.places(World.FLOW).values());
        assertThat(places).doesNotHaveDuplicates();
        long epoch = stage.target.latest(World.FLOW);

        stage.target.reshard(World.FLOW, epoch, Map.of(0, places.get(1), 1, places.get(0)));
        stage.settle(stage.process());

        assertThat(stage.copy(first)).isEqualTo(stage.original(first)).isNotNull();
        assertThat(stage.copy(second)).isEqualTo(stage.original(second));
        assertThat(stage.target.places(World.FLOW)).containsOnlyKeys(16, 17);
    }

    /**
     * The process that dies knew of no foreign key, and had rows that belong together in several
     * shards: what each of these has stored says nothing of the one that has all of them now.
     */
    @Test
    void aForeignKeyThatIsAddedOrDroppedBetweenTwoProcessesLosesNothing() {
        Stage stage = new Stage(2);
        long first = SchedulesTest.keyOf(0);
        long second = SchedulesTest.keyOf(1);
        OneProcess one = stage.process();
        stage.settle(one);
        stage.commit(stage.child(first), stage.child(second));
        write(stage, one, 0, first);

        stage.declares = true;
        OneProcess two = stage.process();
        stage.settle(two);
        assertThat(stage.copy(second)).isEqualTo(stage.original(second)).isNotNull();
        assertThat(stage.target.places(World.FLOW)).hasSize(2).doesNotContainKeys(16, 17);

        stage.commit(stage.child(first), stage.child(second));
        write(stage, two, 0, second);
        stage.commit(stage.child(second));
        stage.declares = false;
        stage.settle(stage.process());

        assertThat(stage.copy(first)).isEqualTo(stage.original(first));
        assertThat(stage.copy(second)).isEqualTo(stage.original(second));
        assertThat(stage.target.places(World.FLOW)).containsOnlyKeys(16, 17);
    }
}
