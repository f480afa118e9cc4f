package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.field;
import static io.syncline.connector.mongodb.Place.layout;
import static io.syncline.connector.mongodb.Place.store;
import static io.syncline.connector.mongodb.Place.text;
import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.connector.Database;
import io.syncline.testkit.connector.Ground;
import io.syncline.testkit.connector.TargetContract;
import io.syncline.testkit.mongo.FerretBuild;
import io.syncline.testkit.mongo.FerretDb;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A target in a process of its own, that keeps what it was told, and has no transactions. */
class FerretTargetTest implements TargetContract {
    private static final int BATCHES = 6;
    private static final int ROWS = 10;

    private static @Nullable FerretDb ferret;
    private static int databases;

    private final Ground ground;

    FerretTargetTest() {
        // Here and not for all at once: only a test of its own is listed as skipped.
        Assumptions.assumeTrue(ferret != null, FerretBuild::why);
        String uri = ferret.uri("contract_" + databases++);
        ground =
                new Ground(
                        new MongoConnector(),
                        new Database() {
                            @Override
                            public String uri() {
                                return uri;
                            }

                            @Override
                            public void run(String... statements) {
                                throw new UnsupportedOperationException();
                            }
                        },
                        "",
                        Map.of());
    }

    @BeforeAll
    static void begin() {
        ferret = FerretDb.startIfAny();
    }

    @AfterAll
    static void end() {
        if (ferret != null) {
            ferret.close();
        }
    }

    @Override
    public Ground ground() {
        return ground;
    }

    /** It has none, and says so. */
    @Override
    @Test
    public void anOpenTransactionIsSeenWhenItIsCommitted() {
        try (Place place = new Place(ferret.uri("none"), Map.of())) {
            assertThatThrownBy(() -> place.endpoint.begin("flow", 0, 1))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("FerretDB");
        }
    }

    /** It has none, and nothing was written. */
    @Override
    @Test
    public void aTransactionThatIsNotCommittedLeavesNothing() {
        try (Place place = new Place(ferret.uri("none"), Map.of())) {
            assertThatThrownBy(() -> place.endpoint.begin("flow", 0, 1))
                    .isInstanceOf(EndpointException.class);
            assertThat(place.endpoint.latest("flow")).isZero();
        }
    }

    /** Killed while it is written to: each row that is there is whole, and what was done is. */
    @Test
    void aKillLeavesEachRowWholeOrAway() throws Exception {
        Layout layout =
                layout(
                        "rows",
                        field("id", new FieldType.Int(64)),
                        field("a", new FieldType.Text(null)),
                        field("b", new FieldType.Text(null)));
        Set<Long> done = new HashSet<>();
        CountDownLatch begun = new CountDownLatch(BATCHES);
        Thread writer;
        try (FerretDb killed = FerretDb.startIfAny();
                Place place = new Place(killed.uri("kill"), Map.of())) {
            place.made(layout);
            writer = Thread.ofVirtual().start(() -> write(place, done, begun));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            killed.kill9();
            writer.join();
            killed.restart();
            try (Place after = new Place(killed.uri("kill"), Map.of())) {
                Set<Long> there = new HashSet<>();
                for (Document each : after.raw("rows").find()) {
                    assertThat(each.getString("a")).isEqualTo(each.getString("b")).hasSize(2000);
                    there.add(each.getLong("_id"));
                }
                assertThat(there).containsAll(done);
                assertThat(done).hasSizeGreaterThanOrEqualTo(BATCHES * ROWS);
            }
        }
    }

    private static void write(Place place, Set<Long> done, CountDownLatch begun) {
        for (long from = 0; ; from += ROWS) {
            List<Write> writes = new ArrayList<>();
            for (long id = from; id < from + ROWS; id++) {
                String words = String.valueOf(id % 10).repeat(2000);
                writes.add(
                        store(
                                "rows",
                                Row.of(
                                        Map.of(
                                                "id",
                                                whole(id),
                                                "a",
                                                text(words),
                                                "b",
                                                text(words)))));
            }
            List<Outcome> outcomes;
            try {
                outcomes = place.endpoint.apply(writes, null);
            } catch (EndpointException e) {
                return;
            }
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Applied) {
                    done.add(from + i);
                }
            }
            if (outcomes.contains(Outcome.Unknown.UNKNOWN)) {
                return;
            }
            begun.countDown();
        }
    }
}
