package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowBlock;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Chunk;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Loading;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.shape.Renamed;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chunks that go to the target as a whole, each by one of two lanes. */
class LoadsTest {
    private static final Version VERSION = new Version(1, 0, new ReplicaId("source"));

    private final Rows target = new Rows();
    private final WholeTest.Shelf parking = new WholeTest.Shelf();
    private final List<Shard> shards =
            IntStream.range(0, 2)
                    .mapToObj(
                            number ->
                                    new Shard(
                                            target,
                                            new Fence("flow", number, 1, Numbers.at(0)),
                                            new BulkWrites(
                                                    target,
                                                    100,
                                                    parking,
                                                    new Demands(Set.of()),
                                                    _ -> false),
                                            parking,
                                            _ -> null,
                                            new Demands(Set.of()),
                                            () -> {},
                                            Phases.NONE,
                                            null))
                    .toList();
    private final Delivery delivery =
            new Delivery(
                    new Numbers(),
                    shards,
                    new Sharding(2, Map.of()),
                    new Ledgers(new Numbers(), parking, Map.of()),
                    () -> {},
                    false,
                    Numbers.at(0));
    private final Loads loads = new Loads(delivery);

    /** Rows that are loaded whole or not at all. */
    private static final class Rows implements Target, Loading {
        final Map<RowId, Row> rows = new HashMap<>();
        int loaded;

        @Override
        public boolean load(String collection, RowBlock block, Fence fence) {
            if (block.stream().anyMatch(row -> rows.containsKey(id(row)))) {
                return false;
            }
            block.forEach(row -> rows.put(id(row), row));
            loaded++;
            return true;
        }

        @Override
        public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
            for (Write write : writes) {
                rows.put(write.change().id(), Objects.requireNonNull(write.change().after().row()));
            }
            return writes.stream().map(_ -> Outcome.applied()).toList();
        }

        @Override
        public String localName(String collection) {
            return collection;
        }

        @Override
        public List<Finding> agree(List<Layout> layouts) {
            return List.of();
        }

        @Override
        public void truncate(List<String> collections, @Nullable Fence fence) {
            rows.clear();
        }
    }

    private static final class Block extends AbstractList<Row> implements RowBlock {
        private final List<Row> rows;

        Block(List<Row> rows) {
            this.rows = rows;
        }

        @Override
        public Header header() {
            return rows.getFirst().header();
        }

        @Override
        public Row get(int index) {
            return rows.get(index);
        }

        @Override
        public int size() {
            return rows.size();
        }
    }

    private static RowId id(Row row) {
        return RowId.of("t", Objects.requireNonNull(row.get("id")));
    }

    private static Row row(long key, String text) {
        return Row.of(Map.of("id", new Value.Int(key), "text", new Value.Text(text)));
    }

    private static ChunkRead chunk(Row... rows) {
        Layout layout =
                new Layout(
                        "t",
                        List.of(
                                new Field("id", new FieldType.Int(64), false),
                                new Field("text", new FieldType.Text(null), true)),
                        List.of("id"),
                        List.of(),
                        -1);
        Chunk chunk = new Chunk(new Block(List.of(rows)), _ -> true, Numbers.at(9), null, 100);
        return new ChunkRead(layout, chunk, new Renamed("t", layout), VERSION);
    }

    private ChunkTicket send(ChunkRead read) {
        assertThat(loads.suits(read)).isEqualTo(parking.isEmpty());
        ChunkTicket ticket = new ChunkTicket(read, 2);
        loads.send(read, ticket);
        return ticket;
    }

    private void told(Row row) {
        Act.Route act =
                new Act.Route(
                        List.of(Change.of(id(row), Image.absent(), Image.whole(row), VERSION)),
                        List.of(),
                        Numbers.at(5),
                        1,
                        0,
                        10);
        assertThat(loads.holds(act)).isFalse();
        loads.passes(act);
        delivery.route(act);
    }

    private void apply() {
        while (!delivery.drained()) {
            shards.forEach(Shard::step);
        }
    }

    /** The later chunk shows a row anew that the earlier one has as it was. */
    @Test
    void ofARowInTwoChunksTheLaterStaysWhicheverIsWrittenFirst() {
        ChunkTicket first = send(chunk(row(1, "old"), row(2, "x")));
        ChunkTicket second = send(chunk(row(1, "new"), row(3, "y")));
        assertThat(shards.stream().filter(shard -> !shard.drained())).hasSize(2);
        // The lanes take chunks in turn; the one of the second is the first shard's.
        shards.getFirst().step();
        assertThat(second.durable()).isTrue();
        shards.getLast().step();
        assertThat(first.durable()).isFalse();
        assertThat(loads.refused()).isTrue();
        assertThat(target.rows).containsOnlyKeys(id(row(1, "")), id(row(3, "")));

        loads.again();
        assertThat(second.durable()).isFalse();
        apply();

        assertThat(target.rows.values())
                .containsExactlyInAnyOrder(row(1, "new"), row(2, "x"), row(3, "y"));
        assertThat(first.durable()).isTrue();
        assertThat(second.durable()).isTrue();
        assertThat(loads.refused()).isFalse();
    }

    @Test
    void whatIsToldOfACollectionWaitsForItsChunksAndTheyForIt() {
        send(chunk(row(1, "a")));
        Act.Route later =
                new Act.Route(
                        List.of(
                                Change.of(
                                        id(row(1, "")),
                                        Image.absent(),
                                        Image.whole(row(1, "b")),
                                        VERSION)),
                        List.of(),
                        Numbers.at(5),
                        1,
                        0,
                        10);
        assertThat(loads.holds(later)).isTrue();
        apply();
        assertThat(loads.holds(later)).isFalse();
        assertThat(target.loaded).isEqualTo(1);

        told(row(2, "before"));
        assertThat(loads.awaitsCalm("t")).isTrue();
        apply();
        loads.calm();
        assertThat(loads.awaitsCalm("t")).isFalse();
        send(chunk(row(7, "c")));
        apply();
        assertThat(target.loaded).isEqualTo(2);
    }

    /** Waiting for the lanes costs a busy collection more than it gains. */
    @Test
    void aBusyCollectionsChunksGoRowByRow() {
        int chunks = 200;
        for (int i = 0; i < chunks; i++) {
            if (loads.awaitsCalm("t")) {
                apply();
                loads.calm();
            }
            send(chunk(row(1_000 + i, "c")));
            apply();
            told(row(i, "s"));
            apply();
        }
        assertThat(target.loaded).isBetween(5, 15);
        assertThat(target.rows).hasSize(2 * chunks);
    }

    @Test
    void noChunkGoesAsAWholeWhileARowIsParked() {
        parking.park(
                Change.of(id(row(1, "")), Image.absent(), Image.whole(row(1, "p")), VERSION),
                Code.UNIQUE_TAKEN,
                "");
        send(chunk(row(2, "a")));
        apply();
        assertThat(target.loaded).isZero();
        assertThat(target.rows).hasSize(1);
    }
}
