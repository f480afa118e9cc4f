package io.syncline.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.syncline.engine.sync.EndpointSpec;
import io.syncline.testkit.mongo.StandInMongo;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL and what stands in for MongoDB, both written, are kept equal. */
class TwoWayMongoDbTest {
    private static final int ROWS = 20;
    private static final int STOCK = 100;

    private final FreshDatabase here = Services.postgres(18).freshDatabase();
    private final StandInMongo server = StandInMongo.start();
    private final String uri = server.uri("both");
    private final MongoClient client = MongoClients.create(uri);
    private final MongoCollection<Document> theirs =
            client.getDatabase("both").getCollection("account");
    private Connection ours;
    private Accounts both;
    private LiveTwoWay sync;

    @BeforeEach
    void begin() throws Exception {
        ours = here.connect();
        both = new Accounts(ours, theirs);
        both.run("create table account (id bigint primary key, name text, stock int not null)");
        both.run(
                "insert into account select g, 'start', %d from generate_series(1, %d) g"
                        .formatted(STOCK, ROWS));
        sync =
                new LiveTwoWay(
                        LiveTwoWay.end("here", "postgresql", here),
                        new EndpointSpec("there", "mongodb", Map.of("connection", uri)));
    }

    @AfterEach
    void end() throws SQLException {
        sync.close();
        ours.close();
        client.close();
        server.close();
    }

    private void awaitEqual() throws Exception {
        sync.await(() -> both.here().equals(both.there()));
    }

    @Test
    void rowsOfBothEndsAreFollowed() throws Exception {
        awaitEqual();
        assertThat(both.there()).hasSize(ROWS);
        both.run("update account set name = 'ours' where id = 1");
        both.run("delete from account where id = 2");
        theirs.insertOne(new Document("_id", 50L).append("name", "theirs").append("stock", 7));
        theirs.updateOne(Filters.eq("_id", 3L), Updates.set("name", "renamed"));
        theirs.deleteOne(Filters.eq("_id", 4L));
        sync.await(() -> both.here().getOrDefault(3L, "").equals("renamed 100"));
        sync.await(() -> both.here().containsKey(50L) && !both.here().containsKey(4L));
        awaitEqual();
        assertThat(both.here())
                .containsEntry(1L, "ours 100")
                .containsEntry(50L, "theirs 7")
                .hasSize(ROWS - 1);
        assertThat(sync.engine.verify(LiveTwoWay.SYNC)).allMatch(found -> found.equal());
    }

    @Test
    void whatBothChangedGoesByTheRules() throws Exception {
        sync.engine.pause(LiveTwoWay.SYNC);
        both.run("update account set name = 'first', stock = stock - 3 where id = 1");
        Thread.sleep(1100);
        theirs.updateOne(
                Filters.eq("_id", 1L),
                Updates.combine(Updates.set("name", "second"), Updates.inc("stock", 5)));
        sync.engine.resume(LiveTwoWay.SYNC);
        sync.await(() -> both.here().get(1L).equals("second 102"));
        awaitEqual();
    }

    /** Under edits at both ends, with every connection to MongoDB cut again and again. */
    @Test
    void countersAreExactWhateverIsCut() throws Exception {
        Random random = new Random(7);
        long[] counted = new long[ROWS + 1];
        for (int cut = 0; cut < 4; cut++) {
            for (int i = 0; i < 60; i++) {
                int id = 1 + random.nextInt(ROWS);
                int by = random.nextInt(9) - 4;
                counted[id] += by;
                if (random.nextBoolean()) {
                    both.run(
                            "update account set stock = stock + %d where id = %d"
                                    .formatted(by, id));
                } else {
                    theirs.updateOne(Filters.eq("_id", (long) id), Updates.inc("stock", by));
                }
                Thread.sleep(random.nextInt(8));
            }
            server.cut();
            both.awaitAnswer();
        }
        awaitEqual();
        sync.await(() -> sum(both.here()) == Arrays.stream(counted).sum() + ROWS * STOCK);
        for (int id = 1; id <= ROWS; id++) {
            assertThat(both.here()).containsEntry((long) id, "start " + (STOCK + counted[id]));
        }
        awaitEqual();
        assertThat(sync.store.pairs().waiting(LiveTwoWay.FLOW)).isEmpty();
    }

    private static long sum(Map<Long, String> rows) {
        return rows.values().stream()
                .mapToLong(row -> Long.parseLong(row.substring(row.indexOf(' ') + 1)))
                .sum();
    }
}
