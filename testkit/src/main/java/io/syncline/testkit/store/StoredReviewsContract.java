package io.syncline.testkit.store;

import static io.syncline.testkit.store.PairSamples.agreed;
import static io.syncline.testkit.store.PairSamples.id;
import static io.syncline.testkit.store.PairSamples.named;
import static io.syncline.testkit.store.ReviewSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.merge.Conflict.Kind;
import io.syncline.engine.pair.Care;
import io.syncline.engine.pair.Decided;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Deed;
import io.syncline.engine.pair.Episode;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.ReviewId;
import io.syncline.engine.pair.Sought;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a store finds rows that wait for a person, and what people did. */
public interface StoredReviewsContract extends StoreUnderTest {
    private Pairs pairs() {
        return store().pairs();
    }

    private long flow() {
        return store().nextEpoch(own("sync_f"), "f");
    }

    private void keep(long epoch, Pair... pairs) {
        List<Decision> decisions =
                Arrays.stream(pairs).map(pair -> new Decision(pair, null)).toList();
        pairs().decide("f", epoch, 1, decisions);
    }

    private List<Pair> found(Sought sought) {
        List<Pair> found = pairs().waiting("f", sought, null, 100);
        assertThat(pairs().waitingCount("f", sought)).isEqualTo(found.size());
        assertThat(found).allMatch(sought::fits);
        return found;
    }

    private static Pair plain(long key, long sinceMillis) {
        return waiting(id(key), sinceMillis, Kind.CONCURRENT_UPDATE, Care.NONE, "name");
    }

    private static ReviewId name(Pair pair) {
        return Objects.requireNonNull(pair.review()).id();
    }

    /** Pages follow each other without a gap, whoever has waited longest first. */
    @Test
    default void whatWaitsComesByThePageLongestFirst() {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(plain(i, 100 - i / 3));
        }
        long epoch = flow();
        keep(epoch, all.toArray(Pair[]::new));
        keep(epoch, agreed(id(11), named("even")));

