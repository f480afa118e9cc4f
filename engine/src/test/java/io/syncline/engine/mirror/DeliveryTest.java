package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a shard is handed of transactions that are kept whole. */
class DeliveryTest {
    private final WholeTest.Keys target = new WholeTest.Keys();
    private final Shard shard = WholeTest.shard(target);
    private final Delivery delivery =
            new Delivery(
                    new Numbers(),
                    List.of(shard),
                    new Sharding(1, Map.of()),
                    new Ledgers(new Numbers(), new WholeTest.Shelf(), Map.of()),
                    () -> {},
                    true,
                    Numbers.at(0));

    private static Change put(long key) {
        RowId id = RowId.of("t", new Value.Int(key));
        return Change.of(
                id,
                Image.absent(),
                Image.whole(Row.of("id", new Value.Int(key))),
                new Version(1, 0, new ReplicaId("source")));
    }

    private void route(@Nullable Integer end, int ended, long... keys) {
        List<Change> changes = Arrays.stream(keys).mapToObj(DeliveryTest::put).toList();
        delivery.route(
                new Act.Route(
                        changes, List.of(), end == null ? null : Numbers.at(end), ended, 0, 10));
    }

    private void apply() {
        while (!shard.drained()) {
            shard.step();
        }
    }

    @Test
    void aHandOverOfEndedAndOpenTransactionsIsTornBetweenThem() {
        route(1, 2, 1, 2, 3);
        apply();
        assertThat(target.seen).containsExactly(1L, 2L);
        assertThat(delivery.midway()).isTrue();
        route(2, 1, 4);
        apply();
        assertThat(target.seen).containsExactly(1L, 2L, 3L, 4L);
        assertThat(delivery.midway()).isFalse();
        assertThat(delivery.stored()).isEqualTo(Numbers.at(2));
    }

    @Test
    void bringingCheckpointsAlongEndsNoTransactionThatGoesOn() {
        // An end that brought nothing, and of which no shard was told.
        route(5, 0);
        route(null, 0, 1);
        delivery.advance();
        apply();
        assertThat(target.seen).isEmpty();
        route(6, 1, 2);
        delivery.advance();
        apply();
        assertThat(target.seen).containsExactly(1L, 2L);
        assertThat(delivery.stored()).isEqualTo(Numbers.at(6));
    }

    @Test
    void whatStandsAloneHasItsPlace() {
        route(null, 0, 1);
        assertThat(delivery.queue(new Act.Truncate(List.of("t")))).isTrue();
        route(null, 0, 2);
        assertThat(delivery.queue(new Act.Align(Numbers.at(3)))).isTrue();
        apply();
        assertThat(target.seen).containsExactly(2L);
        assertThat(delivery.stored()).isEqualTo(Numbers.at(3));
    }
}
