package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Row n belongs to shard n % 2; shard 0 has stored as far as 2, shard 1 as far as 4. */
class ReplayTest {
    private static final Function<Change, Position> STORED =
            change -> Numbers.at(key(change) % 2 == 0 ? 2 : 4);

    private final Replay replay =
            new Replay(
                    new Numbers(), Numbers.at(0), Numbers.at(2), Numbers.at(4), STORED, Map.of());

    private static long key(Change change) {
        return change.id().key().getFirst() instanceof Value.Int(long number) ? number : -1;
    }

    private static Change put(long key) {
        return new Change(
                RowId.of("t", new Value.Int(key)),
                null,
                Image.absent(),
                Image.whole(Row.of("id", new Value.Int(key))),
                new Version(key, 0, new ReplicaId("source")));
    }

    private static Change move(long from, long to) {
        Change put = put(to);
        return new Change(
                put.id(),
                RowId.of("t", new Value.Int(from)),
                put.before(),
                put.after(),
                put.version());
    }

    private static Batch.Rows rows(long end, Change... changes) {
        Position place = end == 0 ? null : Numbers.at(end);
        return new Batch.Rows(List.of(changes), 7, place, 0, 10);
    }

    /** The keys that are handed over, in order; each end of a transaction as its negative place. */
    private List<Long> passed(Batch... batches) {
        List<Long> told = new ArrayList<>();
        for (Batch batch : batches) {
            for (Batch left : replay.pass(batch)) {
                switch (left) {
                    case Batch.Rows rows -> {
                        rows.changes().forEach(change -> told.add(key(change)));
                        if (rows.position() != null) {
                            told.add(-Long.parseLong(rows.position().token()));
                        }
                    }
                    case Batch.Truncated _ -> told.add(0L);
                    case Batch.Quiet(Position place) -> told.add(-Long.parseLong(place.token()));
                    case Batch.Relayout _ -> {}
                }
            }
        }
        return told;
    }

    @Test
    void eachShardSkipsWhatItHasStored() {
        assertThat(passed(rows(1, put(10), put(11)), rows(3, put(12), put(13)), rows(5, put(15))))
                .containsExactly(-1L, 12L, -3L, 15L, -5L);
    }

    @Test
    void aTransactionInPartsIsHeldUntilItsEndIsKnown() {
        assertThat(passed(rows(0, put(10), put(11)))).isEmpty();
        assertThat(passed(rows(3, put(12), put(13)))).containsExactly(10L, 12L, -3L);
    }

    @Test
    void aTransactionWithABarrierIsRepeatedWholeOrNotAtAll() {
        assertThat(passed(rows(2, move(10, 11), put(13)))).containsExactly(-2L);
        assertThat(passed(rows(3, move(10, 11), put(13)))).containsExactly(11L, 13L, -3L);
        assertThat(passed(new Batch.Truncated(List.of("t"), 7), rows(4, put(13))))
                .containsExactly(0L, 13L, -4L);
    }

    @Test
    void afterTheLatestCheckpointEverythingPassesAtOnce() {
        assertThat(replay.over()).isFalse();
        passed(rows(4, put(10)));
        assertThat(replay.over()).isTrue();
        assertThat(passed(rows(0, put(13)))).containsExactly(13L);
    }

    @Test
    void aQuietPlaceEndsWhatWasHeld() {
        passed(rows(0, put(10)));
        assertThat(passed(new Batch.Quiet(Numbers.at(3)))).containsExactly(10L, -3L);
    }

    @Test
    void aStreamThatBeginsAtTheLatestCheckpointIsNoReplay() {
        Replay none =
                new Replay(
                        new Numbers(),
                        Numbers.at(4),
                        Numbers.at(4),
                        Numbers.at(4),
                        STORED,
                        Map.of());
        assertThat(none.over()).isTrue();
        assertThat(none.pass(rows(0, put(1)))).hasSize(1);
    }
}
