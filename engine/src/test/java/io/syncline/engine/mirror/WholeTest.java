package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Fence;
import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Health;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Phases;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.store.MemoryStore;
import io.syncline.engine.store.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is seen of transactions that are kept whole. */
class WholeTest {
    private static final Version VERSION = new Version(1, 0, new ReplicaId("source"));

    /** Keys below zero are refused for their data; {@code busy} for somebody else's lock. */
    static final class Keys implements Endpoint, Target, Transacting {
        final Set<Long> seen = new TreeSet<>();
        final List<String> places = new ArrayList<>();
        final Set<Long> busy = new HashSet<>();
        int open;
        boolean answers = true;

        private Outcome write(Set<Long> into, Change change) {
            long key = key(change.id());
            if (busy.contains(key)) {
                return Outcome.refused(Outcome.Kind.BUSY, "locked");
            }
            // Two hundreds need one hundred, which may come later in the transaction.
            if (key < 0 || key >= 200 && !into.contains(key - 100)) {
                return Outcome.refused(
                        key < 0 ? Outcome.Kind.CONSTRAINT : Outcome.Kind.FOREIGN_KEY, "refused");
            }
            if (change.after().isAbsent()) {
                into.remove(key);
            } else {
                into.add(key);
            }
            return Outcome.applied();
        }

        @Override
        public OpenTransaction begin(String flow, int shard, long epoch) {
            open++;
            Set<Long> inside = new TreeSet<>(seen);
            return new OpenTransaction() {
                private boolean ended;

                @Override
                public List<Outcome> apply(List<Write> writes) {
                    assertThat(ended).isFalse();
                    return writes.stream().map(each -> write(inside, each.change())).toList();
                }

                @Override
                public void truncate(List<String> collections) {
                    inside.clear();
                }

                @Override
                public boolean commit(Position position) {
                    seen.clear();
                    seen.addAll(inside);
                    places.add(position.token());
                    close();
                    return answers;
                }

                @Override
                public void close() {
                    open -= ended ? 0 : 1;
                    ended = true;
                }
            };
        }

        @Override
        public List<Outcome> apply(List<Write> writes, @Nullable Fence fence) {
            assertThat(writes).as("all that is written is in a transaction").isEmpty();
            places.add(Objects.requireNonNull(fence).position().token());
            return List.of();
        }

        @Override
        public void truncate(List<String> collections, @Nullable Fence fence) {
            throw new AssertionError("in a transaction");
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
        public Catalog catalog() {
            return new Catalog(List.of());
        }

        @Override
        public Health health() {
            return new Health(true, "");
        }

        @Override
        public void close() {}
    }

    /** What is parked, as the store has it. */
    static final class Shelf implements Parking {
        final Map<RowId, Change> rows = new HashMap<>();

        @Override
        public void claim(long epoch) {}

        @Override
        public boolean isEmpty() {
            return rows.isEmpty();
        }

        @Override
        public @Nullable Change parked(RowId id) {
            return rows.get(id);
        }

        @Override
        public void park(Change change, Code code, String detail) {
            rows.put(change.id(), change);
        }

        @Override
        public void renew(Change change) {
            rows.put(change.id(), change);
        }

        @Override
        public List<RowId> within(List<String> collections) {
            return List.copyOf(rows.keySet());
        }

        @Override
        public void emptied(List<String> collections) {
            rows.clear();
        }

        @Override
        public void settled(RowId id) {
            rows.remove(id);
        }
    }

    private final Keys target = new Keys();
    private final Shelf parking = new Shelf();
    private final Whole whole =
            new Whole(
                    target,
                    new Fence("flow", 0, 1, Numbers.at(0)),
                    2,
                    parking,
                    new Demands(Set.of()),
                    ahead());

    private static Ahead ahead() {
        Holds holds =
                new Holds(new MemoryStore(), new Owner("sync", 1), "flow", new SetTime(), _ -> {});
        return new Ahead(new Numbers(), holds, _ -> null);
    }

    static Shard shard(Keys target) {
        return new Sharding(1, Map.of())
                .lane(
                        target,
                        new Fence("flow", 0, 1, Numbers.at(0)),
                        2,
                        ahead(),
                        new Shelf(),
                        partial -> null,
                        new Demands(Set.of()),
                        () -> {},
                        Phases.NONE);
    }

    private static long key(RowId id) {
        return ((Value.Int) id.key().getFirst()).value();
    }

