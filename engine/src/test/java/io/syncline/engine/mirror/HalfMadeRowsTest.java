package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.shape.Shaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A row leaves what is copied, with all its fields changed, and comes back by a change that tells
 * one of them: what the target still has of it is of before, and must not be taken for the rest.
 */
class HalfMadeRowsTest {
    private static final RowId ID = RowId.of("t", new Value.Int(1));
    private static final Fence BEFORE = new Fence("flow", 0, 1, Numbers.at(0));
    private static final Fence AFTER = new Fence("flow", 0, 1, Numbers.at(2));

    private final List<Change> written = new ArrayList<>();
    private final List<Fence> fences = new ArrayList<>();
    private final List<Change> asked = new ArrayList<>();
    private final Map<RowId, Change> parked = new HashMap<>();

    private final Target target =
            new Target() {
                @Override
                public String localName(String collection) {
                    return collection;
                }

                @Override
                public List<Finding> agree(List<Layout> layouts) {
                    return List.of();
                }

                @Override
                public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
                    writes.forEach(write -> written.add(write.change()));
                    fences.add(fence);
                    return writes.stream().<Outcome>map(_ -> Outcome.applied()).toList();
                }

                @Override
                public void truncate(List<String> collections, @Nullable Fence fence) {}
            };

    private final Parking parking =
            new Parking() {
                @Override
                public void claim(long epoch) {}

                @Override
                public boolean isEmpty() {
                    return parked.isEmpty();
                }

                @Override
                public @Nullable Change parked(RowId id) {
                    return parked.get(id);
                }

                @Override
                public void park(Change change, Code code, String detail) {
                    parked.put(change.id(), change);
                }

                @Override
                public void renew(Change change) {
                    parked.put(change.id(), change);
                }

                @Override
                public List<RowId> within(List<String> collections) {
                    return List.of();
                }

                @Override
                public void emptied(List<String> collections) {}

                @Override
                public void settled(RowId id) {
                    parked.remove(id);
                }
            };

    private final Demands demands = new Demands(Set.of());
    private final BulkWrites bulk = new BulkWrites(target, 100, parking, demands, _ -> false);
    private final SingleWrites single =
            new SingleWrites(
                    target,
                    parking,
                    partial -> {
                        asked.add(partial);
                        return new Shaped.Put(
                                change(partial.before(), Image.whole(row(6, "new")), 2));
                    },
                    demands,
                    () -> BEFORE);

    private static Row row(long x, String note) {
        return Row.of(Map.of("x", new Value.Int(x), "note", new Value.Text(note)));
    }

    private static Change change(Image before, Image after, long millis) {
        return Change.of(ID, before, after, new Version(millis, 0, new ReplicaId("source")));
    }

    private static Change gone() {
        return change(Image.whole(row(5, "old")), Image.absent(), 1);
    }

    private static Change back() {
        Image known = Image.partial(Row.of("x", new Value.Int(6)));
        return change(known, known, 2);
    }

    private List<Change> write(Change... changes) {
        List<Work> works = new ArrayList<>();
        for (Change change : changes) {
            works.add(new Work(List.of(change), Numbers.at(2), 10, null));
        }
        return bulk.write(new Net(works), BEFORE, AFTER);
    }

    @Test
    void itIsAskedForAndWrittenWhole() {
        List<Change> left = write(gone(), back());

        assertThat(written).isEmpty();
        assertThat(fences).doesNotContain(AFTER);
        assertThat(left).hasSize(1);
        assertThat(single.attempt(left.getFirst())).isNull();
        assertThat(asked).hasSize(1);
        assertThat(written).extracting(Change::after).containsExactly(Image.whole(row(6, "new")));
    }

    @Test
    void soIsOneWhoseEndIsParked() {
        parked.put(ID, gone());

        List<Change> left = write(back());

        assertThat(written).isEmpty();
        assertThat(parked.get(ID)).isEqualTo(left.getFirst());
        assertThat(single.attempt(left.getFirst())).isNull();
        assertThat(written).extracting(Change::after).containsExactly(Image.whole(row(6, "new")));
        assertThat(parked).isEmpty();
    }

    @Test
    void aRowThatWasThereAllTheTimeIsNotAskedFor() {
        assertThat(write(back())).isEmpty();

        assertThat(written).hasSize(1);
        assertThat(asked).isEmpty();
        assertThat(fences).containsExactly(AFTER);
    }
}
