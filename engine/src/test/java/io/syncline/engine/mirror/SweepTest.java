package io.syncline.engine.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Scan;
import io.syncline.core.endpoint.Token;
import io.syncline.core.filter.Predicate;
import io.syncline.engine.guard.Guards;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.sync.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is deleted while a sweep looks at a table. */
class SweepTest {
    private static final Layout ITEM =
            new Layout(
                    "item",
                    List.of(new Field("id", new FieldType.Int(64), false)),
                    List.of("id"),
                    List.of(),
                    -1);

    private final SetTime time = new SetTime();
    private final Set<Long> here = numbers(1_500);
    private final Set<Long> there = numbers(1_500);
    private boolean allowed;
    private final Departed departed = new Departed(Duration.ofMinutes(1), time);

    private static Set<Long> numbers(long count) {
        return LongStream.rangeClosed(1, count)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private final Lookup source =
            (List<RowId> ids, @Nullable Position _) -> ids.stream().map(this::found).toList();

    private final Scan target =
            (Layout _, Predicate _) -> {
                Iterator<Long> all = List.copyOf(there).iterator();
                return new Scan.Rows() {
                    @Override
                    public @Nullable Row next() {
                        return all.hasNext() ? row(all.next()) : null;
                    }

                    @Override
                    public void close() {}
                };
            };

    private static Row row(long id) {
        return Row.of("id", new Value.Int(id));
    }

    private static long number(RowId id) {
        return ((Value.Int) id.key().getFirst()).value();
    }

    private Found found(RowId id) {
        boolean there = here.contains(number(id));
        return new Found.Seen(
                there ? Image.whole(row(number(id))) : Image.absent(), new Token("1"));
    }

    private Sweep sweep() {
        return new Sweep(
                source,
                target,
                new Plan(List.of(new Route("item", "item")), Map.of("item", ITEM)),
                List.of(new Route("item", "item")),
                new Allowance(Guards.standard().reading(), time),
                departed,
                new Sweep.TooMany() {
                    @Override
                    public boolean test(long deletes, long rows) {
                        return !allowed && Guards.standard().deletes().tooMany(deletes, rows);
                    }

                    @Override
                    public boolean over() {
                        boolean used = allowed;
                        allowed = false;
                        return used;
                    }
                },
                () -> {});
    }

    private void bite(Sweep sweep) {
        List<RowId> gone = new ArrayList<>();
        sweep.bite(gone::add);
        gone.forEach(id -> there.remove(number(id)));
    }

    private void finish(Sweep sweep) {
        while (!sweep.over()) {
            bite(sweep);
        }
    }

    private void deleteAMassWhileASweepLooks() {
        Sweep first = sweep();
        bite(first);
        bite(first);
        here.removeIf(id -> id > 100);
        finish(first);
        assertThat(there).hasSize(1_000);
    }

    @Test
    void aMassThatGoesInTheMiddleOfASweepIsStoppedByTheNextOne() {
        deleteAMassWhileASweepLooks();

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> finish(sweep()))
                .withMessageContaining("lacks 1400 of 1500 rows")
                .matches(e -> e.code() == Code.TOO_MANY_DELETES);

        assertThat(there).hasSize(1_000);
    }

    @Test
    void whatAPersonHasAllowedIsAllowedOnceAndCountsNoMore() {
        deleteAMassWhileASweepLooks();
        allowed = true;
        finish(sweep());
        assertThat(there).hasSize(100);

        here.remove(1L);
        finish(sweep());
        assertThat(there).hasSize(99);

        here.addAll(numbers(3_000));
        there.addAll(numbers(3_000));
        here.removeIf(id -> id > 50);
        assertThatExceptionOfType(EndpointException.class).isThrownBy(() -> finish(sweep()));
    }

    @Test
    void whatWentLongAgoDoesNotCount() {
        deleteAMassWhileASweepLooks();
        time.nanos += Duration.ofSeconds(61).toNanos();

        finish(sweep());

        assertThat(there).hasSize(100);
    }
}
