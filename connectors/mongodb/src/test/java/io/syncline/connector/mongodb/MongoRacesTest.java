package io.syncline.connector.mongodb;

import static io.syncline.connector.mongodb.Place.field;
import static io.syncline.connector.mongodb.Place.layout;
import static io.syncline.connector.mongodb.Place.store;
import static io.syncline.connector.mongodb.Place.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Write;
import io.syncline.testkit.mongo.StandInMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * Writers that read a row, add one to what they saw and write it if the row is as it was, beside an
 * application that adds one to another field of the same row. If an edit were lost, a sum would
 * show it.
 */
class MongoRacesTest {
    private static final int WRITERS = 3;

    private static final Layout COUNTERS =
            layout(
                    "counters",
                    field("id", new FieldType.Int(64)),
                    field("ours", new FieldType.Int(64)),
                    field("theirs", new FieldType.Int(32)));

    @Test
    void noEditIsLostInTransactions() throws Exception {
        try (Place place = new Place()) {
            race(place, 150);
        }
    }

    @Test
    void noEditIsLostWithoutTransactions() throws Exception {
        try (StandInMongo alone = StandInMongo.startAlone();
                Place place = new Place(alone.freshUri(), Map.of())) {
            race(place, 800);
        }
    }

    /** As of a process that was killed: nobody ends what it has begun. */
    @Test
    void aTransactionThatNobodyEndsHoldsItsDocumentsOnlySoLong() throws Exception {
        try (StandInMongo server = StandInMongo.start();
                Place place = new Place(server.freshUri(), Map.of());
                ClientSession dead = place.client.startSession()) {
            server.transactionsLive(Duration.ofSeconds(2));
            place.made(COUNTERS);
            Write one =
                    store(
                            "counters",
                            Row.of(Map.of("id", whole(1), "ours", whole(0), "theirs", whole(0))));
            place.apply(one);
            dead.startTransaction();
            place.raw("counters")
                    .updateOne(
                            dead,
                            new Document("_id", 1L),
                            new Document("$inc", new Document("ours", 1)));

            long began = System.nanoTime();
            assertThat(patiently(place, one)).allMatch(Outcome.Applied.class::isInstance);
            assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000L);
        }
    }

    private static List<Outcome> patiently(Place place, Write write) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (true) {
            try {
                return place.apply(write);
            } catch (EndpointException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private static void race(Place place, int each) throws Exception {
        place.made(COUNTERS);
        place.apply(
                store(
                        "counters",
                        Row.of(Map.of("id", whole(1), "ours", whole(0), "theirs", whole(0)))));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            work.add(() -> adding(place, each));
        }
        work.add(
                () -> {
                    for (int i = 0; i < each; i++) {
                        place.raw("counters")
                                .updateOne(
                                        new Document("_id", 1L),
                                        new Document("$inc", new Document("theirs", 1)));
                    }
                    return 0;
                });
        int stale = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                stale += done.get();
            }
        }
        Document end = place.document("counters", 1L);
        assertThat(end.get("ours")).isEqualTo((long) WRITERS * each);
        assertThat(end.get("theirs")).isEqualTo(each);
        assertThat(stale).as("writes that met a changed row").isPositive();
    }

    /** Adds one so many times, half by the token and half by the image; how often it was late. */
    private static int adding(Place place, int times) {
        int stale = 0;
        for (int done = 0; done < times; ) {
            Found.Seen seen = place.seen("counters", whole(1));
            Row row = Objects.requireNonNull(seen.image().row());
            long ours = ((Value.Int) row.get("ours")).value();
            Row next = row.overlaid(Row.of("ours", whole(ours + 1)));
            Expect expect =
                    done % 2 == 0
                            ? new Expect.Unchanged(seen.token())
                            : new Expect.Same(seen.image());
            switch (place.apply(store("counters", next, expect)).getFirst()) {
                case Outcome.Applied _ -> done++;
                case Outcome.Stale _ -> stale++;
                case Outcome other -> throw new AssertionError(other);
            }
        }
        return stale;
    }
}
