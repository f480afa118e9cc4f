package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.engine.sync.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which shard has a row. */
class ShardingTest {
    private static final Sharding FOUR = new Sharding(4, Map.of());

    /** Checkpoints are durable: another answer needs other numbers of shards. */
    @Test
    void theAnswerIsTheSameInEveryVersion() {
        Sharding apart = new Sharding(16, Map.of());
        List<Value> keys =
                List.of(
                        new Value.Int(7),
                        new Value.Int(-7),
                        new Value.Int(5_000_000_000L),
                        new Value.Int(Long.MIN_VALUE),
                        new Value.Text("seven"),
                        new Value.Uuid(new UUID(7, 7)),
                        Value.nothing());

        assertThat(keys.stream().map(key -> apart.shard(RowId.of("item", key))))
                .containsExactly(14, 6, 0, 10, 13, 5, 1);
    }

    @Test
    void neighboursAmongManyAreTogetherAndThoseOfASmallTableApart() {
        assertThat(shards(1, 999)).hasSize(4);
        assertThat(shards(1_048_576, 1_049_599)).hasSize(1);
        assertThat(shards(1_048_576, 1_148_576)).hasSize(4);
        assertThat(shards(-1_049_600, -1_048_577)).hasSize(1);
    }

    /** Blocks are spread about evenly. */
    @Test
    void everyShardHasItsPartOfALargeTable() {
        assertThat(
                        LongStream.range(0, 10_000)
                                .map(block -> 2000 + block * 1024)
                                .mapToObj(ShardingTest::shard)
                                .collect(Collectors.groupingBy(n -> n, Collectors.counting()))
                                .values())
                .hasSize(4)
                .allSatisfy(count -> assertThat(count).isBetween(2_300L, 2_700L));
    }

    @Test
    void whatForeignKeysConnectIsInOneShardAndOthersStayWhereTheyAre() {
        Sharding tied =
                new Sharding(
                        4,
                        Map.of(
                                "line", Set.of("order", "article"),
                                "order", Set.of("customer"),
                                "tree", Set.of("tree"),
                                "z", Set.of("y")));

        assertThat(all(tied, "customer", "order", "line", "article")).containsExactly(0);
        assertThat(all(tied, "tree")).containsExactly(1);
        assertThat(all(tied, "y", "z")).containsExactly(2);
        assertThat(tied.connected("tree")).isTrue();
        assertThat(tied.connected("item")).isFalse();
        for (long key = 0; key < 100; key++) {
            RowId id = RowId.of("item", new Value.Int(key));
            assertThat(tied.shard(id)).isEqualTo(FOUR.shard(id));
        }
    }

    /** Stored with the checkpoints, so another number would be another sharding. */
    @Test
    void theNumbersTellWhatIsConnected() {
        Sharding one = new Sharding(4, Map.of("child", Set.of("parent")));
        Sharding other = new Sharding(4, Map.of("child", Set.of("child")));

        assertThat(FOUR.numbers()).containsExactly(16, 17, 18, 19);
        assertThat(one.numbers())
                .containsExactly(514_058_512, 514_058_513, 514_058_514, 514_058_515);
        assertThat(one.numbers()).doesNotContainAnyElementsOf(other.numbers());
        assertThat(new Sharding(2, Map.of("child", Set.of("parent"))).numbers())
                .isEqualTo(one.numbers().subList(0, 2));
        // Which refers to which makes no difference to where rows are.
        assertThat(new Sharding(4, Map.of("parent", Set.of("child"))).numbers())
                .isEqualTo(one.numbers());
    }

    @Test
    void parentsAreNamedAsTheSourceNamesThem() {
        Sharding tied =
                new Sharding(
                        4,
                        Map.of(
                                "there.line", Set.of("there.order", "there.line", "elsewhere"),
                                "there.order", Set.of("there.customer")));
        List<Route> routes =
                Stream.of("customer", "line", "order", "item")
                        .map(name -> new Route(name, "there." + name))
                        .toList();

        assertThat(tied.parents(routes))
                .isEqualTo(Map.of("line", Set.of("order"), "order", Set.of("customer")));
    }

    private static List<Integer> all(Sharding sharding, String... collections) {
        return Arrays.stream(collections)
                .flatMap(
                        name ->
                                LongStream.range(0, 100)
                                        .mapToObj(key -> RowId.of(name, new Value.Int(key))))
                .map(sharding::shard)
                .distinct()
                .toList();
    }

    private static List<Integer> shards(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ShardingTest::shard)
                .distinct()
                .sorted()
                .toList();
    }

    private static int shard(long key) {
        return FOUR.shard(RowId.of("item", new Value.Int(key)));
    }
}