        List<Pair> read = new ArrayList<>();
        @Nullable ReviewId after = null;
        List<Pair> page = pairs().waiting("f", Sought.ANY, after, 4);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(4);
            read.addAll(page);
            after = name(page.getLast());
            page = pairs().waiting("f", Sought.ANY, after, 4);
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
        assertThat(read.stream().map(StoredReviewsContract::name)).isSorted();
        assertThat(pairs().waitingCount("f", Sought.ANY)).isEqualTo(10);
        assertThat(pairs().waitingCount("g", Sought.ANY)).isZero();
    }

    /** Any of what is asked for narrows it down; a kind and a field are of one conflict. */
    @Test
    default void whatWaitsIsFoundByWhatIsAskedFor() {
        RowId other = RowId.of("public.orders", new Value.Int(1));
        Pair one = waiting(id(1), 10, Kind.CONCURRENT_UPDATE, Care.NONE, "name", "a\\.b");
        Pair two = waiting(id(2), 20, Kind.UPDATE_DELETE, Care.NONE, "");
        Pair three = waiting(other, 30, Kind.INSERT_INSERT, Care.NONE, "my name");
        keep(flow(), one, two, three);

        assertThat(found(Sought.in("public.users"))).containsExactly(one, two);
        assertThat(found(new Sought(null, Kind.UPDATE_DELETE, null, null, null)))
                .containsExactly(two);
        assertThat(found(new Sought(null, null, "name", null, null))).containsExactly(one);
        assertThat(found(new Sought(null, null, "a.b", null, null))).containsExactly(one);
        assertThat(found(new Sought(null, null, "", null, null))).containsExactly(two);
        assertThat(found(new Sought(null, Kind.UPDATE_DELETE, "name", null, null))).isEmpty();
        assertThat(found(new Sought(null, null, null, 20L, null))).containsExactly(two, three);
        assertThat(found(new Sought(null, null, null, 10L, 20L))).containsExactly(one);
        assertThat(found(new Sought("public.orders", Kind.INSERT_INSERT, "my name", 30L, 31L)))
                .containsExactly(three);
    }

    /** A name stands for one row for as long as it waits, and for nothing afterwards. */
    @Test
    default void aRowThatWaitsIsFoundByItsName() {
        long epoch = flow();
        keep(epoch, plain(1, 10), plain(2, 10));

        assertThat(pairs().waiting("f", name(plain(2, 10)))).isEqualTo(plain(2, 10));
        assertThat(pairs().waiting("f", name(plain(2, 11)))).isNull();
        assertThat(pairs().waiting("f", name(plain(3, 10)))).isNull();
        assertThat(pairs().waiting("g", name(plain(2, 10)))).isNull();
        keep(epoch, agreed(id(2), named("decided")));
        assertThat(pairs().waiting("f", name(plain(2, 10)))).isNull();
        assertThat(pairs().waitingCount("f", Sought.ANY)).isEqualTo(1);
    }

    /** Whatever people did is there again as it was. */
    @Test
    default void whatPeopleDidComesBackAsItWas() {
        long epoch = flow();
        ReviewSamples.fill(store(), "f", epoch);

        List<Care> cares = new ArrayList<>();
        List<@Nullable Deed> deeds = new ArrayList<>();
        for (Pair pair : pairs().waiting("f")) {
            cares.add(Objects.requireNonNull(pair.review()).care());
            deeds.add(pairs().history("f", pair.id(), 1).getFirst().deed());
        }

        assertThat(cares).startsWith(ReviewSamples.cares().toArray(Care[]::new));
        assertThat(deeds).isEqualTo(ReviewSamples.deeds());
    }

    /** A long history is read by the page. */
    @Test
    default void historyGoesOnBeforeTheLastPage() {
        long epoch = flow();
        for (int round = 1; round <= 5; round++) {
            Episode episode = PairSamples.episode(id(1), round);
            pairs().decide(
                            "f",
                            epoch,
                            round,
                            List.of(new Decision(agreed(id(1), named("n")), episode)));
        }

        assertThat(pairs().history("f", id(1), Long.MAX_VALUE, 2))
                .extracting(Episode::round)
                .containsExactly(5L, 4L);
        assertThat(pairs().history("f", id(1), 4, 2))
                .extracting(Episode::round)
                .containsExactly(3L, 2L);
        assertThat(pairs().history("f", id(1), 1, 2)).isEmpty();
    }

    /** A span of time is answered with each row's state before and after it. */
    @Test
    default void whatWasAgreedInASpanOfTimeIsFoundRowByRow() {
        long epoch = flow();
        for (int round = 1; round <= 5; round++) {
            long key = round == 4 ? 2 : 1;
            List<Decision> decisions = new ArrayList<>();
            decisions.add(
                    new Decision(agreed(id(key), named("n")), PairSamples.step(id(key), round)));
            // Nothing was agreed anew of it.
            decisions.add(
                    new Decision(agreed(id(3), named("n")), PairSamples.noStep(id(3), round)));
            pairs().decide("f", epoch, round, decisions);
        }
        long start = PairSamples.step(id(1), 0).millis();

        assertThat(pairs().decided("f", start + 2, start + 5, 9))
                .containsExactly(
                        new Decided(id(2), 4, 4, named("before 4"), named("after 4")),
                        new Decided(id(1), 2, 3, named("before 2"), named("after 3")));
        assertThat(pairs().decided("f", start + 2, start + 5, 1))
                .extracting(Decided::id)
                .containsExactly(id(2));
        assertThat(pairs().decided("f", start + 6, start + 9, 9)).isEmpty();
        assertThat(pairs().decided("g", 0, Long.MAX_VALUE, 9)).isEmpty();
    }

    /** Whoever is to decide finds what waits for him, and if asked for, what waits for nobody. */
    @Test
    default void whatWaitsIsFoundByWhoIsToDecide() {
        Pair hers = waiting(id(1), 10, Kind.UPDATE_DELETE, new Care(null, "Mira", null), "");
        Pair his = waiting(id(2), 20, Kind.UPDATE_DELETE, new Care(null, "Ben", 5L), "");
        keep(flow(), hers, his, plain(3, 30));
        Sought mira = new Sought(null, null, null, null, null, "Mira", false);

        assertThat(found(mira)).containsExactly(hers);
        assertThat(found(mira.alsoNobodys())).containsExactly(hers, plain(3, 30));
        assertThat(found(mira.of(Kind.CONCURRENT_UPDATE))).isEmpty();
    }

    /** What waits too long is found until it was told. */
    @Test
    default void whatWaitsTooLongIsFoundUntilItWasTold() {
        Pair due = waiting(id(2), 200, Kind.UPDATE_DELETE, new Care(null, "Ben", 5L), "");
        Pair later = waiting(id(3), 1, Kind.UPDATE_DELETE, new Care(null, null, 999L), "");
        Care told = new Care(null, "Ben", 5L).escalated("Anna");
        Pair escalated = waiting(id(4), 1, Kind.UPDATE_DELETE, told, "");
        keep(flow(), plain(1, 10), due, later, escalated, plain(5, 300));

        assertThat(pairs().overdue("f", 250, 100, 9)).containsExactly(plain(1, 10), due);
        assertThat(pairs().overdue("f", 250, 100, 1)).containsExactly(plain(1, 10));
        assertThat(pairs().overdue("f", 4, Long.MIN_VALUE, 9)).isEmpty();
        assertThat(pairs().waiting("f", name(escalated))).isEqualTo(escalated);
    }
}