    private static RowId id(long key) {
        return RowId.of("t", new Value.Int(key));
    }

    private static Change put(long key) {
        Row row = Row.of("id", new Value.Int(key));
        return Change.of(id(key), Image.absent(), Image.whole(row), VERSION);
    }

    private static Work work(@Nullable Integer end, long... keys) {
        List<Change> changes = new ArrayList<>();
        for (long key : keys) {
            changes.add(put(key));
        }
        return new Work(changes, end == null ? null : Numbers.at(end), 10, null);
    }

    @Test
    void whatIsCommittedEndsWhereATransactionOfTheSourceEnds() {
        assertThat(whole.write(List.of(work(1, 1, 2, 3), work(2, 4), work(null, 5))))
                .isEqualTo(Numbers.at(2));
        assertThat(target.seen).containsExactly(1L, 2L, 3L, 4L);
        assertThat(whole.isOpen()).isTrue();
        assertThat(whole.write(List.of(work(null, 6)))).isNull();
        assertThat(target.seen).doesNotContain(5L, 6L);
        assertThat(whole.write(List.of(work(3, 7)))).isEqualTo(Numbers.at(3));
        assertThat(target.seen).contains(5L, 6L, 7L);
        assertThat(target.places).containsExactly("2", "3");
        assertThat(whole.isOpen()).isFalse();
        assertThat(target.open).isZero();
    }

    @Test
    void keyChangesAndTruncationsHaveTheirPlaceInATransaction() {
        whole.write(List.of(work(1, 1, 2)));
        whole.write(
                List.of(
                        work(null, 3),
                        Work.of(new Act.Truncate(List.of("t"))),
                        work(null, 4),
                        Work.of(new Act.Alone(put(5)))));
        assertThat(target.seen).containsExactly(1L, 2L);
        whole.write(List.of(work(2)));
        assertThat(target.seen).containsExactly(4L, 5L);
    }

    @Test
    void aRowWhoseParentComesLaterInTheTransactionIsPartOfIt() {
        whole.write(List.of(work(null, 201)));
        whole.write(List.of(work(1, 101)));
        assertThat(target.seen).containsExactly(101L, 201L);
        assertThat(parking.rows).isEmpty();
    }

    @Test
    void aRefusedRowIsParkedAndTheRestOfItsTransactionIsSeenAtOnce() {
        whole.write(List.of(work(null, 1, -1, 299)));
        assertThat(target.seen).isEmpty();
        whole.write(List.of(work(1, 2)));
        assertThat(target.seen).containsExactly(1L, 2L);
        assertThat(parking.rows).containsOnlyKeys(id(-1), id(299));
    }

    @Test
    void aParkedRowLeavesOnlyWithTheTransactionThatAppliedIt() {
        parking.rows.put(id(1), put(1));
        whole.write(List.of(work(null, 1)));
        assertThat(parking.rows).containsOnlyKeys(id(1));
        whole.write(List.of(work(1, 2)));
        assertThat(parking.rows).isEmpty();

        parking.rows.put(id(1), put(1));
        whole.write(List.of(Work.of(new Act.Truncate(List.of("t"))), work(null, -1)));
        assertThat(parking.rows).containsOnlyKeys(id(1), id(-1));
        whole.write(List.of(work(2, 2)));
        assertThat(parking.rows).containsOnlyKeys(id(-1));
        parking.rows.clear();

        parking.rows.put(id(3), put(3));
        whole.write(List.of(work(null, 3)));
        whole.close();
        assertThat(parking.rows).containsOnlyKeys(id(3));
        assertThat(target.open).isZero();
    }

    @Test
    void aTransactionThatMeetsAForeignLockOrLosesItsAnswerIsTriedAgainWhole() {
        target.busy.add(2L);
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> whole.write(List.of(work(1, 1, 2))))
                .matches(e -> e.kind() == EndpointException.Kind.TRANSIENT);
        whole.close();
        assertThat(target.seen).isEmpty();
        target.busy.clear();
        target.answers = false;
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> whole.write(List.of(work(1, 1, 2))))
                .matches(e -> e.kind() == EndpointException.Kind.TRANSIENT);
    }

    @Test
    void whatBringsNothingButAPlaceNeedsNoTransaction() {
        assertThat(whole.write(List.of(work(4)))).isEqualTo(Numbers.at(4));
        assertThat(target.places).containsExactly("4");
        assertThat(target.open).isZero();
    }
}
