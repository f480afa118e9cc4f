package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which shard has a row. */
class ShardingTest {
    /** Checkpoints are durable: another answer needs other numbers of shards. */
    @Test
    void theAnswerIsTheSameInEveryVersion() {
        List<Value> keys =
                List.of(
                        new Value.Int(7),
                        new Value.Int(-7),
                        new Value.Int(5_000_000_000L),
                        new Value.Int(Long.MIN_VALUE),
                        new Value.Text("seven"),
                        new Value.Uuid(new UUID(7, 7)),
                        Value.nothing());

        assertThat(keys.stream().map(key -> Sharding.shard(RowId.of("item", key), 16)))
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

    private static List<Integer> shards(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ShardingTest::shard)
                .distinct()
                .sorted()
                .toList();
    }

    private static int shard(long key) {
        return Sharding.shard(RowId.of("item", new Value.Int(key)), 4);
    }
}
