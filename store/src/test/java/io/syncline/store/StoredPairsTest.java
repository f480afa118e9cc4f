package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.syncline.core.change.RowId;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.merge.Times;
import io.syncline.core.merge.Which;
import io.syncline.engine.pair.Decision;
import io.syncline.engine.pair.Dirt;
import io.syncline.engine.pair.Pair;
import io.syncline.engine.pair.Pairs;
import io.syncline.engine.pair.Settlement;
import io.syncline.engine.pair.Sought;
import io.syncline.engine.pair.Told;
import io.syncline.engine.review.FourEyes;
import io.syncline.engine.review.Related;
import io.syncline.engine.review.ReviewTerms;
import io.syncline.testkit.store.PairSamples;
import io.syncline.testkit.store.StoreSamples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class StoredPairsTest {
    private static final String FLOW = "f";

    private final Place place = Place.fresh();
    private PostgresStore store;
    private long epoch;

    @BeforeEach
    void open() {
        store = place.open();
        store.add(StoreSamples.plainDefinition("sync_a"));
        epoch = store.nextEpoch(store.takeOver("sync_a"), FLOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCallThatFailsAtItsLastStatementLeavesNothingHalfDone() {
        PairSamples.fill(store, FLOW, epoch);
        List<Object> before = PairSamples.everything(store, FLOW);
        place.run(
                "CREATE FUNCTION syncline.full() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE disk_full; END';"
                        + " CREATE TRIGGER full_disk BEFORE INSERT ON syncline.two_way"
                        + " FOR EACH ROW EXECUTE FUNCTION syncline.full()");

        assertThatExceptionOfType(EndpointException.class).isThrownBy(() -> decide(round(4, 9)));
        assertThatExceptionOfType(EndpointException.class).isThrownBy(() -> settle(round(4, 9)));

        assertThat(PairSamples.everything(store, FLOW)).isEqualTo(before);
        place.run("DROP TRIGGER full_disk ON syncline.two_way");
        decide(round(4, 9));
        assertThat(store.pairs().round(FLOW)).isEqualTo(9);
    }

    @Test
    void aThousandRowsTakeAsManyStatementsAsOne() throws SQLException {
        AtomicInteger statements = new AtomicInteger();
        Pairs pairs = new StoredPairs(new Sql(counting(statements)));
        List<Decision> decisions = round(1_000, 1);
        List<RowId> ids = decisions.stream().map(each -> each.pair().id()).toList();

        pairs.decide(FLOW, epoch, 1, decisions);
        // Whose epoch it is, the pairs, their history, the round.
        assertThat(statements.getAndSet(0)).isEqualTo(4);
        pairs.settle(FLOW, epoch, settlement(decisions));
        // Whose epoch it is, the pairs, what is clean, what is dirty, the places.
        assertThat(statements.getAndSet(0)).isEqualTo(5);
        assertThat(pairs.find(FLOW, ids)).hasSize(1_000);
        assertThat(statements.getAndSet(0)).isEqualTo(1);
    }

    @Test
    void rowsTooLargeForOneStatementTakeSeveral() throws SQLException {
        AtomicInteger statements = new AtomicInteger();
        Pairs pairs = new StoredPairs(new Sql(counting(statements)));
        List<Pair> large =
                LongStream.range(0, 3)
                        .mapToObj(PairSamples::id)
                        .map(id -> PairSamples.agreed(id, PairSamples.named("ä".repeat(9_000_000))))
                        .toList();

        pairs.decide(FLOW, epoch, 1, large.stream().map(pair -> new Decision(pair, null)).toList());

        assertThat(statements.get()).isEqualTo(5);
        assertThat(pairs.find(FLOW, large.stream().map(Pair::id).toList()).values())
                .containsExactlyInAnyOrderElementsOf(large);
    }

    @Test
    void whatOthersWaitForIsPassedOver() throws SQLException {
        PairSamples.fill(store, FLOW, epoch);
        place.run(
                "INSERT INTO syncline.pair (flow, row_hash, id, base, review, waits_since) SELECT 'f',"
                        + " sha256(i::text::bytea), '', '', repeat(md5(i::text), 9), i FROM"
                        + " generate_series(1, 100000) AS i");
        place.run(
                "INSERT INTO syncline.pair (flow, row_hash, id, base) SELECT 'f',"
                        + " sha256(i::text::bytea), '', '' FROM generate_series(-100000, -1) AS i;"
                        + " ANALYZE syncline.pair");
        byte[][] hashes =
                round(1_000, 1).stream()
                        .map(each -> RowKey.of(each.pair().id()).hash())
                        .toArray(byte[][]::new);

        assertThat(plan(PairRows.FIND, FLOW, hashes)).contains("pair_pkey").doesNotContain("Seq");
        assertThat(plan(PairRows.OWING, FLOW)).contains("pair_owing").doesNotContain("Seq");
        assertThat(plan(WaitingRows.PAGE, WaitingRows.arguments(FLOW, Sought.ANY, null, 1_000)))
                .contains("pair_waiting")
                .doesNotContain("Sort", "Seq");
        assertThat(plan(WaitingRows.DUE, FLOW, 5L, 200)).contains("pair_due").doesNotContain("Seq");
        assertThat(plan(WaitingRows.OLD, FLOW, 5L, 200)).doesNotContain("Sort", "Seq");
        assertThat(store.pairs().owing(FLOW)).hasSize(1);
        assertThat(store.pairs().find(FLOW, List.of(PairSamples.id(3)))).hasSize(1);
    }

    /** Its rows change, and none of what an index knows of them. */
    @Test
    void aRoundOverKnownRowsLeavesIndexesAsTheyAre() throws SQLException {
        List<Decision> all = round(2_000, 1);
        store.pairs().decide(FLOW, epoch, 1, all);
        settleAll(1);
        String sizes =
                "SELECT sum(pg_relation_size(indexrelid))::text FROM pg_index WHERE indrelid ="
                        + " 'syncline.pair'::regclass";
        String before = place.text(sizes);

        for (long round = 2; round < 82; round++) {
            int part = (int) (round % 40) * 50;
            store.pairs().decide(FLOW, epoch, round, round(2_000, round).subList(part, part + 50));
            settleAll(round);
        }

        assertThat(place.text(sizes)).isEqualTo(before);
        assertThat(store.pairs().owing(FLOW)).isEmpty();
    }

    private void settleAll(long round) {
        Settlement all =
                new Settlement(round, List.of(), List.of(), List.of(), List.of(), Map.of());
        store.pairs().settle(FLOW, epoch, all);
    }

    @Test
    void whatALaterVersionWroteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PairText.dirt("{\"v\":2}"));
        assertThatIllegalArgumentException().isThrownBy(() -> PairText.debt("{\"v\":2}"));
        assertThatIllegalArgumentException().isThrownBy(() -> PairText.review("{\"v\":2}"));
    }

    @Test
    void whoMadeAnEditAndWhatIsShownBesideItAreKept() {
        Told told = new Told(Times.unknown(), null, null, "anna");
        Dirt dirt = Dirt.of(PairSamples.id(1)).with(Which.THEIRS, told);
        Related related = new Related("customer", List.of("customer_id"), List.of("name"));
        ReviewTerms terms =
                new ReviewTerms(
                        FourEyes.NONE,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of("sale", List.of(related)));

        assertThat(PairText.dirt(PairText.text(dirt))).isEqualTo(dirt);
        assertThat(ReviewText.terms(ReviewText.terms(terms))).isEqualTo(terms);
    }

    private String plan(String query, @Nullable Object... arguments) throws SQLException {
        try (Connection connection = database().getConnection()) {
            return String.join(
                    "\n",
                    new Sql.Transaction(connection)
                            .all("EXPLAIN " + query, row -> row.getString(1), arguments));
        }
    }

    private PGSimpleDataSource database() {
        return Opening.database(place.settings());
    }

    private void decide(List<Decision> decisions) {
        store.pairs().decide(FLOW, epoch, 9, decisions);
    }

    private void settle(List<Decision> decisions) {
        store.pairs().settle(FLOW, epoch, settlement(decisions));
    }

    /** Rows from 1 on, each owed something and with a history. */
    private static List<Decision> round(int rows, long round) {
        return LongStream.rangeClosed(1, rows)
                .mapToObj(PairSamples::id)
                .map(
                        id ->
                                new Decision(
                                        PairSamples.owing(id, PairSamples.named("late"), round),
                                        PairSamples.episode(id, round)))
                .toList();
    }

    private static Settlement settlement(List<Decision> decisions) {
        List<RowId> ids = decisions.stream().map(each -> each.pair().id()).toList();
        return new Settlement(
                decisions.stream().map(Decision::pair).toList(),
                ids,
                ids.stream().map(Dirt::of).toList(),
                Map.of(Which.OURS, new Position("late")));
    }

    /** Connections that count the statements made on them. */
    private DataSource counting(AtomicInteger statements) {
        return through(
                DataSource.class,
                database(),
                each ->
                        each instanceof Connection connection
                                ? through(
                                        Connection.class,
                                        connection,
                                        made -> {
                                            if (made instanceof java.sql.PreparedStatement) {
                                                statements.incrementAndGet();
                                            }
                                            return made;
                                        })
                                : each);
    }

    private interface Seeing {
        Object seen(Object result);
    }

    private static <T> T through(Class<T> kind, T real, Seeing seeing) {
        return kind.cast(
                Proxy.newProxyInstance(
                        kind.getClassLoader(),
                        new Class<?>[] {kind},
                        (_, method, arguments) -> {
                            try {
                                return seeing.seen(method.invoke(real, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** Each round may decide while the one before it is being settled, for ever. */
    @Test
    void theNamesOfTwoRoundsAreKeptAtMost() throws SQLException {
        for (int round = 1; round <= 9; round++) {
            List<RowId> before = round == 1 ? List.of() : List.of(PairSamples.id(round - 1));
            Pair owed = PairSamples.owing(PairSamples.id(round), PairSamples.named("x"), round);
            store.pairs().decide(FLOW, epoch, round, List.of(new Decision(owed, null)), before);
            if (round > 1) {
                store.pairs()
                        .settle(
                                FLOW,
                                epoch,
                                new Settlement(
                                        round - 1, List.of(), List.of(), List.of(), List.of(),
                                        Map.of()));
            }
        }

        assertThat(place.text("SELECT cardinality(owing) FROM syncline.two_way")).isEqualTo("2");
    }
}
